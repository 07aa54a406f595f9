// A position inside China's bounding box (73.66-135.05 E, 3.86-53.55 N), four decimals or more (about 11 m):
// longitude and latitude in either order, a comma or space between.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

// -1 when it is no number of up to three digits, a point and four to fifteen decimals.
double degrees(std::string_view s) {
  const std::size_t dot = s.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot > 3 || s.size() - dot < 5 || s.size() - dot > 16) return -1;
  if (!all_digits(s.substr(0, dot)) || !all_digits(s.substr(dot + 1))) return -1;
  return number_of(s.substr(0, dot)) + number_of(s.substr(dot + 1, 4)) / 10000.0;
}
bool is_longitude(double d) { return d >= 73.66 && d <= 135.05; }
bool is_latitude(double d) { return d >= 3.86 && d <= 53.55; }

Evidence check(std::string_view s) {
  const std::size_t comma = s.find_first_of(", ");
  if (comma == std::string_view::npos) return {};
  const std::size_t next = s.find_first_not_of(", ", comma);
  if (next == std::string_view::npos || next - comma > 3) return {};
  const double a = degrees(s.substr(0, comma));
  const double b = degrees(s.substr(next));
  const bool usual = is_longitude(a) && is_latitude(b);
  const bool swapped = is_latitude(a) && is_longitude(b);
  return evidence(usual || swapped ? Evidence::format | Evidence::region : Evidence::none);
}

}  // namespace

Validator validator_coordinates() { return {"coordinates", check, {Mark::decimals}}; }

}  // namespace lp::discover
