// OpenSSL: three numbers and, before 3.0, letters for fixes (1.1.1z < 1.1.1za); "-pre8", "-beta1" come before the release.
// "1.0.2k-fips" is 1.0.2k with a module.
#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

constexpr int pre_release = 1, finish = 2, fix = 3;
using Number = Numbers<fix + 1, 255>;
constexpr int text_end = 0;

char* encode_word(const char*& at, const char* end, char* out) {
  while (at != end && is_letter(*at)) out = put(out, to_lower(*at++));
  return put(out, text_end);
}

char* encode(const char* at, const char* end, char* out) {
  for (int count = 1;; ++count) {
    if (at == end || !is_digit(*at) || count > 3) return nullptr;
    out = Number::take(out, at, end);
    if (at != end && *at == '.') {
      ++at;
      continue;
    }
    for (; count < 3; ++count) out = Number::put(out, 0);
    break;
  }
  if (at != end && is_letter(*at)) out = encode_word(at, end, put(out, fix));
  const std::string_view rest(at, static_cast<std::size_t>(end - at));
  if (rest.empty() || rest == "-fips") return put(out, finish);
  if (*at++ != '-' || at == end || !is_letter(*at)) return nullptr;
  out = encode_word(at, end, put(out, pre_release));
  if (at != end && *at == '.') ++at;
  if (at != end && !is_digit(*at)) return nullptr;
  out = Number::take(out, at, end);
  return at == end ? out : nullptr;
}


}  // namespace

Scheme scheme_openssl() {
  return {"openssl", "OpenSSL 版本", "OpenSSL version", {}, {},
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
