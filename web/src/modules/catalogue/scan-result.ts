// A scan result on its way out: samples of data never leave the browser.

/** Members that hold values found, masked or not. The server refuses a result that still has one. */
const samples = new Set(['examples', 'samples']);

export const withoutSamples = (text: string): unknown =>
  JSON.parse(text, function keep(this: unknown, key: string, value: unknown): unknown {
    return samples.has(key) && !Array.isArray(this) ? undefined : value;
  });

/** The result to hand in, or undefined when the file is none. */
export function readScan(text: string): Record<string, unknown> | undefined {
  try {
    const result = withoutSamples(text);
    const format = typeof result === 'object' && result !== null ? (result as { format?: unknown }).format : undefined;
    const fits = typeof format === 'string' && /^longpan-discover\/1(\.\d+)?$/.test(format);
    return fits ? (result as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
