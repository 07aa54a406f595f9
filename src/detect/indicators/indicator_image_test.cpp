#include "detect/indicators/indicator_image.h"

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <random>
#include <set>

#include "detect/indicators/image_layout.h"
#include "detect/indicators/indicator_set.h"
#include "io/files.h"

namespace lp::detect {
namespace {

std::shared_ptr<const IndicatorImage> image_of(IndicatorSet& set) {
  auto image = IndicatorImage::from_bytes(set.to_bytes(PublicSuffixes::minimum()));
  EXPECT_TRUE(image) << image.error().message;
  return *image;
}

std::string random_name(std::mt19937_64& random) {
  std::string name;
  for (std::size_t labels = 1 + random() % 3; labels > 0; --labels) name += std::string(1 + random() % 3, static_cast<char>('a' + random() % 4)) + ".";
  return name + (random() % 2 == 0 ? "cn" : "com");
}

TEST(IndicatorImage, HoldsWhatASetHolds) {
  IndicatorSet set;
  const ContextId one = set.add_context({.source = "one", .type = "c2", .description = "first", .confidence = 90, .tlp = Tlp::amber, .from = 5, .until = 9});
  const ContextId two = set.add_context({.source = "two"});
  EXPECT_EQ(set.add_context({.source = "two"}), two);
  EXPECT_TRUE(set.add(IndicatorKind::domain, "Bad.Example", one));
  EXPECT_TRUE(set.add(IndicatorKind::domain, "bad.example", two));
  EXPECT_TRUE(set.add(IndicatorKind::domain, "bad.example", two));
  EXPECT_TRUE(set.add(IndicatorKind::domain, "com.cn", two));
  EXPECT_TRUE(set.add(IndicatorKind::prefix, "192.0.2.0/24", two));
  EXPECT_TRUE(set.add(IndicatorKind::prefix, "192.0.2.128/25", two));
  EXPECT_TRUE(set.add(IndicatorKind::prefix, "2001:db8::/32", two));
  EXPECT_FALSE(set.add(IndicatorKind::ip, "no", two));
  EXPECT_EQ(set.size(), 7u);
  const auto image = image_of(set);
  EXPECT_EQ(image->size(), 5u);
  EXPECT_EQ(image->count(IndicatorKind::domain), 2u);
  const std::uint32_t bad = image->find(IndicatorKind::domain, "bad.example");
  ASSERT_NE(bad, 0u);
  const auto contexts = image->contexts(bad - 1);
  ASSERT_EQ(contexts.size(), 2u);
  EXPECT_EQ(contexts[0], (IndicatorContext{.source = "one", .type = "c2", .description = "first", .confidence = 90, .tlp = Tlp::amber, .from = 5, .until = 9}));
  EXPECT_EQ(contexts[1].source, "two");
  EXPECT_FALSE(image->exact_only(bad - 1));
  EXPECT_TRUE(image->exact_only(image->find(IndicatorKind::domain, "com.cn") - 1));
  EXPECT_EQ(image->find(IndicatorKind::url, "bad.example"), 0u);
  std::vector<std::uint32_t> found;
  image->find_prefixes(*parse_ip("192.0.2.200"), found);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(image->key(found[0] - 1), "192.0.2.128/25");
  EXPECT_EQ(image->key(found[1] - 1), "192.0.2.0/24");
  found.clear();
  image->find_prefixes(*parse_ip("2001:db8::1"), found);
  EXPECT_EQ(found.size(), 1u);
  found.clear();
  image->find_prefixes(*parse_ip("192.0.3.1"), found);
  EXPECT_TRUE(found.empty());
}

TEST(IndicatorImage, KnowsThePublicSuffixesAmongItsNames) {
  Diagnostics out;
  const PublicSuffixes suffixes = PublicSuffixes::parse("com\ncom.cn\n*.ck\n!www.ck\n", "list", out);
  IndicatorSet set;
  const ContextId c = set.add_context({.source = "s"});
  const std::set<std::string> exact{"com", "com.cn", "any.ck", "ck", "unlisted"}, open{"a.com", "a.com.cn", "www.ck", "a.any.ck", "a.www.ck", "cn.com"};
  for (const auto* names : {&exact, &open})
    for (const std::string& name : *names) ASSERT_TRUE(set.add(IndicatorKind::domain, name, c));
  const auto image = *IndicatorImage::from_bytes(set.to_bytes(suffixes));
  for (const auto* names : {&exact, &open})
    for (const std::string& name : *names) {
      EXPECT_EQ(image->exact_only(image->find(IndicatorKind::domain, name) - 1), names == &exact) << name;
      EXPECT_EQ(suffixes.is_suffix(name), names == &exact) << name;
    }
}

TEST(IndicatorImage, MayBeEmpty) {
  IndicatorSet set;
  const auto image = image_of(set);
  EXPECT_EQ(image->size(), 0u);
  EXPECT_EQ(image->find(IndicatorKind::domain, "x.example"), 0u);
}

TEST(IndicatorImage, EqualsANaiveSet) {
  std::mt19937_64 random(7);
  for (const int count : {1, 10, 1000, 50'000}) {
    IndicatorSet set;
    const ContextId context = set.add_context({.source = "s"});
    std::set<std::string> naive;
    for (int i = 0; i < count; ++i) {
      const std::string name = random_name(random) + (i % 2 == 0 ? std::to_string(i) : "");
      if (set.add(IndicatorKind::domain, name, context)) naive.insert(name);
    }
    const auto image = image_of(set);
    ASSERT_EQ(image->size(), naive.size());
    for (const std::string& name : naive) {
      const std::uint32_t r = image->find(IndicatorKind::domain, name);
      ASSERT_NE(r, 0u) << name;
      ASSERT_EQ(image->key(r - 1), name);
    }
    int passed = 0;
    for (int i = 0; i < 20'000; ++i) {
      const std::string name = random_name(random) + "x" + std::to_string(i % 7);
      ASSERT_EQ(image->find(IndicatorKind::domain, name) != 0, naive.contains(name)) << name;
      passed += image->may_contain(hash_key(IndicatorKind::domain, "n" + std::to_string(i))) ? 1 : 0;
    }
    EXPECT_LT(passed, 200) << count;  // 1 %
  }
}

TEST(IndicatorImage, IsTheSameForTheSameInput) {
  const auto make = [] {
    IndicatorSet set;
    const ContextId c = set.add_context({.source = "s"});
    for (int i = 0; i < 5000; ++i) set.add(IndicatorKind::ip, to_string(Ip{.low = static_cast<std::uint64_t>(i) * 7919}), c);
    return set.to_bytes(PublicSuffixes::minimum());
  };
  EXPECT_EQ(make(), make());
}

TEST(IndicatorImage, IsWrittenAndMapped) {
  const auto dir = io::TempDir::create("image");
  ASSERT_TRUE(dir);
  const auto path = dir->path() / "indicators.lpi";
  IndicatorSet set;
  set.add(IndicatorKind::domain, "bad.example", set.add_context({.source = "s"}));
  ASSERT_TRUE(set.write(path, {}));
  EXPECT_FALSE(std::filesystem::exists(path.string() + ".new"));
  const auto image = IndicatorImage::open(path);
  ASSERT_TRUE(image) << image.error().message;
  // The old map stays good while a new file takes the name.
  set.add(IndicatorKind::domain, "worse.example", set.add_context({.source = "s"}));
  ASSERT_TRUE(set.write(path, {}));
  EXPECT_EQ((*image)->find(IndicatorKind::domain, "worse.example"), 0u);
  EXPECT_NE((*image)->find(IndicatorKind::domain, "bad.example"), 0u);
  EXPECT_NE((*IndicatorImage::open(path))->find(IndicatorKind::domain, "worse.example"), 0u);
  EXPECT_FALSE(set.write(dir->path() / "absent" / "x", {}));
  EXPECT_EQ(IndicatorImage::open(dir->path() / "none").error().code, Errc::not_found);
}

// Every byte counts: one flipped anywhere is found, and so is a file cut anywhere.
TEST(IndicatorImage, RefusesWhatIsCorrupt) {
  IndicatorSet set;
  const ContextId c = set.add_context({.source = "s"});
  for (int i = 0; i < 40; ++i) set.add(IndicatorKind::domain, "n" + std::to_string(i) + ".example", c);
  set.add(IndicatorKind::prefix, "192.0.2.0/24", c);
  const std::string good = set.to_bytes({});
  ASSERT_TRUE(IndicatorImage::from_bytes(good));
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    ASSERT_FALSE(IndicatorImage::from_bytes(bad)) << i;
  }
  for (std::size_t n = 0; n < good.size(); n += 13) ASSERT_FALSE(IndicatorImage::from_bytes(good.substr(0, n))) << n;
  std::string other = good;
  other[8] = 2;
  EXPECT_EQ(IndicatorImage::from_bytes(other).error().code, Errc::unsupported);
}

}  // namespace
}  // namespace lp::detect
