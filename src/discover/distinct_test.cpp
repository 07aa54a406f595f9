#include "discover/distinct.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

namespace lp::discover {
namespace {

TEST(DistinctCounter, IsExactUpToItsBound) {
  DistinctCounter counter(1000);
  const ValueHasher hash(7);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 1000; ++i) counter.add(hash(std::to_string(i)));
  }
  EXPECT_EQ(counter.count(), 1000U);
  EXPECT_TRUE(counter.exact());
}

TEST(DistinctCounter, StaysWithinOnePercentBeyondIt) {
  for (const std::uint64_t key : {1U, 2U, 3U}) {
    const ValueHasher hash(key);
    DistinctCounter counter(1000);
    int n = 0;
    for (const int wanted : {2000, 20000, 200000, 1000000}) {
      for (; n < wanted; ++n) counter.add(hash("1380000" + std::to_string(n)));
      EXPECT_LT(std::abs(double(counter.count()) - n) / n, 0.0165) << key << ' ' << n;   // four standard errors
    }
    EXPECT_FALSE(counter.exact());
  }
}

TEST(DistinctCounter, MergesAsIfAllHadBeenAddedToOne) {
  const ValueHasher hash(5);
  for (const int n : {100, 50000}) {
    DistinctCounter a(1000), b(1000), all(1000);
    for (int i = 0; i < n; ++i) {
      a.add(hash(std::to_string(i)));
      b.add(hash(std::to_string(i + n / 2)));
      all.add(hash(std::to_string(i)));
      all.add(hash(std::to_string(i + n / 2)));
    }
    a.merge(b);
    EXPECT_EQ(a.count(), all.count());
  }
}

TEST(PersonCounter, ValuesOfOneRowAreOnePerson) {
  PersonCounter persons;
  const auto row = [&](std::initializer_list<std::uint64_t> hashes) { persons.add_row(hashes.begin(), hashes.size()); };
  row({10, 20});          // a person with a number and a phone
  row({10, 30});          // the same number with another phone
  row({40});
  EXPECT_EQ(persons.count(), 2U);
  row({30, 50});          // the second phone again: still the first person
  EXPECT_EQ(persons.count(), 2U);
  row({50, 40});          // joins the two
  EXPECT_EQ(persons.count(), 1U);
  EXPECT_TRUE(persons.exact());
}

// Each person has a number, two phones, or both in one row, and comes again later.
TEST(PersonCounter, StaysNearBeyondItsBound) {
  for (const std::uint64_t key : {1U, 2U, 3U}) {
    PersonCounter persons(20'000);
    const ValueHasher hash(key);
    constexpr int n = 200'000;
    for (int round = 0; round < 2; ++round) {
      for (int i = 0; i < n; ++i) {
        const std::array<std::uint64_t, 3> row{hash("id" + std::to_string(i)), hash("a" + std::to_string(i)), hash("b" + std::to_string(i))};
        persons.add_row(row.data(), 1 + static_cast<std::size_t>(i % 3));
      }
    }
    EXPECT_FALSE(persons.exact());
    EXPECT_LT(std::abs(static_cast<double>(persons.count()) - n) / n, 0.01) << key << ' ' << persons.count();
  }
}

TEST(PersonCounter, SaysWhenItGaveUp) {
  PersonCounter persons(100);
  for (std::uint64_t i = 1; i < 300; ++i) persons.add_row(&i, 1);
  EXPECT_FALSE(persons.exact());
}

}  // namespace
}  // namespace lp::discover
