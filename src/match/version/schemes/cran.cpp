// R: numbers between "." and "-", which mean the same; the shorter row is lower (0.1.0 < 0.1.0.0).
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
    if (*at != '.' && *at != '-') return nullptr;
    ++at;
  }
}

constexpr std::string_view ecosystems[] = {"CRAN", "Bioconductor"};
constexpr std::string_view purl_types[] = {"cran", "bioconductor"};

}  // namespace

Scheme scheme_cran() {
  return {"cran", "R 软件包版本", "R package version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
