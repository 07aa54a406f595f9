/** Entries of a pasted text: split at line ends, commas (also Chinese ones) and semicolons, trimmed, each once. */
export const linesOf = (text: string): string[] =>
  [...new Set(text.split(/[\n\r,;\t\uFF0C\uFF1B\u3001]+/u).map((one) => one.trim()).filter(Boolean))];
