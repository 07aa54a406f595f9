#include "discover/mask.h"

#include <gtest/gtest.h>

namespace lp::discover {
namespace {

TEST(Mask, ShowsTheEndsOnly) {
  EXPECT_EQ(mask("13800000000", 3, 4), "138****0000");
  EXPECT_EQ(mask("苏A00000", 2, 1), "苏A****0");
  EXPECT_EQ(mask("张三", 1, 0), "**");          // two characters hide nothing when one is shown
  EXPECT_EQ(mask("", 3, 4), "");
}

TEST(Mask, HidesAtLeastAThirdAndThreeCharacters) {
  for (std::size_t n = 1; n < 40; ++n) {
    const std::string value(n, 'x');
    const std::string shown = mask(value, 30, 30);
    const auto open = static_cast<std::size_t>(std::count(shown.begin(), shown.end(), 'x'));
    EXPECT_LE(open, n * 2 / 3) << n;
    EXPECT_LE(open + std::min<std::size_t>(n, 3), std::max<std::size_t>(n, 3)) << n;
  }
}

}  // namespace
}  // namespace lp::discover
