// A position inside China's bounding box (73.66-135.05 E, 3.86-53.55 N), four decimals or more (about 11 m):
// longitude and latitude in either order, a comma or space between.
#include "discover/chars.h"
#include "discover/proven_checks.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

// Up to three digits, a point and four to fifteen decimals.
bool is_fraction(std::string_view s) {
  const std::size_t dot = s.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot > 3 || s.size() - dot < 5 || s.size() - dot > 16) return false;
  return all_digits(s.substr(0, dot)) && all_digits(s.substr(dot + 1));
}

Evidence check(std::string_view s) {
  const std::size_t comma = s.find_first_of(", ");
  if (comma == std::string_view::npos) return {};
  const std::size_t next = s.find_first_not_of(", ", comma);
  if (next == std::string_view::npos || next - comma > 3) return {};
  const std::string_view first = s.substr(0, comma), second = s.substr(next);
  if (!is_fraction(first) || !is_fraction(second)) return {};
  return proven::coordinates(proven::ten_thousandths(first.data()), proven::ten_thousandths(second.data()));
}

}  // namespace

Validator validator_coordinates() { return {"coordinates", check, {Mark::decimals}}; }

}  // namespace lp::discover
