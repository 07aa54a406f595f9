#include "match/index/advisory_layers.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "io/files.h"
#include "match/index/index_testing.h"

namespace lp::match {
namespace {

std::string bytes_of(const AdvisoryIndex& index) {
  const auto folder = io::TempDir::create("layers_test");
  EXPECT_TRUE(index.save(folder->path() / "x"));
  return *io::read_file(folder->path() / "x", 1u << 30);
}

// Changes one by one, flattened, are a fresh build of what is left, byte for byte.
TEST(AdvisoryLayers, ReplayedChangesAreAFreshBuild) {
  std::mt19937 random(3);
  std::map<AdvisoryName, Advisory> known;
  std::vector<Advisory> first;
  for (int i = 0; i < 300; ++i) {
    first.push_back(advisory_of("A-" + std::to_string(i), {osv_entry("npm", "p" + std::to_string(i % 9), "npm", {before("1." + std::to_string(i) + ".0")})}));
    known[{"osv", first.back().id}] = first.back();
  }
  AdvisoryLayers layers = layers_of(first);
  for (int step = 0; step < 120; ++step) {
    const std::string id = "A-" + std::to_string(random() % 350);
    const AdvisoryName name{"osv", id};
    if (random() % 3 == 0) {
      layers = layers.with({}, std::span(&name, 1));
      known.erase(name);
    } else {
      const Advisory changed = advisory_of(id, {osv_entry("npm", "p" + std::to_string(random() % 9), "npm", {before("2." + std::to_string(random() % 50) + ".0")})});
      layers = layers.with(std::span(&changed, 1));
      known[name] = changed;
    }
    ASSERT_EQ(layers.size(), known.size());
    ASSERT_LE(layers.layers().size(), 13u);
    EXPECT_EQ(layers.find(name).has_value(), known.contains(name));
  }
  std::vector<Advisory> rest;
  for (const auto& [name, advisory] : known) rest.push_back(advisory);
  EXPECT_EQ(bytes_of(*layers.flattened()), bytes_of(*layers_of(rest).flattened()));
}

TEST(AdvisoryLayers, AValueStaysAsItWas) {
  const AdvisoryLayers before = layers_of({advisory_of("A", {osv_entry("PyPI", "p", "pypi", {{}})}), advisory_of("B", {})});
  const AdvisoryName name{"osv", "A"};
  const AdvisoryLayers after = before.with({}, std::span(&name, 1));
  EXPECT_EQ(Matcher(before).match(purl_component("pkg:pypi/p@1")).size(), 1u);
  EXPECT_EQ(Matcher(after).match(purl_component("pkg:pypi/p@1")).size(), 0u);
  EXPECT_EQ(before.size(), 2u);
  EXPECT_EQ(after.size(), 1u);
  EXPECT_FALSE(after.find(name));
}

TEST(AdvisoryLayers, KnowsWhichDistributionsAreThere) {
  const AdvisoryLayers layers = layers_of({advisory_of("A", {osv_entry("AlmaLinux:8", "p", "rpm", {{}})})});
  EXPECT_TRUE(layers.has_realm("almalinux:8"));
  EXPECT_FALSE(layers.has_realm("almalinux:9"));
  EXPECT_FALSE(AdvisoryLayers().has_realm("almalinux:8"));
}

}  // namespace
}  // namespace lp::match
