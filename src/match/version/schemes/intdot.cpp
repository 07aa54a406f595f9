// VERS "intdot": numbers between dots, read up to the first other character. Zeros at the end count for nothing.
#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

constexpr int finish = 0;
using Number = Numbers<finish + 1, 255>;

char* encode(const char* at, const char* end, char* out) {
  if (!is_digit(*at)) return nullptr;
  char* last = out;
  for (;;) {
    char* const before = out;
    out = Number::take(out, at, end);
    if (out - before != 1 || *before != finish + 1) last = out;
    if (end - at < 2 || *at != '.' || !is_digit(at[1])) return put(last, finish);
    ++at;
  }
}


}  // namespace

Scheme scheme_intdot() {
  return {"intdot", "点分整数", "integers between dots", {}, {},
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
