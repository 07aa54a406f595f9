#include "match/findings/key_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

namespace lp::match {
namespace {

TEST(KeyMap, AgreesWithAMapOverManySteps) {
  std::mt19937 random(7);
  KeyMap map;
  std::map<int, std::uint32_t> model;
  const auto key = [](int n) { return key_of("key " + std::to_string(n)); };
  for (int step = 0; step < 30'000; ++step) {
    const int n = static_cast<int>(random() % 500);
    if (random() % 3 == 0) {
      map.erase(key(n));
      model.erase(n);
    } else {
      map.put(key(n), static_cast<std::uint32_t>(step));
      model[n] = static_cast<std::uint32_t>(step);
    }
    ASSERT_EQ(map.size(), model.size());
    const int asked = static_cast<int>(random() % 500);
    const auto found = model.find(asked);
    ASSERT_EQ(map.find(key(asked)), found == model.end() ? KeyMap::none : found->second);
  }
  for (const auto& [n, value] : model) ASSERT_EQ(map.find(key(n)), value);
}

TEST(KeyMap, EmptyMapsAnswer) {
  KeyMap map;
  EXPECT_EQ(map.find(key_of("x")), KeyMap::none);
  map.erase(key_of("x"));
  EXPECT_EQ(map.size(), 0u);
}

TEST(Key, NearTextsHaveOtherKeys) {
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  std::size_t texts = 0;
  for (std::size_t length = 0; length < 70; ++length)
    for (std::size_t at = 0; at <= length; ++at) {
      std::string text(length, '\0');
      if (at < length) text[at] = 'x';
      const Key key = key_of(text);
      seen.emplace(key.a, key.b);
      ++texts;
    }
  EXPECT_EQ(seen.size(), texts);
  EXPECT_EQ(key_of("same"), key_of(std::string("same")));
}

}  // namespace
}  // namespace lp::match
