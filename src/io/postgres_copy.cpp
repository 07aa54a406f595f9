#include "io/postgres_copy.h"

#include <cstring>

namespace lp::io {
namespace {

char unescaped(char c) {
  switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return c;
  }
}

// Both shorten the text in place and return its new end.
char* unescape(char* from, char* end) {
  char* out = static_cast<char*>(std::memchr(from, '\\', static_cast<std::size_t>(end - from)));
  if (out == nullptr) return end;
  for (char* in = out; in < end; ++in) {
    const bool escape = *in == '\\' && in + 1 < end;
    *out++ = escape ? unescaped(*++in) : *in;
  }
  return out;
}

int digit(char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; }

char* unhex(char* from, char* end) {
  if (end - from < 2 || from[0] != '\\' || from[1] != 'x') return end;
  char* out = from;
  for (char* in = from + 2; in + 1 < end; in += 2) *out++ = static_cast<char>(digit(in[0]) * 16 + digit(in[1]));
  return out;
}

}  // namespace

bool parse_copy_line(std::span<char> line, const std::vector<bool>& binary, RowBuffer& row) {
  char* at = line.data();
  char* const line_end = at + line.size();
  for (std::size_t column = 0; column < row.size(); ++column) {
    if (at > line_end) return false;  // fewer cells
    char* tab = static_cast<char*>(std::memchr(at, '\t', static_cast<std::size_t>(line_end - at)));
    char* const end = tab ? tab : line_end;
    if (end - at == 2 && at[0] == '\\' && at[1] == 'N') {
      row.set_null(column);
    } else {
      char* cell_end = unescape(at, end);
      if (binary[column]) cell_end = unhex(at, cell_end);
      row.set(column, {at, static_cast<std::size_t>(cell_end - at)});
    }
    at = end + 1;
  }
  return at == line_end + 1;
}

}  // namespace lp::io
