#include "base/check.h"
#include "match/advisory.h"

namespace lp::match {

std::string_view to_string(Tier tier) {
  switch (tier) {
    case Tier::vendor: return "vendor";
    case Tier::ecosystem: return "ecosystem";
    case Tier::typed: return "typed";
    case Tier::cpe: return "cpe";
    case Tier::rough: return "rough";
    case Tier::text: return "text";
  }
  LP_CHECK(false);
  return {};
}

}  // namespace lp::match
