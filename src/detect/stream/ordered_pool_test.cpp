#include "detect/stream/ordered_pool.h"

#include <gtest/gtest.h>

#include <chrono>

namespace lp::detect {
namespace {

std::vector<int> through(int workers, int items) {
  std::vector<int> seen, mine(static_cast<std::size_t>(std::max(workers, 1)), 0);
  OrderedPool<int, int> pool(workers, [&](int worker, int item) {
    ++mine[static_cast<std::size_t>(worker)];  // a data race if a worker's calls overlapped
    if (item % 7 == 0) std::this_thread::sleep_for(std::chrono::microseconds(300));
    return item * 2;
  });
  for (int i = 0; i < items; ++i) {
    while (auto out = pool.take(pool.full())) seen.push_back(*out);
    pool.put(i);
  }
  while (auto out = pool.take(true)) seen.push_back(*out);
  EXPECT_TRUE(pool.empty());
  return seen;
}

TEST(OrderedPool, GivesResultsInTheOrderOfTheWork) {
  std::vector<int> expected;
  for (int i = 0; i < 500; ++i) expected.push_back(2 * i);
  for (const int workers : {0, 1, 2, 5}) EXPECT_EQ(through(workers, 500), expected) << workers << " workers";
}

TEST(OrderedPool, IsBounded) {
  OrderedPool<int, int> pool(2, [](int, int item) { return item; });
  int given = 0;
  for (; !pool.full(); ++given) pool.put(given);
  EXPECT_EQ(given, 6);
  EXPECT_EQ(pool.take(true), 0);
  EXPECT_FALSE(pool.full());
}

TEST(OrderedPool, MayBeLeftWithWorkInFlight) {
  OrderedPool<int, int> pool(2, [](int, int item) { return item; });
  pool.put(1);
  pool.put(2);
  SUCCEED() << "the destructor waits for what is begun";
}

}  // namespace
}  // namespace lp::detect
