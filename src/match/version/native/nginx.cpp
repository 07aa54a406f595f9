// nginx advisories: "1.5.0+, 1.4.1+", "0.7.52-0.8.39", "1.3.9", "all", "none". "+" on a stable branch, whose second number is even,
// ends with the branch.
#include "match/version/native/notations.h"
#include "match/version/native/partial.h"

namespace lp::match {
namespace {

constexpr std::string_view stops = ",+-";

Result<Intervals> parse_one(Scanner& in, const Scheme& scheme) {
  LP_TRY(const Partial first, read_partial(in, 3, stops));
  if (first.wildcard) return in.error("no version before this place");
  const std::string version = first.text(0);
  if (in.take("+")) {
    const bool stable = first.numbers.size() > 1 && (first.numbers[1].back() - '0') % 2 == 0;
    if (!stable) return intervals_of(Comparator::greater_equal, version);
    return Intervals{{version, first.next(2, 3), true, false}};
  }
  if (!in.take("-")) return Intervals{Interval::exactly(version)};
  LP_TRY(const std::string last, in.take_version(scheme, stops));
  return Intervals{{version, last, true, true}};
}

}  // namespace

Result<Intervals> parse_nginx(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  in.skip_spaces();
  if (std::string_view("<>=!*").find(in.peek()) != std::string_view::npos) return parse_comparisons(scheme, text);
  Intervals set;
  if (in.take("all")) {
    set.push_back(Interval::everything());
  } else if (!in.take("none")) {
    do {
      LP_TRY(const Intervals part, parse_one(in, scheme));
      set.insert(set.end(), part.begin(), part.end());
      in.skip_spaces();
    } while (in.take(","));
  }
  in.skip_spaces();
  if (!in.at_end()) return in.error("not understood");
  return set;
}

}  // namespace lp::match
