// Comparisons as advisories write them for any scheme: ">= 1.2, < 2 || = 3.0". Commas, spaces and "&&" bind closer than "||".
// "*" is every version; a version alone is itself. Debian's "<<" and ">>" are "<" and ">".
#include "match/version/native/notations.h"
#include "match/version/native/scanner.h"

namespace lp::match {
namespace {

constexpr std::string_view stops = ",|&<>=!";

Result<Intervals> parse_one(Scanner& in, const Scheme& scheme) {
  const std::optional<Comparator> comparator = in.take_comparator();
  if (!comparator && in.take("*")) return Intervals{Interval::everything()};
  LP_TRY(const std::string version, in.take_version(scheme, stops));
  return intervals_of(comparator.value_or(Comparator::equal), version);
}

// Up to "||" or the end.
Result<Intervals> parse_all(Scanner& in, const Scheme& scheme) {
  LP_TRY(Intervals set, parse_one(in, scheme));
  for (;;) {
    in.skip_spaces();
    const bool joined = in.take("&&") || in.take(",");
    in.skip_spaces();
    if (in.at_end() || in.peek() == '|') {
      if (joined) return in.error("nothing follows");
      return set;
    }
    LP_TRY(const Intervals next, parse_one(in, scheme));
    set = intersect(scheme, set, next);
  }
}

}  // namespace

Result<Intervals> parse_comparisons(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  Intervals set;
  do {
    in.skip_spaces();
    LP_TRY(const Intervals part, parse_all(in, scheme));
    set.insert(set.end(), part.begin(), part.end());
  } while (in.take("||"));
  if (!in.at_end()) return in.error("not understood");
  return set;
}

}  // namespace lp::match
