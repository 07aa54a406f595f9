// Maven and NuGet: "[1.0,2.0)", "(,1.0]", "[1.0]", several of them joined by commas. A version alone is in NuGet that or a later one;
// in Maven it is a wish and no set of versions. Comparisons (">= 1.0, < 2.0"), as advisories write them, are read too.
#include "match/version/native/notations.h"
#include "match/version/native/scanner.h"

namespace lp::match {
namespace {

constexpr std::string_view stops = ",[]()";

Result<std::optional<std::string>> take_bound(Scanner& in, const Scheme& scheme) {
  in.skip_spaces();
  std::optional<std::string> bound;
  if (in.peek() != ',' && in.peek() != ']' && in.peek() != ')') {
    LP_TRY(bound, in.take_version(scheme, stops));
  }
  in.skip_spaces();
  return bound;
}

Result<Interval> parse_bracket(Scanner& in, const Scheme& scheme) {
  in.skip_spaces();
  Interval interval;
  interval.from_included = in.take("[");
  if (!interval.from_included && !in.take("(")) return in.error("no \"[\" or \"(\"");
  LP_TRY(interval.from, take_bound(in, scheme));
  const bool single = !in.take(",");
  if (single) {
    interval.to = interval.from;
  } else {
    LP_TRY(interval.to, take_bound(in, scheme));
  }
  interval.to_included = in.take("]");
  if (!interval.to_included && !in.take(")")) return in.error("no \"]\" or \")\"");
  if (single && !(interval.from && interval.from_included && interval.to_included)) return in.error("no range before this place");
  // Beyond everything there is nothing to include.
  if (!interval.from) interval.from_included = true;
  if (!interval.to) interval.to_included = false;
  return interval;
}

Result<Intervals> parse_brackets(Scanner in, const Scheme& scheme) {
  Intervals set;
  do {
    LP_TRY(Interval interval, parse_bracket(in, scheme));
    set.push_back(std::move(interval));
    in.skip_spaces();
  } while (in.take(","));
  if (!in.at_end()) return in.error("not understood");
  return set;
}

}  // namespace

Result<Intervals> parse_maven(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  in.skip_spaces();
  if (std::string_view("<>=!*").find(in.peek()) != std::string_view::npos) return parse_comparisons(scheme, text);
  if (in.peek() != '[' && in.peek() != '(') return in.error("no range, but a wish or nothing");
  return parse_brackets(in, scheme);
}

Result<Intervals> parse_nuget(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  in.skip_spaces();
  if (std::string_view("<>=!").find(in.peek()) != std::string_view::npos) return parse_comparisons(scheme, text);
  if (in.peek() == '[' || in.peek() == '(') return parse_brackets(in, scheme);
  LP_TRY(const std::string version, in.take_version(scheme, stops));
  in.skip_spaces();
  if (!in.at_end()) return in.error("not understood");
  return intervals_of(Comparator::greater_equal, version);
}

}  // namespace lp::match
