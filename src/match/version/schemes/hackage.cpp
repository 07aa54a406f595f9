// Hackage: numbers, compared one by one; the shorter row is lower (1.0 < 1.0.0).
#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

using Number = Numbers<0, 255>;

char* encode(const char* at, const char* end, char* out) {
  for (;;) {
    if (at == end || !is_digit(*at)) return nullptr;
    out = Number::take(out, at, end);
    if (at == end) return out;
    if (*at++ != '.') return nullptr;
  }
}

constexpr std::string_view ecosystems[] = {"Hackage", "GHC"};
constexpr std::string_view purl_types[] = {"hackage"};

}  // namespace

Scheme scheme_hackage() {
  return {"hackage", "Hackage 版本", "Hackage version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
