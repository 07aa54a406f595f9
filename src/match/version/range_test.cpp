// Ranges in VERS and in native notations, and what is in them.
#include "match/version/range.h"

#include "match/version/vers.h"
#include "match/version/version_testing.h"

namespace lp::match {
namespace {

struct Native {
  const char* text;
  const char* vers;  // what it means; "!" = refused
};

void expect_native(std::string_view scheme, const std::vector<Native>& cases) {
  for (const Native& c : cases) {
    const auto range = parse_native_range(scheme, c.text);
    if (!range) {
      EXPECT_EQ(range.error().code, Errc::invalid);
      EXPECT_STREQ("!", c.vers) << scheme << " '" << c.text << "': " << range.error().message;
      continue;
    }
    EXPECT_EQ(to_vers(*range), "vers:" + std::string(scheme) + "/" + c.vers) << scheme << " '" << c.text << "'";
  }
}

TEST(NativeRanges, Npm) {
  expect_native("npm", {{"1.2.3", "1.2.3"},
                        {"=v1.2.3", "1.2.3"},
                        {"*", "*"},
                        {"", "*"},
                        {"x", "*"},
                        {"1", ">=1.0.0|<2.0.0-0"},
                        {"1.x", ">=1.0.0|<2.0.0-0"},
                        {"1.2.*", ">=1.2.0|<1.3.0-0"},
                        {"^1.2.3", ">=1.2.3|<2.0.0-0"},
                        {"^0.2.3", ">=0.2.3|<0.3.0-0"},
                        {"^0.0.3", ">=0.0.3|<0.0.4-0"},
                        {"^0.0", ">=0.0.0|<0.1.0-0"},
                        {"^0.x", ">=0.0.0|<1.0.0-0"},
                        {"^1.x", ">=1.0.0|<2.0.0-0"},
                        {"^0.0.0", ">=0.0.0|<0.0.1-0"},
                        {"~1.2.3", ">=1.2.3|<1.3.0-0"},
                        {"~>1.2", ">=1.2.0|<1.3.0-0"},
                        {"~1", ">=1.0.0|<2.0.0-0"},
                        {"1.2.3 - 2.3.4", ">=1.2.3|<=2.3.4"},
                        {"1.2 - 2.3", ">=1.2.0|<2.4.0-0"},
                        {"* - 2", "<3.0.0-0"},
                        {">1.2", ">=1.3.0"},
                        {">1", ">=2.0.0"},
                        {"<=1.2", "<1.3.0-0"},
                        {"<1.2", "<1.2.0"},
                        {">=*", "*"},
                        {"<*", ""},
                        {">= 1.0.0, < 2.0.0", ">=1.0.0|<2.0.0"},
                        {">=1.0.0 <1.5.0 || >=2.0.0 <2.5.0", ">=1.0.0|<1.5.0|>=2.0.0|<2.5.0"},
                        {"<1.5.0 || >=1.0.0 <2", "<2.0.0"},
                        {"^9", ">=9.0.0|<10.0.0-0"},
                        {"^999999999999999999999.0.0", ">=999999999999999999999.0.0|<1000000000000000000000.0.0-0"},
                        {"1.2.3-beta.1+build", "1.2.3-beta.1"},
                        {"!=1.0.0", "!"},
                        {"latest", "!"},
                        {"1.2.3.4", "!"},
                        {">=", "!"},
                        {"^", "!"},
                        {"1.0.0,", "!"},
                        {"1 |", "!"},
                        {"1 | 2", "!"},
                        {"https://example.org/x.tgz", "!"},
                        {"1..2", "!"},
                        {"1.", "!"},
                        {"1.x.3", "!"}});
}

TEST(NativeRanges, Cargo) {
  expect_native("cargo", {{"1.2.3", ">=1.2.3|<2.0.0-0"},
                          {"0.3", ">=0.3.0|<0.4.0-0"},
                          {"^0.3", ">=0.3.0|<0.4.0-0"},
                          {"~1.2.3", ">=1.2.3|<1.3.0-0"},
                          {"=1.2.3", "1.2.3"},
                          {"=1.2", ">=1.2.0|<1.3.0-0"},
                          {"1.*", ">=1.0.0|<2.0.0-0"},
                          {"*", "*"},
                          {">=1.2, <1.5", ">=1.2.0|<1.5.0"},
                          {">= 0.6.1, < 0.7", ">=0.6.1|<0.7.0"},
                          {"", "!"},
                          {"1 || 2", "!"},
                          {"1,", "!"},
                          {"!=1", "!"}});
}

TEST(NativeRanges, Pypi) {
  expect_native("pypi", {{">=1.0,<2.0", ">=1.0|<2.0"},
                         {"==1.0", "1.0"},
                         {"===1.0", "1.0"},
                         {"!=1.5", "!=1.5"},
                         {">=1,!=1.5,<2", ">=1|!=1.5|<2"},
                         {"~=1.4.5", ">=1.4.5|<1.5.dev0"},
                         {"~=1.4", ">=1.4|<2.dev0"},
                         {"~= 2.2.post3", ">=2.2.post3|<3.dev0"},
                         {"~=1.4.5a4", ">=1.4.5a4|<1.5.dev0"},
                         {"==1.4.*", ">=1.4.dev0|<1.5.dev0"},
                         {"!=1.4.*", "<1.4.dev0|>=1.5.dev0"},
                         {"==1!2.*", ">=1%212.dev0|<1%213.dev0"},
                         {"==9.*", ">=9.dev0|<10.dev0"},
                         {"<1,>2", ""},
                         {">=1.0,", ">=1.0"},
                         {"~=1", "!"},
                         {">1.*", "!"},
                         {"1.0", "!"},
                         {"<=2.6.0-NA", "!"},
                         {"", "!"},
                         {">=1 <2", "!"}});
}

TEST(NativeRanges, Gem) {
  expect_native("gem", {{"~> 1.2", ">=1.2|<2"},
                        {"~> 1.2.3", ">=1.2.3|<1.3"},
                        {"~> 1", ">=1|<2"},
                        {"~> 1.9.9", ">=1.9.9|<1.10"},
                        {"~> 2.0.a", ">=2.0.a|<3"},
                        {"~> 1n2", ">=1n2|<2"},
                        {">= 1.0, != 1.5, < 2", ">=1.0|!=1.5|<2"},
                        {"1.0", "1.0"},
                        {"= 1.0", "1.0"},
                        {"~> 1.0 || >= 3", ">=1.0|<2|>=3"},
                        {"~>", "!"},
                        {"", "!"},
                        {"a", "!"}});
}

TEST(NativeRanges, Composer) {
  expect_native("composer", {{"^1.2 | ^2", ">=1.2|<2-dev|>=2|<3-dev"},
                             {"^1.2.3", ">=1.2.3|<2-dev"},
                             {"^0.3.1", ">=0.3.1|<0.4-dev"},
                             {"~1.2", ">=1.2|<2-dev"},
                             {"~1.2.3", ">=1.2.3|<1.3-dev"},
                             {"1.2.*", ">=1.2|<1.3-dev"},
                             {"*", "*"},
                             {"1.0 - 2.0", ">=1.0|<2.1-dev"},
                             {"1.0.0 - 2.1.0", ">=1.0.0|<=2.1.0"},
                             {">=1.0,<2.0", ">=1.0|<2.0"},
                             {">=1.0 <2.0 || 3.0.0", ">=1.0|<2.0|3.0.0"},
                             {">=1.0@dev", ">=1.0"},
                             {"!=1.5.0", "!=1.5.0"},
                             {"v1.0.0-RC1", "v1.0.0-RC1"},
                             {"dev-main", "dev-main"},
                             {">=", "!"},
                             {"^*", "!"},
                             {"1.0,", "!"},
                             {"", "!"}});
}

TEST(NativeRanges, Conan) {
  expect_native("conan", {{"[>=1.0 <2.0]", ">=1.0|<2.0"},
                          {"[^1.2.3]", ">=1.2.3|<2-"},
                          {"~1.2 || 3.0", ">=1.2|<1.3-|3.0"},
                          {"[*, include_prerelease]", ">=0.0.0"},
                          {"^0.0.1", ">=0.0.1|<0.0.2-"},
                          {"[>=1.0", "!"},
                          {"^a", "!"},
                          {"1.0, whatever", "!"},
                          {"", "!"}});
}

TEST(NativeRanges, Brackets) {
  expect_native("maven", {{"[1.0,2.0)", ">=1.0|<2.0"},
                          {"(,1.0]", "<=1.0"},
                          {"(,1.0)", "<1.0"},
                          {"[1.0]", "1.0"},
                          {"[1.0,)", ">=1.0"},
                          {"(1.0,)", ">1.0"},
                          {"(,)", "*"},
                          {"(,1.0],[1.2,)", "<=1.0|>=1.2"},
                          {"[1.0,2.0),(2.0,3.0]", ">=1.0|!=2.0|<=3.0"},
                          {"< 2.0", "<2.0"},
                          {">= 1.0, < 2.0", ">=1.0|<2.0"},
                          {"1.0", "!"},
                          {"(1.0]", "!"},
                          {"[1.0", "!"},
                          {"[1.0,2.0),", "!"},
                          {"[1.0,2.0) x", "!"},
                          {"", "!"}});
  expect_native("nuget", {{"1.0", ">=1.0"},
                          {"[1.0]", "1.0"},
                          {"[1.0, 2.0)", ">=1.0|<2.0"},
                          {"(,1.0]", "<=1.0"},
                          {">= 1.0, < 1.4.2", ">=1.0|<1.4.2"},
                          {"1.*", "!"},
                          {"[]", "!"},
                          {"", "!"}});
}

TEST(NativeRanges, NginxAndOpenssl) {
  expect_native("nginx", {{"1.5.0+", ">=1.5.0"},
                          {"1.4.1+", ">=1.4.1|<1.5.0"},
                          {"0.6.18-1.20.0", ">=0.6.18|<=1.20.0"},
                          {"0.6.18-1.20.0, 1.21.6", ">=0.6.18|<=1.20.0|1.21.6"},
                          {"all", "*"},
                          {"none", ""},
                          {"< 1.20", "<1.20"},
                          {"1.x", "!"},
                          {"", "!"}});
  expect_native("openssl", {{"3.0.0, 1.0.1b", "1.0.1b|3.0.0"}, {">= 1.1.1, < 1.1.1l", ">=1.1.1|<1.1.1l"}, {"", "!"}, {"3.0.0,", "!"}});
}

TEST(NativeRanges, Comparisons) {
  expect_native("deb", {{"<< 1:1.0-1", "<1:1.0-1"},
                        {">= 1.0, << 2.0", ">=1.0|<2.0"},
                        {"< 1.0~rc1", "<1.0~rc1"},
                        {"1.0-1", "1.0-1"},
                        {"*", "*"},
                        {"< 1 || = 2", "<1|2"},
                        {"!= 1", "!=1"},
                        {"", "!"},
                        {"<", "!"},
                        {">= 1,", "!"},
                        {">= 1 |", "!"},
                        {"1 || ", "!"}});
  expect_native("rpm", {{">= 0:1.2-3.el8 && < 2", ">=0:1.2-3.el8|<2"}});
  expect_native("apk", {{"<1.2.3-r4", "<1.2.3-r4"}, {">1_alpha<=2", ">1_alpha|<=2"}});
  expect_native("golang", {{">= 1.2.0, < 1.3.0", ">=1.2.0|<1.3.0"}, {"< v0.0.0-20200101000000-abcdefabcdef", "<v0.0.0-20200101000000-abcdefabcdef"}});
  expect_native("generic", {{">=1.2 <1.4", ">=1.2|<1.4"}, {"latest", "!"}});
  EXPECT_FALSE(parse_native_range("nonsense", "1"));
  EXPECT_EQ(parse_native_range("deb", std::string(20'000, ' ') + "1").error().code, Errc::too_large);
}

TEST(NativeRanges, ErrorsNameThePlace) {
  const auto range = parse_native_range("deb", ">= 1.0, < (2)x\x01");
  ASSERT_FALSE(range);
  EXPECT_EQ(range.error().message, "no Debian version at character 11 of the range \">= 1.0, < (2)x\x01\"");
}

TEST(Vers, ReadsAndWrites) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"vers:npm/1.2.3|>=2.0.0|<5.0.0", "vers:npm/1.2.3|>=2.0.0|<5.0.0"},
      {"vers:npm/ <5.0.0 | >=2.0.0 | 1.2.3 ", "vers:npm/1.2.3|>=2.0.0|<5.0.0"},
      {"VERS:NPM/<1.0.0", "vers:npm/<1.0.0"},
      {"vers:pypi/*", "vers:pypi/*"},
      {"vers:pypi/!=1.5", "vers:pypi/!=1.5"},
      {"vers:pypi/>=1|!=1.5|!=1.6|<=2", "vers:pypi/>=1|!=1.5|!=1.6|<=2"},
      {"vers:pypi/>=1|!=1|<=2", "vers:pypi/>1|<=2"},
      {"vers:pypi/<1|<2", "vers:pypi/<2"},
      {"vers:pypi/>1|>2", "vers:pypi/>1"},
      {"vers:pypi/>0|1|<2|3|<4", "vers:pypi/>0|<4"},
      {"vers:pypi/>=1.0|<1.0.0", "vers:pypi/"},
      {"vers:deb/1:1.0-1", "vers:deb/1:1.0-1"},
      {"vers:deb/1.0%2B1", "vers:deb/1.0%2B1"},
      {"vers:npm/1.0%252F0", "vers:npm/1.0%252F0"},
      {"vers:unknown/>=b|<a|c", "vers:unknown/>=b|<a|c"},
      {"vers:pypi/<=2.6.0-NA", "vers:pypi/<=2.6.0-NA"},
  };
  for (const auto& [text, canonical] : cases) {
    const auto range = parse_vers(text);
    ASSERT_TRUE(range) << text << ": " << range.error().message;
    EXPECT_EQ(to_vers(*range), canonical) << text;
  }
  for (const char* text : {"", "npm/1", "vers:npm", "vers:/1", "vers:npm/", "vers:npm/|", "vers:npm/>=", "vers:npm/1|*", "vers:npm/>=<1", "vers:npm/1%2",
                           "vers:npm/1%zz", "vers:n m|/1", "vers:npm/="}) {
    EXPECT_FALSE(parse_vers(text)) << text;
  }
}

TEST(Vers, CanonicalFormIsTheOnlyOneOnDemand) {
  for (const char* text : {"vers:npm/>=1.0.0|<2.0.0", "vers:datetime/2024-01-01T00:00:00Z", "vers:deb/1.0%2B1", "vers:npm/*"}) {
    const auto vers = read_vers(text, VersForm::canonical);
    ASSERT_TRUE(vers) << text;
    EXPECT_EQ(write_vers(*vers), text);
  }
  for (const char* text : {"vers:npm/=1.0.0", "vers:npm/<2.0.0|>=1.0.0", "vers:npm/%31.0.0", "vers:deb/1.0%2b1", "vers:deb/1.0+1", "vers:NPM/1.0.0",
                           "vers:npm/1.0.0 "}) {
    EXPECT_FALSE(read_vers(text, VersForm::canonical)) << text;
    EXPECT_TRUE(read_vers(text)) << text;
  }
}

TEST(Ranges, Contains) {
  const auto in = [](const char* vers, const char* version) {
    const auto range = parse_vers(vers);
    EXPECT_TRUE(range) << vers;
    return range ? contains(*range, version) : std::nullopt;
  };
  EXPECT_EQ(in("vers:npm/>=1.0.0|<2.0.0", "1.0.0"), true);
  EXPECT_EQ(in("vers:npm/>=1.0.0|<2.0.0", "2.0.0"), false);
  EXPECT_EQ(in("vers:npm/>=1.0.0|<2.0.0", "2.0.0-rc.1"), true);
  EXPECT_EQ(in("vers:npm/>=1.0.0|<2.0.0", "latest"), std::nullopt);
  EXPECT_EQ(in("vers:npm/*", "latest"), true);
  EXPECT_EQ(in("vers:pypi/<2", "1.0.post1"), true);
  EXPECT_EQ(in("vers:pypi/<=1.0", "1.0.0"), true);
  EXPECT_EQ(in("vers:pypi/>1|!=1.5", "1.5.0"), false);
  EXPECT_EQ(in("vers:pypi/<=2.6.0-NA", "1.13.1"), std::nullopt);
  EXPECT_EQ(in("vers:pypi/1.0|<=2.6.0-NA", "1.0"), true);
  EXPECT_EQ(in("vers:pypi/1.0|<=2.6.0-NA", "1.1"), std::nullopt) << "a bound that cannot be read: no claim";
  EXPECT_EQ(in("vers:pypi/2.6.0-NA", "2.6.0-NA"), true);
  EXPECT_EQ(in("vers:unknown/1.0", "1.0"), true);
  EXPECT_EQ(in("vers:unknown/1.0", "1.1"), false);
  EXPECT_EQ(in("vers:unknown/<1.0", "0.9"), std::nullopt);
}

// "Introduced: 0" is no bound at all.
TEST(Ranges, NothingIsBeforeEverything) {
  const VersionRange open{"golang", {{std::nullopt, "1.0.0", true, false}}};
  const VersionRange zero{"golang", {{"0", "1.0.0", true, false}}};
  EXPECT_EQ(contains(open, "v0.0.0-20200101000000-abcdefabcdef"), true);
  EXPECT_EQ(contains(zero, "v0.0.0-20200101000000-abcdefabcdef"), false);
}

}  // namespace
}  // namespace lp::match
