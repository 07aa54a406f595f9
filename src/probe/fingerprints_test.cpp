#include "probe/fingerprints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/text.h"

namespace lp::probe {
namespace {

const Fingerprints& real() {
  static const Fingerprints loaded = [] {
    Diagnostics out;
    auto all = Fingerprints::load(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
    for (const Diagnostic& item : out.items()) ADD_FAILURE() << to_string(item.where) << ' ' << item.what;
    EXPECT_TRUE(all);
    return all ? *std::move(all) : Fingerprints();
  }();
  return loaded;
}

Fingerprints read(std::string_view yaml, Diagnostics& out) {
  Fingerprints prints;
  prints.read("fingerprints/x.yaml", yaml, out);
  return prints;
}

std::vector<std::string> codes(const Diagnostics& out) {
  std::vector<std::string> found;
  for (const Diagnostic& item : out.items()) found.push_back(item.code);
  return found;
}

TEST(Fingerprints, RealOnesDoWhatTheirExamplesPromise) {
  Diagnostics out;
  lint_fingerprints(real(), out);
  for (const Diagnostic& item : out.items()) ADD_FAILURE() << to_string(item.where) << ' ' << item.what;
  EXPECT_GE(real().all().size(), 150u);
}

// Each example, told alone, is identified as its own product, or as a more exact one that also fits.
TEST(Fingerprints, EveryExampleIsAmongWhatIsIdentified) {
  for (const Fingerprint& print : real().all()) {
    for (const FingerprintExample& example : print.examples) {
      const auto found = real().identify({{print.matches.front(), example.text}});
      EXPECT_FALSE(found.empty()) << print.id << ": " << example.text;
      std::set<std::string> products;
      for (const Identification& one : found) EXPECT_TRUE(products.insert(one.vendor + '/' + one.product + '/' + std::to_string(int(one.part))).second) << one.product;
    }
  }
}

TEST(Fingerprints, CpeIsWhole) {
  for (std::size_t i = 0; i < real().all().size(); ++i) {
    for (const FingerprintExample& example : real().all()[i].examples) {
      const auto one = real().try_one(i, example.text);
      if (!one || one->cpe.empty()) continue;
      std::size_t parts = 1;
      for (std::size_t at = 0; at < one->cpe.size(); ++at) parts += one->cpe[at] == ':' && one->cpe[at - 1] != '\\';
      EXPECT_EQ(parts, 13u) << one->cpe;
      EXPECT_EQ(one->cpe, to_lower_ascii(one->cpe));
    }
  }
}

constexpr const char* two = R"(
source: test
match: banner
fingerprints:
  - {id: plain, pattern: 'acme', product: acme, vendor: acme, cpe: 'cpe:2.3:a:acme:acme', examples: [acme], near_misses: [other]}
  - id: exact
    pattern: 'acme (?<version>\d+)(?<update>p\d)?(?:-(?<revision>deb\d+))?'
    rank: 40
    vendor: acme
    product: acme
    version: '{version}{update}'
    package: '{version}-{revision}'
    cpe: 'cpe:2.3:a:acme:acme:{version}:{update}'
    examples: [{text: 'acme 9p1-deb12', version: '9p1', package: '9-deb12'}]
    near_misses: [acme x]
  - {id: system, pattern: '-deb(?<version>\d+)', part: os, rank: 20, vendor: debian, product: debian_linux, cpe: 'cpe:2.3:o:debian:debian_linux:{version}.0', examples: [{text: x-deb12, version: '12'}], near_misses: [deb]}
)";

TEST(Fingerprints, OfOneProductTheOneThatTellsAVersionIsKept) {
  Diagnostics out;
  const Fingerprints prints = read(two, out);
  ASSERT_TRUE(out.items().empty()) << out.items().front().what;
  const auto found = prints.identify({{"banner", "ACME 9p1-deb12"}});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].fingerprint, "exact");  // of a lower rank, but it says more
  EXPECT_EQ(found[0].version, "9p1");
  EXPECT_EQ(found[0].package, "9-deb12");
  EXPECT_EQ(found[0].cpe, "cpe:2.3:a:acme:acme:9:p1:*:*:*:*:*:*");
  EXPECT_EQ(found[1].product, "debian_linux");
}

TEST(Fingerprints, GroupWithoutAPartIsNothing) {
  Diagnostics out;
  const Fingerprints prints = read(two, out);
  const auto found = prints.identify({{"banner", "acme 9"}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].version, "9");
  EXPECT_EQ(found[0].package, "");
  EXPECT_EQ(found[0].cpe, "cpe:2.3:a:acme:acme:9:*:*:*:*:*:*:*");
}

TEST(Fingerprints, ApplyFillsTheObservation) {
  Diagnostics out;
  const Fingerprints prints = read(two, out);
  Observation seen;
  seen.facts["banner"] = "acme 9-deb12";
  prints.apply(seen);
  EXPECT_EQ(seen.vendor, "acme");
  EXPECT_EQ(seen.product, "acme");
  EXPECT_EQ(seen.version, "9");
  EXPECT_EQ(seen.fingerprint, "exact");
  EXPECT_EQ(seen.facts["os.product"], "debian_linux");
  EXPECT_EQ(seen.facts["os.version"], "12");
  EXPECT_EQ(seen.facts["os.cpe"], "cpe:2.3:o:debian:debian_linux:12.0:*:*:*:*:*:*:*");
  EXPECT_EQ(seen.facts["package"], "9-deb12");
  EXPECT_EQ(seen.facts["also"], "debian_linux 12");
}

TEST(Fingerprints, LastResortsCountOnlyAlone) {
  Diagnostics out;
  Fingerprints prints = read(two, out);
  prints.read("fingerprints/y.yaml", R"(
source: test
fingerprints:
  - {id: any, match: banner, pattern: '^(?<name>\w+) (?<version>\d+)', rank: 5, product: '{name}', examples: [{text: a 1, version: '1'}], near_misses: [x]}
)", out);
  ASSERT_TRUE(out.items().empty()) << out.items().front().what;
  EXPECT_EQ(prints.identify({{"banner", "acme 9"}}).size(), 1u);
  const auto found = prints.identify({{"banner", "other 9-deb12"}});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].product, "debian_linux");
  EXPECT_EQ(found[1].product, "other");
}

TEST(Fingerprints, UnknownAnswerIsLeftAsItWas) {
  Observation seen;
  seen.facts["banner"] = "no such daemon";
  seen.product = "told before";
  real().apply(seen);
  EXPECT_EQ(seen.product, "told before");
  EXPECT_TRUE(seen.fingerprint.empty());
}

TEST(Fingerprints, OpenSshOfDebian) {
  Observation seen;
  seen.facts["ssh.software"] = "OpenSSH_9.2p1 Debian-2+deb12u3";
  real().apply(seen);
  EXPECT_EQ(seen.product, "openssh");
  EXPECT_EQ(seen.version, "9.2p1");
  EXPECT_EQ(seen.cpe, "cpe:2.3:a:openbsd:openssh:9.2:p1:*:*:*:*:*:*");
  EXPECT_EQ(seen.facts["package"], "9.2p1-2+deb12u3");
  EXPECT_EQ(seen.facts["os.product"], "debian_linux");
  EXPECT_EQ(seen.facts["os.version"], "12");
}

TEST(Fingerprints, ApplicationComesBeforeTheServerItRunsOn) {
  Observation seen;
  seen.facts = {{"http.server", "nginx/1.22.1"}, {"http.title", "通达OA网络智能办公系统"}};
  real().apply(seen);
  EXPECT_EQ(seen.product, "office_anywhere");
  EXPECT_EQ(seen.facts["also"], "nginx 1.22.1");
}

TEST(Fingerprints, UnusualCharactersAreEscapedInCpe) {
  Diagnostics out;
  const Fingerprints prints = read(R"(
source: test
fingerprints:
  - {id: a, match: banner, pattern: 'v=(?<version>.*)', product: p, cpe: 'cpe:2.3:a:v:p:{version}', examples: [{text: 'v=1', version: '1'}], near_misses: [w]}
)", out);
  const auto found = prints.identify({{"banner", "v=1:2*3 \\X~"}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].cpe, "cpe:2.3:a:v:p:1\\:2\\*3\\ \\\\x\\~:*:*:*:*:*:*:*");
}

struct Bad {
  const char* entry;
  const char* code;
};
class BadEntry : public testing::TestWithParam<Bad> {};

TEST_P(BadEntry, IsReportedAndLeftOut) {
  Diagnostics out;
  const Fingerprints prints = read(std::string("source: test\nfingerprints:\n  - ") + GetParam().entry + "\n", out);
  EXPECT_TRUE(prints.all().empty());
  EXPECT_THAT(codes(out), testing::Contains(std::string(GetParam().code)));
  for (const Diagnostic& item : out.items()) EXPECT_GT(item.where.line, 0) << item.what;
}

INSTANTIATE_TEST_SUITE_P(All, BadEntry, testing::Values(
    Bad{"{id: a, match: banner, pattern: '(', product: p, examples: [x], near_misses: [y]}", "bad_pattern"},
    Bad{"{id: a, match: banner, pattern: 'x', product: p, version: '{v}', examples: [x], near_misses: [y]}", "unknown_group"},
    Bad{"{id: a, match: banner, pattern: 'x', product: p, near_misses: [y]}", "missing_key"},
    Bad{"{id: a, match: banner, pattern: 'x', product: p, examples: [x]}", "missing_key"},
    Bad{"{id: a, pattern: 'x', product: p, examples: [x], near_misses: [y]}", "missing_key"},
    Bad{"{id: a, match: baner, pattern: 'x', product: p, examples: [x], near_misses: [y]}", "unknown_word"},
    Bad{"{id: a, match: banner, pattern: 'x', product: p, examples: [x], near_misses: [y], colour: red}", "unknown_key"}));

TEST(Fingerprints, TwoOfOneNameAreReported) {
  Diagnostics out;
  Fingerprints prints = read(two, out);
  prints.read("fingerprints/y.yaml", two, out);
  EXPECT_EQ(prints.all().size(), 3u);
  EXPECT_THAT(codes(out), testing::ElementsAre("duplicate_name", "duplicate_name", "duplicate_name"));
}

TEST(Fingerprints, LintTellsWhatDiffers) {
  Diagnostics out;
  const Fingerprints prints = read(R"(
source: test
match: banner
fingerprints:
  - {id: a, pattern: 'acme (?<version>.)', product: p, examples: [nothing], near_misses: [acme 1]}
  - {id: b, pattern: 'acme (?<version>.)', product: p, examples: [{text: acme 1, version: '2'}], near_misses: [x]}
  - {id: c, pattern: 'acme (?<version>.)', product: p, cpe: 'cpe:2.3:a:p:p', examples: [{text: acme 1, version: '1', cpe: 'cpe:2.3:a:x:x'}], near_misses: [x]}
)", out);
  ASSERT_TRUE(out.items().empty());
  lint_fingerprints(prints, out);
  EXPECT_THAT(codes(out), testing::ElementsAre("example_differs", "near_miss_matches", "example_differs", "example_differs"));
}

TEST(Fingerprints, MissingFolderIsNotFound) {
  Diagnostics out;
  const auto loaded = Fingerprints::load("/nonexistent", out);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, Errc::not_found);
}

}  // namespace
}  // namespace lp::probe
