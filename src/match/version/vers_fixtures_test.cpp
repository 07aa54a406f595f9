// VERS and native ranges against the tests of the VERS specification, where a checkout has them beside it.
#include <set>

#include "base/json.h"
#include "match/version/interval_set.h"
#include "match/version/range.h"
#include "match/version/vers.h"
#include "match/version/version_testing.h"

namespace lp::match {
namespace {

struct Deviation {
  const char* scheme;
  const char* range;
  const char* ours;
  const char* reason;
};
constexpr const char* nothing = "an empty text names no versions; it is refused, not read as none or all";
constexpr const char* open = "for node-semver \">=2.2.x\" has no upper bound";
constexpr const char* partial = "for node-semver \"2.1\" stands for every 2.1.x";
constexpr const char* and_ = "for node-semver a space means \"and\"";
constexpr const char* next = "as in node-semver, the pre-releases of the next version are not in it (<2.0.0-0)";
const Deviation deviations[] = {
    {"conan", "", "refused", nothing},
    {"npm", "<= 1.0", "vers:npm/<1.1.0-0", partial},
    {"npm", "~1.6.5 || >=1.7.2", "vers:npm/>=1.6.5|<1.7.0-0|>=1.7.2", next},
    {"npm", ">= 2.2.x", "vers:npm/>=2.2.0", open},
    {"npm", "2.0.x || 2.1.x", "vers:npm/>=2.0.0|<2.1.0-0|>=2.1.0|<2.2.0-0", next},
    {"npm", "^2.0.18 || ^3.0.16 || ^3.1.6 || ^4.0.8 || ^5.0.0-beta.5", "vers:npm/>=2.0.18|<3.0.0-0|>=3.0.16|<4.0.0-0|>=4.0.8|<5.0.0-0|>=5.0.0-beta.5|<6.0.0-0", next},
    {"npm", ">=5.0.3 >=4.2.1", "vers:npm/>=5.0.3", and_},
    {"npm", ">= 1.x", "vers:npm/>=1.0.0", open},
    {"npm", "^1.1.7 || >= 2.0.1", "vers:npm/>=1.1.7|<2.0.0-0|>=2.0.1", next},
    {"npm", "~0.2.2 || >=0.3.2", "vers:npm/>=0.2.2|<0.3.0-0|>=0.3.2", next},
    {"npm", "^1.2.9", "vers:npm/>=1.2.9|<2.0.0-0", next},
    {"npm", "~3.8.2", "vers:npm/>=3.8.2|<3.9.0-0", next},
    {"npm", "2.1 || 2.6", "vers:npm/>=2.1.0|<2.2.0-0|>=2.6.0|<2.7.0-0", partial},
    {"npm", "1.1.2 1.2.2", "vers:npm/", and_},
    {"npm", "<=2.1 >=1.1", "vers:npm/>=1.1.0|<2.2.0-0", partial},
    {"npm", "^1.2.3-beta.1", "vers:npm/>=1.2.3-beta.1|<2.0.0-0", next},
    {"npm", "^0.2.1-beta", "vers:npm/>=0.2.1-beta|<0.3.0-0", next},
    {"npm", "^0.0.2-beta", "vers:npm/>=0.0.2-beta|<0.0.3-0", next},
    {"npm", "1.2.x", "vers:npm/>=1.2.0|<1.3.0-0", next},
};

const Deviation* deviation_of(std::string_view scheme, std::string_view range) {
  for (const Deviation& d : deviations) {
    if (d.scheme == scheme && d.range == range) return &d;
  }
  return nullptr;
}

class VersSpec : public testing::Test {
 protected:
  template <class Check>
  std::size_t each(std::string_view type, Check check) {
    const auto folder = shared_versions();
    if (folder.empty()) return 0;
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "vers-spec")) {
      if (!std::string(entry.path().filename()).ends_with("_test.json")) continue;
      std::ifstream in(entry.path());
      std::stringstream text;
      text << in.rdbuf();
      const auto value = parse_json(text.str());
      EXPECT_TRUE(value) << entry.path();
      if (!value) continue;
      for (const json::value& test : value->at("tests").as_array()) {
        if (std::string_view(test.at("test_type").as_string()) != type) continue;
        ++count;
        check(test.as_object());
      }
    }
    return count;
  }
  void SetUp() override {
    if (shared_versions().empty()) GTEST_SKIP() << "no shared version fixtures beside this checkout";
  }
};

std::string text_of(const json::value& value) { return std::string(value.as_string()); }

TEST_F(VersSpec, Validate) {
  const std::size_t count = each("validate", [](const json::object& test) {
    const auto vers = read_vers(text_of(test.at("input")));
    ASSERT_TRUE(vers) << to_text(test.at("input"));
    EXPECT_EQ(write_vers(*vers), text_of(test.at("expected_output")));
  });
  EXPECT_EQ(count, 19U);
}

TEST_F(VersSpec, CanonicalParse) {
  const std::size_t count = each("parse", [](const json::object& test) {
    const auto vers = read_vers(text_of(test.at("input")), VersForm::canonical);
    if (test.contains("expected_failure")) {
      ASSERT_FALSE(vers) << to_text(test.at("input"));
      EXPECT_EQ(vers.error().message, text_of(test.at("expected_message"))) << to_text(test.at("input"));
      return;
    }
    ASSERT_TRUE(vers) << to_text(test.at("input"));
    const json::object& expected = test.at("expected_output").as_object();
    EXPECT_EQ(vers->scheme, text_of(expected.at("scheme")));
    const json::array& constraints = expected.at("version_constraints").as_array();
    ASSERT_EQ(vers->constraints.size(), constraints.size());
    for (std::size_t i = 0; i < constraints.size(); ++i) {
      EXPECT_EQ(to_string(vers->constraints[i].comparator), text_of(constraints[i].at(0)));
      EXPECT_EQ(vers->constraints[i].version, text_of(constraints[i].at(1)));
    }
  });
  EXPECT_EQ(count, 12U);
}

TEST_F(VersSpec, Containment) {
  const std::size_t count = each("containment", [](const json::object& test) {
    const json::object& input = test.at("input").as_object();
    const auto range = parse_vers(text_of(input.at("vers")));
    ASSERT_TRUE(range) << to_text(input.at("vers"));
    EXPECT_EQ(contains(*range, text_of(input.at("version"))), test.at("expected_output").as_bool()) << to_text(input.at("vers"));
  });
  EXPECT_EQ(count, 11U);
}

// Equal text, or the same set of versions otherwise written ("<1|>=1.0|<2" is "<2").
bool same(const Scheme& scheme, const Result<VersionRange>& ours, const std::string& expected) {
  if (!ours) return false;
  if (to_vers(*ours) == expected) return true;
  const auto range = parse_vers(expected);
  return range && normal_form(scheme, range->intervals) == normal_form(scheme, ours->intervals);
}

TEST_F(VersSpec, FromNative) {
  std::set<const Deviation*> met;
  const std::size_t count = each("from_native", [&met](const json::object& test) {
    const json::object& input = test.at("input").as_object();
    const Scheme& scheme = scheme_named(text_of(input.at("scheme")));
    const std::string native = text_of(input.at("native_range")), expected = text_of(test.at("expected_output"));
    const auto ours = parse_native_range(scheme.id, native);
    const std::string text = ours ? to_vers(*ours) : "refused";
    const Deviation* const deviation = deviation_of(scheme.id, native);
    if (deviation == nullptr) {
      EXPECT_TRUE(same(scheme, ours, expected)) << scheme.id << " '" << native << "'\n  ours     " << text << "\n  expected " << expected;
      return;
    }
    met.insert(deviation);
    EXPECT_FALSE(same(scheme, ours, expected)) << "no deviation any more: " << native;
    EXPECT_EQ(text, deviation->ours) << native;
  });
  EXPECT_EQ(count, 737U);
  EXPECT_EQ(met.size(), std::size(deviations));
}

}  // namespace
}  // namespace lp::match
