#pragma once
// Invented names, numbers and addresses that look right and belong to nobody. Phone numbers use
// an unassigned block, addresses the documentation ranges, domains the reserved .example.

#include <set>
#include <string>
#include <string_view>

#include "service/example/random.h"

namespace lp::service::example {

struct City {
  std::string_view code, name;
};
const City& city_at(std::size_t index);            // 0..12, the 13 cities of Jiangsu
inline constexpr std::size_t city_count = 13;

std::string make_person(Random& random);
std::string make_mobile(Random& random);
// 18 characters with both check digits right (GB 32100-2015, GB 11714-1997). `serial` makes it unique.
std::string make_uscc(std::string_view region, std::uint64_t serial);

// Company names, each once.
class CompanyNames {
 public:
  std::string make(Random& random, std::string_view city, std::string_view trade);

 private:
  std::set<std::string> used_;
};

}  // namespace lp::service::example
