// Cargo: requirements joined by commas; a version alone is "^". Pre-releases as for npm (npm.cpp).
#include "match/version/native/notations.h"
#include "match/version/native/partial.h"

namespace lp::match {
namespace {

constexpr std::string_view stops = ",|<>=~^";

Result<Intervals> parse_one(Scanner& in) {
  in.skip_spaces();
  const bool tilde = in.take("~");
  const bool caret = !tilde && in.take("^");
  const std::optional<Comparator> comparator = tilde || caret ? std::nullopt : in.take_comparator();
  if (comparator == Comparator::not_equal) return in.error("Cargo has no \"!=\"");
  LP_TRY(const Partial partial, read_partial(in, 3, stops));
  if (comparator) return semver_compared(*comparator, partial);
  if (tilde) return semver_tilde(partial);
  return partial.wildcard ? semver_exactly(partial) : semver_caret(partial);
}

}  // namespace

Result<Intervals> parse_cargo(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  LP_TRY(Intervals set, parse_one(in));
  for (;;) {
    in.skip_spaces();
    if (!in.take(",")) break;
    LP_TRY(const Intervals next, parse_one(in));
    set = intersect(scheme, set, next);
  }
  if (!in.at_end()) return in.error("not understood");
  return set;
}

}  // namespace lp::match
