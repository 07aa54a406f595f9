// Arch Linux: [epoch:]version[-release], compared by libalpm's own rpmvercmp: letters right behind a number make a pre-release
// (1.0rc < 1.0), letters behind a separator a later version (1.0 < 1.0.rc), and longer rows of separators count. An absent
// release is "1": libalpm holds it equal to any, which is no order.
#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

// What follows a segment: letters at once < end < a number at once < letters behind one separator < separators at the end <
// a number behind one separator < more separators, which say what they stand before.
constexpr int letters_at_once = 1, finish = 2, number_at_once = 3, letters = 4, separators = 5, more = 255;
using Number = Numbers<separators + 1, more - 1>;
constexpr int text_end = 0;

char* encode_letters(const char*& at, const char* end, char* out) {
  while (at != end && is_letter(*at)) out = put(out, *at++);
  return put(out, text_end);
}

char* encode_part(const char* at, const char* end, char* out) {
  for (bool first = true; at != end; first = false) {
    const char* const before = at;
    while (at != end && !is_digit(*at) && !is_letter(*at)) {
      if (static_cast<unsigned char>(*at) <= 0x20 || *at == 0x7f) return nullptr;
      ++at;
    }
    const auto width = static_cast<std::uint64_t>(at - before);
    if (at == end) {
      out = put(out, separators);
      break;
    }
    const bool at_once = width == 0 && !first;
    if (width > 1 || (first && width == 1)) out = Number::put(put(out, more), width);
    if (is_digit(*at)) {
      if (at_once) out = put(out, number_at_once);
      out = Number::take(out, at, end);
    } else {
      out = encode_letters(at, end, put(out, at_once || (first && width == 0) ? letters_at_once : letters));
    }
  }
  return put(out, finish);
}

char* encode(const char* at, const char* end, char* out) {
  const char* const digits = skip_digits(at, end);
  if (digits != end && *digits == ':') {
    out = Number::take(out, at, end);
    ++at;
  } else {
    out = Number::put(out, 0);
  }
  if (at == end) return nullptr;
  const char* dash = end;
  while (dash != at && *(dash - 1) != '-') --dash;
  if (dash != at) {
    out = encode_part(at, dash - 1, out);
    return out == nullptr ? out : encode_part(dash, end, out);
  }
  out = encode_part(at, end, out);
  return out == nullptr ? out : put(Number::put(out, 1), finish);
}

constexpr std::string_view ecosystems[] = {"Arch Linux"};
constexpr std::string_view purl_types[] = {"alpm"};

}  // namespace

Scheme scheme_alpm() {
  return {"alpm", "Arch Linux 版本", "Arch Linux version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
