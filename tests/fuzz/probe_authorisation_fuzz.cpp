// Authorisations, policies' relatives and targets from anywhere: no crash, and what is accepted holds its own rules.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/check.h"
#include "probe/authorisation.h"
#include "probe/guard.h"
#include "probe/target_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lp::probe;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const std::vector<PublicKey> keys{PrivateKey(std::string(32, 'k')).public_key()};
  LP_CHECK(!verify_authorisation(text, text.substr(0, 88), keys), "nobody finds a signature");
  if (const auto target = parse_target(text); target && target->range) LP_CHECK(target->range->first <= target->range->last);
  if (const auto address = parse_target_address(text)) LP_CHECK(*parse_target_address(to_string(*address)) == *address, "one form");
  const auto authorisation = parse_authorisation(text);
  if (!authorisation) return 0;
  const Scope scope(*authorisation, {});
  for (const auto& range : scope.ranges()) LP_CHECK(scope.allows(range.first) && scope.allows(range.last));
  if (authorisation->ranges.size() < 100) LP_CHECK(!inside_rules(*authorisation, {}).empty());
  return 0;
}
