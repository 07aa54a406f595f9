// Version order against the fixtures of two independent projects, where a checkout has them beside it: every comparison is equal,
// or is written here with its reason. docs/match-versions.md publishes the same list.
#include <algorithm>
#include <regex>
#include <set>

#include "base/json.h"
#include "match/version/version_testing.h"

namespace lp::match {
namespace {

struct Deviation {
  const char* scheme;
  const char* comparison;
  const char* reason;
};
constexpr const char* maven_reason =
    "ComparableVersion is no order here: 1.foo < 1-alpha < 1 < 1.foo; what is below the release stays below it";
constexpr const char* composer_reason = "Composer reads words whatever their case, PHP's version_compare alone does not";
const Deviation deviations[] = {
    {"maven", "1.0.0-gradle-rework-beta3 < 1.0.0.RC7-3", maven_reason},
    {"maven", "2.9.0-1 < 2.9.0.RC1", maven_reason},
    {"maven", "1.1.0-01-glassfish < 1.1.0.Beta1", maven_reason},
    {"composer", "v1.9.0-ALPHA.1 = v1.9.0-BETA.1", composer_reason},
    {"composer", "v1.9.0-BETA.1 < v1.9.0-ALPHA.2", composer_reason},
    {"composer", "v1.9.0-ALPHA.2 = v1.9.0-BETA.2", composer_reason},
    {"composer", "5.1.0-stable < 5.1.0-beta2", "Composer drops \"stable\""},
    {"composer", "1.2.3.# = 1.2.3.1", "no order: 1.2.3.# = 1.2.3 as well, and 1.2.3 < 1.2.3.1"},
};
// Of PyPI the fixtures compare 80 pairs of which PEP 440 knows one or none ("0.9-doduo", "2013-01-21T20:33:09+0100").
constexpr std::size_t pairs_beside_pep_440 = 80;

const Deviation* deviation_of(std::string_view scheme, const std::string& comparison) {
  for (const Deviation& d : deviations) {
    if (d.scheme == scheme && d.comparison == comparison) return &d;
  }
  return nullptr;
}

// The pattern of PEP 440, appendix B.
bool is_pep_440(const std::string& version) {
  static const std::regex pattern(
      R"(v?(?:(?:[0-9]+)!)?[0-9]+(?:\.[0-9]+)*(?:[-_\.]?(?:a|b|c|rc|alpha|beta|pre|preview)[-_\.]?(?:[0-9]+)?)?)"
      R"((?:(?:-(?:[0-9]+))|(?:[-_\.]?(?:post|rev|r)[-_\.]?(?:[0-9]+)?))?(?:[-_\.]?dev[-_\.]?(?:[0-9]+)?)?)"
      R"((?:\+[a-z0-9]+(?:[-_\.][a-z0-9]+)*)?)",
      std::regex::icase | std::regex::optimize);
  return std::regex_match(version, pattern);
}

struct Fixture {
  const char* scheme;
  const char* name;
  std::size_t comparisons;
};
constexpr Fixture fixtures[] = {
    {"apk", "alpine-versions.txt", 778},       {"apk", "alpine-versions-generated.txt", 13979},
    {"cran", "cran-versions.txt", 21},         {"cran", "cran-versions-generated.txt", 57},
    {"deb", "debian-versions.txt", 30},        {"deb", "debian-versions-generated.txt", 14442},
    {"hackage", "hackage-versions.txt", 11},   {"maven", "maven-versions.txt", 102},
    {"nuget", "nuget-versions.txt", 35},       {"maven", "maven-versions-generated.txt", 14752},
    {"composer", "packagist-versions.txt", 95}, {"composer", "packagist-versions-generated.txt", 10630},
    {"pub", "pub-versions.txt", 100},          {"pypi", "pypi-versions.txt", 37},
    {"rpm", "redhat-versions.txt", 165},       {"pypi", "pypi-versions-generated.txt", 12375},
    {"gem", "rubygems-versions.txt", 25},      {"gem", "rubygems-versions-generated.txt", 4098},
    {"semver", "semver-versions.txt", 86},     {"npm", "semver-versions.txt", 86},
    {"cargo", "semver-versions.txt", 86},      {"golang", "semver-versions.txt", 86},
};

// Under a sanitizer every seventh, since the whole takes long there.
constexpr std::size_t step = sanitized ? 7 : 1;

TEST(Fixtures, OsvScalibr) {
  const auto folder = shared_versions();
  if (folder.empty()) GTEST_SKIP() << "no shared version fixtures beside this checkout";
  std::size_t beside_pep_440 = 0, met = 0;
  for (const Fixture& fixture : fixtures) {
    const Scheme& scheme = scheme_named(fixture.scheme);
    std::ifstream file(folder / "osv-scalibr-semantic" / fixture.name);
    const std::vector<Comparison> all = read_comparisons(file);
    EXPECT_EQ(all.size(), fixture.comparisons) << fixture.name;
    const std::size_t stride = all.size() > 1000 ? step : 1;
    for (std::size_t i = 0; i < all.size(); i += stride) {
      const Comparison& c = all[i];
      const char order = order_of(scheme, c.left, c.right);
      if (scheme.id == "pypi" && order == '!') {
        ++beside_pep_440;
        EXPECT_FALSE(is_pep_440(c.left) && is_pep_440(c.right)) << c.text();
      } else if (deviation_of(scheme.id, c.text()) != nullptr) {
        ++met;
        EXPECT_NE(order, c.order) << "no deviation any more: " << c.text();
      } else {
        EXPECT_EQ(order, c.order) << fixture.name << ": " << c.text();
        EXPECT_EQ(order_of(scheme, c.right, c.left), order == '<' ? '>' : order == '>' ? '<' : order) << c.text();
      }
    }
  }
  if (step != 1) {
    std::cout << "sampled: every " << step << "th comparison of the long fixtures\n";
    return;
  }
  EXPECT_EQ(beside_pep_440, pairs_beside_pep_440);
  EXPECT_EQ(met, std::size(deviations));
}

json::array tests_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  auto value = parse_json(text.str());
  EXPECT_TRUE(value) << file;
  const json::array* tests = value && value->is_object() ? find_array(value->as_object(), "tests") : nullptr;
  return tests == nullptr ? json::array{} : *tests;
}

std::vector<std::string> texts_of(const json::value& list) {
  std::vector<std::string> texts;
  for (const json::value& text : list.as_array()) texts.emplace_back(text.as_string());
  return texts;
}

TEST(Fixtures, VersSpecOrder) {
  const auto folder = shared_versions();
  if (folder.empty()) GTEST_SKIP() << "no shared version fixtures beside this checkout";
  std::size_t comparisons = 0, equalities = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "vers-spec")) {
    const std::string name = entry.path().filename();
    if (!name.ends_with("_cmp_test.json") && name != "lexicographic-test.json") continue;
    for (const json::value& test : tests_of(entry.path())) {
      const json::object& input = test.at("input").as_object();
      const Scheme& scheme = scheme_named(input.at("input_scheme").as_string());
      const std::vector<std::string> versions = texts_of(input.at("versions"));
      if (test.at("test_type") == "equality") {
        ++equalities;
        EXPECT_EQ(order_of(scheme, versions.at(0), versions.at(1)) == '=', test.at("expected_output").as_bool())
            << scheme.id << ": " << versions[0] << " = " << versions[1];
        continue;
      }
      ++comparisons;
      const std::vector<std::string> expected = texts_of(test.at("expected_output"));
      for (std::size_t i = 1; i < expected.size(); ++i) {
        const char wanted = expected[i - 1] == expected[i] ? '=' : '<';
        EXPECT_EQ(order_of(scheme, expected[i - 1], expected[i]), wanted) << scheme.id << ": " << expected[i - 1] << " " << expected[i];
      }
    }
  }
  EXPECT_EQ(comparisons, 1761U);
  EXPECT_EQ(equalities, 161U);
}

}  // namespace
}  // namespace lp::match
