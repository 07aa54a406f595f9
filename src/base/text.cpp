#include "base/text.h"

namespace lp {
namespace {

// Decodes one code point at `at`; returns its length, or 0 when the bytes are invalid.
std::size_t decode(std::string_view s, std::size_t at, char32_t& out) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[at + i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return out = lead, 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > s.size()) return 0;
  char32_t c = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) return 0;
    c = (c << 6) | (byte(i) & 0x3Fu);
  }
  const bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
  if (overlong || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return 0;
  out = c;
  return length;
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x3000 || c == 0xA0 || c == 0xFEFF;
}

bool is_punctuation(char32_t c) {
  if (c < 0x80) return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  return (c >= 0x2010 && c <= 0x2027) || (c >= 0x3001 && c <= 0x301F) || c == 0xB7;
}

char32_t half_width(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  return c == 0x3000 ? U' ' : c;
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view s) {
  char32_t c = 0;
  std::size_t at = 0;
  while (at < s.size()) {
    const std::size_t n = decode(s, at, c);
    if (n == 0) break;
    at += n;
  }
  return at;
}

bool is_valid_utf8(std::string_view s) { return valid_utf8_prefix(s) == s.size(); }

std::size_t count_codepoints(std::string_view s) {
  char32_t c = 0;
  std::size_t count = 0;
  for (std::size_t at = 0; at < s.size(); ++count) {
    const std::size_t n = decode(s, at, c);
    at += n == 0 ? 1 : n;
  }
  return count;
}

std::vector<char32_t> to_codepoints(std::string_view s) {
  std::vector<char32_t> out;
  out.reserve(s.size());
  for (std::size_t at = 0; at < s.size();) {
    char32_t c = 0;
    const std::size_t n = decode(s, at, c);
    out.push_back(n == 0 ? U'\uFFFD' : c);
    at += n == 0 ? 1 : n;
  }
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6)), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3F)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  }
}

std::string_view trim(std::string_view s) {
  char32_t c = 0;
  while (!s.empty()) {
    const std::size_t n = decode(s, 0, c);
    if (n == 0 || !is_space(c)) break;
    s.remove_prefix(n);
  }
  while (!s.empty()) {
    std::size_t start = s.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(s[start]) & 0xC0u) == 0x80u) --start;
    if (decode(s, start, c) != s.size() - start || !is_space(c)) break;
    s.remove_suffix(s.size() - start);
  }
  return s;
}

std::vector<std::string_view> split(std::string_view s, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t at = s.find(separator); at != std::string_view::npos; at = s.find(separator, start)) {
    parts.push_back(s.substr(start, at - start));
    start = at + 1;
  }
  parts.push_back(s.substr(start));
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

std::string to_lower_ascii(std::string_view s) {
  std::string out(s);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

bool starts_with(std::string_view s, std::string_view prefix) { return s.substr(0, prefix.size()) == prefix; }
bool contains(std::string_view s, std::string_view part) { return s.find(part) != std::string_view::npos; }

std::string replace_all(std::string_view s, std::string_view from, std::string_view to) {
  if (from.empty()) return std::string(s);
  std::string out;
  out.reserve(s.size());
  std::size_t start = 0;
  for (std::size_t at = s.find(from); at != std::string_view::npos; at = s.find(from, start)) {
    out.append(s.substr(start, at - start)).append(to);
    start = at + from.size();
  }
  return out.append(s.substr(start));
}

std::string to_half_width(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (char32_t c : to_codepoints(s)) append_utf8(out, half_width(c));
  return out;
}

std::string normalise_for_match(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (char32_t c : to_codepoints(s)) {
    c = half_width(c);
    if (is_space(c) || is_punctuation(c)) continue;
    if (c >= 'A' && c <= 'Z') c += 32;
    append_utf8(out, c);
  }
  return out;
}

std::string truncate(std::string_view s, std::size_t max) {
  const auto points = to_codepoints(s);
  if (points.size() <= max) return std::string(s);
  std::string out;
  for (std::size_t i = 0; i < max; ++i) append_utf8(out, points[i]);
  return out + "…";
}

std::string mask_middle(std::string_view s, std::size_t head, std::size_t tail) {
  const auto points = to_codepoints(s);
  if (points.size() <= head + tail) return std::string(points.size(), '*');
  std::string out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i < head || i >= points.size() - tail) {
      append_utf8(out, points[i]);
    } else {
      out += '*';
    }
  }
  return out;
}

}  // namespace lp
