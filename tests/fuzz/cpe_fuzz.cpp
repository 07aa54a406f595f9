// Any bytes as a CPE name: no crash, both notations read back as the same name, and a name compares with itself as equal.
#include <cstdint>

#include "base/check.h"
#include "match/cpe.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lp::match;
  const auto cpe = parse_cpe({reinterpret_cast<const char*>(data), size});
  if (!cpe) return 0;
  const auto formatted = parse_cpe(to_string(*cpe));
  LP_CHECK(formatted && *formatted == *cpe);
  const auto uri = parse_cpe(to_uri(*cpe));
  LP_CHECK(uri && *uri == *cpe);
  for (const std::string& value : cpe->values) {
    const CpeRelation relation = compare_attribute(value, value);
    LP_CHECK(relation == CpeRelation::equal || relation == CpeRelation::undefined);
  }
  (void)names_match(*cpe, *formatted);
  return 0;
}
