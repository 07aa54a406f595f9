#include "detect/sigma/fold.h"

#include "base/text.h"

namespace lp::detect::sigma {
namespace {

constexpr char32_t no_utf8 = 0x110000;  // + the byte: no character looks like it

bool is_dash(char32_t c) { return c == '-' || c == '/' || c == 0x2013 || c == 0x2014 || c == 0x2015; }

// Copies `text` with A–Z as a–z; says whether a byte beyond ASCII was met.
bool copy_ascii(std::string_view text, char* out) {
  unsigned char high = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    high |= c;
    out[i] = static_cast<char>(c + ((static_cast<unsigned char>(c - 'A') < 26) ? 32 : 0));
  }
  return high >= 0x80;
}

void rewrite(std::string_view text, Form form, std::string& out) {
  const bool cased = (static_cast<int>(form) & 1) != 0;
  const bool dash = (static_cast<int>(form) & 2) != 0;
  out.clear();
  for (std::size_t at = 0; at < text.size();) {
    if (const auto byte = static_cast<unsigned char>(text[at]); byte < 0x80) {
      char c = text[at++];
      if (!cased && static_cast<unsigned char>(c - 'A') < 26) c = static_cast<char>(c + 32);
      out += dash && c == '/' ? '-' : c;
      continue;
    }
    const char32_t c = next_character(text, at);
    if (c >= no_utf8) {
      out += static_cast<char>(c - no_utf8);
    } else if (dash && is_dash(c)) {
      out += '-';
    } else {
      append_utf8(out, cased ? c : fold(c));
    }
  }
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char c = byte(at);
  if (c < 0x80) return ++at, c;
  const std::size_t n = c >= 0xf0 ? 4 : (c >= 0xe0 ? 3 : 2);
  if (c < 0xc2 || c > 0xf4 || at + n > text.size() || valid_utf8_prefix(text.substr(at, n)) != n) return ++at, no_utf8 + c;
  char32_t out = c & (0xff >> (n + 1));
  for (std::size_t i = 1; i < n; ++i) out = (out << 6) | (byte(at + i) & 0x3f);
  at += n;
  return out;
}

std::string_view in_form(std::string_view text, Form form, std::string& room) {
  if (form == Form::cased) return text;
  if (form == Form::folded) {
    if (room.size() < text.size()) room.resize(text.size() * 2);
    if (!copy_ascii(text, room.data())) return std::string_view(room).substr(0, text.size());
  }
  rewrite(text, form, room);
  return room;
}

std::string in_form(std::string_view text, Form form) {
  std::string room;
  return std::string(in_form(text, form, room));
}

}  // namespace lp::detect::sigma
