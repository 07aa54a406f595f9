#include "cli/stop_on_signal.h"

#include <gtest/gtest.h>

#include <csignal>

namespace lp::cli {
namespace {

int earlier = 0;

TEST(StopOnSignal, AsksOnceAndGivesBackWhatWasThere) {
  const auto before = std::signal(SIGINT, [](int) { ++earlier; });
  {
    const StopOnSignal stop;
    EXPECT_FALSE(stop.asked());
    ASSERT_EQ(std::raise(SIGINT), 0);
    EXPECT_TRUE(stop.asked());
  }
  EXPECT_EQ(earlier, 0);
  ASSERT_EQ(std::raise(SIGINT), 0);
  EXPECT_EQ(earlier, 1);
  const StopOnSignal stop;
  EXPECT_FALSE(stop.asked());
  ASSERT_EQ(std::raise(SIGTERM), 0);
  EXPECT_TRUE(stop.asked());
  std::signal(SIGINT, before);
}

}  // namespace
}  // namespace lp::cli
