#include "detect/sigma/fold.h"

#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/text.h"

namespace lp::detect::sigma {
namespace {

constexpr char32_t no_utf8 = 0x110000;  // + the byte: no character looks like it

bool is_dash(char32_t c) { return c == '-' || c == '/' || c == 0x2013 || c == 0x2014 || c == 0x2015; }

// Copies `text` with A–Z as a–z; says whether a byte beyond ASCII was met.
// `out` has room for at least 16 bytes.
bool copy_ascii(std::string_view text, char* out) {
#if defined(__SSE2__)
  __m128i seen = _mm_setzero_si128();
  const __m128i before = _mm_set1_epi8('A' - 1), behind = _mm_set1_epi8('Z' + 1), lower = _mm_set1_epi8(32);
  const auto sixteen = [&](const char* from, char* to) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    const __m128i capital = _mm_and_si128(_mm_cmpgt_epi8(bytes, before), _mm_cmplt_epi8(bytes, behind));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_add_epi8(bytes, _mm_and_si128(capital, lower)));
    seen = _mm_or_si128(seen, bytes);
  };
  if (const std::size_t n = text.size(); n >= 16) {
    for (std::size_t i = 0; i + 16 <= n; i += 16) sixteen(text.data() + i, out + i);
    if (n % 16 != 0) sixteen(text.data() + n - 16, out + n - 16);
  } else {
    char padded[16] = {};
    std::memcpy(padded, text.data(), n);
    sixteen(padded, out);
  }
  return _mm_movemask_epi8(seen) != 0;
#else
  unsigned char high = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    high |= c;
    out[i] = static_cast<char>(c + ((static_cast<unsigned char>(c - 'A') < 26) ? 32 : 0));
  }
  return high >= 0x80;
#endif
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
    if (room.size() < text.size() + 16) room.resize(text.size() * 2 + 16);
    if (text.empty()) return text;
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
