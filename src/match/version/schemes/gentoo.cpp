// Gentoo ebuilds (PMS 3.3): number{.number}{letter}{_suffix{number}}{-r#}. A number that begins with 0 is read as a fraction,
// except the first. An absent revision is 0.
#include <array>

#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

// Suffixes below the end, the end, those above it, letters, numbers.
constexpr int finish = 5, patch = 6, first_letter = 7, fraction = first_letter + 26;
using Number = Numbers<fraction + 1, 255>;
constexpr int text_end = 1;
constexpr std::array<std::string_view, 4> low_suffixes = {"alpha", "beta", "pre", "rc"};

char* encode_numbers(const char*& at, const char* end, char* out) {
  for (bool first = true;; first = false) {
    if (at == end || !is_digit(*at)) return nullptr;
    if (*at == '0' && !first) {
      const char* const digits = skip_digits(at, end);
      const char* last = digits;
      while (last != at && last[-1] == '0') --last;
      out = put(out, fraction);
      while (at != last) out = put(out, *at++);
      out = put(out, text_end);
      at = digits;
    } else {
      out = Number::take(out, at, end);
    }
    if (at == end || *at != '.') return out;
    ++at;
  }
}

char* encode_suffix(const char*& at, const char* end, char* out) {
  const std::string_view rest(at, static_cast<std::size_t>(end - at));
  for (std::size_t i = 0; i < low_suffixes.size(); ++i) {
    if (!rest.starts_with(low_suffixes[i])) continue;
    at += low_suffixes[i].size();
    return Number::take(put(out, static_cast<int>(i) + 1), at, end);
  }
  if (!rest.starts_with("p")) return nullptr;
  ++at;
  return Number::take(put(out, patch), at, end);
}

char* encode(const char* at, const char* end, char* out) {
  out = encode_numbers(at, end, out);
  if (out == nullptr) return nullptr;
  if (at != end && is_lower(*at)) out = put(out, first_letter + (*at++ - 'a'));
  while (at != end && *at == '_') {
    out = encode_suffix(++at, end, out);
    if (out == nullptr) return nullptr;
  }
  out = put(out, finish);
  if (at == end) return Number::put(out, 0);
  if (end - at < 3 || at[0] != '-' || at[1] != 'r' || !is_digit(at[2])) return nullptr;
  at += 2;
  out = Number::take(out, at, end);
  return at == end ? out : nullptr;
}

constexpr std::string_view purl_types[] = {"ebuild"};

}  // namespace

Scheme scheme_gentoo() {
  return {"gentoo", "Gentoo ebuild 版本", "Gentoo ebuild version", {}, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
