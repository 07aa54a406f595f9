// npm: comparisons, "^", "~", x-ranges, "1 - 2", joined by spaces (or commas, as GHSA writes them) and "||".
//
// npm lets a pre-release match only if a comparison names a pre-release of the same three numbers. No interval says that, and for an
// advisory it would be wrong: 1.5.0-beta is affected by "<2.0.0". So pre-releases match by order, except that bounds which "^", "~",
// "x" and "-" make up keep out the pre-releases of the next version, as npm's own "<2.0.0-0" does.
#include "match/version/native/notations.h"
#include "match/version/native/partial.h"

namespace lp::match {
namespace {

constexpr std::string_view stops = ",|<>=~^";

Result<Intervals> parse_one(Scanner& in) {
  if (in.take("^")) {
    LP_TRY(const Partial partial, read_partial(in, 3, stops));
    return semver_caret(partial);
  }
  if (in.take("~>") || in.take("~")) {
    LP_TRY(const Partial partial, read_partial(in, 3, stops));
    return semver_tilde(partial);
  }
  const std::optional<Comparator> comparator = in.take_comparator();
  if (comparator == Comparator::not_equal) return in.error("npm has no \"!=\"");
  LP_TRY(const Partial partial, read_partial(in, 3, stops));
  if (comparator) return semver_compared(*comparator, partial);
  const std::size_t behind = in.place();
  in.skip_spaces();
  if (behind == in.place() || !in.take("- ")) {
    in.go_to(behind);
    return semver_exactly(partial);
  }
  LP_TRY(const Partial last, read_partial(in, 3, stops));
  Interval interval = semver_compared(Comparator::less_equal, last).front();
  if (!partial.numbers.empty()) interval.from = partial.text(3);
  return Intervals{interval};
}

Result<Intervals> parse_all(Scanner& in, const Scheme& scheme) {
  Intervals set = {Interval::everything()};
  for (bool joined = false;;) {
    in.skip_spaces();
    if (in.at_end() || in.peek() == '|') {
      if (joined) return in.error("nothing follows");
      return set;
    }
    LP_TRY(const Intervals next, parse_one(in));
    set = intersect(scheme, set, next);
    in.skip_spaces();
    joined = in.take(",");
  }
}

}  // namespace

Result<Intervals> parse_npm(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  Intervals set;
  do {
    LP_TRY(const Intervals part, parse_all(in, scheme));
    set.insert(set.end(), part.begin(), part.end());
  } while (in.take("||"));
  if (!in.at_end()) return in.error("not understood");
  return set;
}

}  // namespace lp::match
