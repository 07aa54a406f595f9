#include "match/cpe.h"

#include <gtest/gtest.h>

#include "match/inventory/inventory_testing.h"

namespace lp::match {
namespace {

Cpe cpe_of(std::string_view text) {
  auto cpe = parse_cpe(text);
  if (!cpe) ADD_FAILURE() << cpe.error().message;
  return cpe ? *std::move(cpe) : Cpe{};
}

TEST(Cpe, BothNotationsAreOne) {
  struct Case { std::string_view text, formatted, uri; };
  const Case all[] = {
      {"cpe:/a:nginx:nginx:1.18.0", "cpe:2.3:a:nginx:nginx:1.18.0:*:*:*:*:*:*:*", "cpe:/a:nginx:nginx:1.18.0"},
      {"CPE:2.3:A:NGINX:nginx:1.18.0:*:*:*:*:*:*:*", "cpe:2.3:a:nginx:nginx:1.18.0:*:*:*:*:*:*:*", "cpe:/a:nginx:nginx:1.18.0"},
      {"cpe:/a:10web:photo_gallery:::~~~wordpress~~", "cpe:2.3:a:10web:photo_gallery:*:*:*:*:*:wordpress:*:*", "cpe:/a:10web:photo_gallery:::~~~wordpress~~"},
      {"cpe:/a:1c:1c%3aenterprise", "cpe:2.3:a:1c:1c\\:enterprise:*:*:*:*:*:*:*:*", "cpe:/a:1c:1c%3aenterprise"},
      {"cpe:2.3:a:x:a\\:b\\\\c:1.0:-:*:*:*:*:*:*", "cpe:2.3:a:x:a\\:b\\\\c:1.0:-:*:*:*:*:*:*", "cpe:/a:x:a%3ab%5cc:1.0:-"},
      {"cpe:2.3:a:x:y:\\-:*:*:*:*:*:*:*", "cpe:2.3:a:x:y:\\-:*:*:*:*:*:*:*", "cpe:/a:x:y:%2d"},
      {"cpe:2.3:a:x:y\\*:\\?:*:*:*:*:*:*:*", "cpe:2.3:a:x:y\\*:\\?:*:*:*:*:*:*:*", "cpe:/a:x:y%2a:%3f"},
      {"cpe:2.3:a:x:*y??:1.*:*:*:*:*:*:*:*", "cpe:2.3:a:x:*y??:1.*:*:*:*:*:*:*:*", "cpe:/a:x:%02y%01%01:1.%02"},
      {"cpe:2.3:o:huawei:ar2220", "cpe:2.3:o:huawei:ar2220:*:*:*:*:*:*:*:*", "cpe:/o:huawei:ar2220"},
      {"cpe:2.3:h:a:b:::::::", "cpe:2.3:h:a:b:*:*:*:*:*:*:*:*", "cpe:/h:a:b"},
      {"cpe:/", "cpe:2.3:*:*:*:*:*:*:*:*:*:*:*", "cpe:/"},
      {"cpe:/a:x:y:1:u1:~e~s~t~h~o:zh", "cpe:2.3:a:x:y:1:u1:e:zh:s:t:h:o", "cpe:/a:x:y:1:u1:~e~s~t~h~o:zh"},
  };
  for (const Case& c : all) {
    const Cpe cpe = cpe_of(c.text);
    EXPECT_EQ(to_string(cpe), c.formatted) << c.text;
    EXPECT_EQ(to_uri(cpe), c.uri) << c.text;
    EXPECT_EQ(cpe_of(c.formatted), cpe) << c.text;
    EXPECT_EQ(cpe_of(c.uri), cpe) << c.text;
  }
}

TEST(Cpe, Refused) {
  for (const std::string_view text : {"", "cpe:", "cpe:2.3:", "cpe:2.3:a:x", "cpe:2.3:x:a:b:1:*:*:*:*:*:*:*", "cpe:2.3:a::b:1:*:*:*:*:*:*:*", "cpe:2.3:a:b:c:*:*:*:*:*:*:*:*:*", "cpe:2.3:a:b:c*d:1:*:*:*:*:*:*:*",
                                      "cpe:/q:a", "cpe:/a:b:c:d:e:f:g:h", "cpe:/a:b:c:::~1~2~3~4~5~6", "cpe:/a:b%00c", "nginx"})
    EXPECT_FALSE(parse_cpe(text)) << text;
}

// Table 6-2 of NISTIR 7696, and its strings with wildcards.
TEST(Cpe, AttributeRelations) {
  using enum CpeRelation;
  struct Case { std::string_view source, target; CpeRelation expected; };
  const Case all[] = {
      {"*", "*", equal}, {"*", "-", superset}, {"*", "i", superset}, {"*", "m*", undefined},
      {"-", "*", subset}, {"-", "-", equal}, {"-", "i", disjoint}, {"-", "m*", undefined},
      {"i", "i", equal}, {"i", "k", disjoint}, {"i", "m*", undefined}, {"i", "-", disjoint}, {"i", "*", subset},
      {"m*", "*", subset}, {"m*", "-", disjoint}, {"m*", "m*", undefined}, {"m*", "m1", superset}, {"m*", "m", superset}, {"m*", "n", disjoint},
      {"m?", "m", superset}, {"m?", "m1", superset}, {"m?", "m12", disjoint}, {"m??", "m12", superset},
      {"*m", "xm", superset}, {"*m", "xmy", disjoint}, {"*m*", "xmy", superset}, {"?m*", "xym", disjoint}, {"?m*", "xmm", superset},
      {"*aa", "aaa", superset}, {"??", "ab", superset}, {"??", "abc", disjoint}, {"\\*", "\\*", equal}, {"\\*", "x", disjoint}, {"\\-", "-", disjoint}, {"?", "\\*", superset},
      {"a\\*?", "a\\*", superset}, {"*\\?", "x\\?", superset}, {"*\\?", "x", disjoint},
  };
  for (const Case& c : all) EXPECT_EQ(compare_attribute(c.source, c.target), c.expected) << c.source << " : " << c.target;
}

TEST(Cpe, NamesMatch) {
  const auto match = [](std::string_view source, std::string_view target) { return names_match(cpe_of(source), cpe_of(target)); };
  EXPECT_TRUE(match("cpe:2.3:a:v:p:1:*:*:*:*:*:*:*", "cpe:2.3:a:v:p:2:sp1:*:*:*:*:*:*")) << "ranges decide the version";
  EXPECT_FALSE(match("cpe:2.3:a:v:p:*:sp1:*:*:*:*:*:*", "cpe:2.3:a:v:p:2:*:*:*:*:*:*:*")) << "an unknown update is not that update";
  EXPECT_FALSE(match("cpe:2.3:a:v:p:*:-:*:*:*:*:*:*", "cpe:2.3:a:v:p:2:sp1:*:*:*:*:*:*"));
  EXPECT_FALSE(match("cpe:2.3:a:v:p:*:*:*:*:*:wordpress:*:*", "cpe:2.3:a:v:p:2:*:*:*:*:joomla:*:*"));
  EXPECT_FALSE(match("cpe:2.3:h:intel:cpu:*:*:*:*:*:*:*:*", "cpe:2.3:*:*:xrandr:1:*:*:*:*:*:*:*")) << "a name that names nothing is no match";
  EXPECT_FALSE(match("cpe:2.3:a:v:p:*:*:*:*:*:*:*:*", "cpe:2.3:a:v:p*:2:*:*:*:*:*:*:*")) << "undefined is no match";
  EXPECT_FALSE(match("cpe:2.3:a:v:p:*:*:*:*:*:*:*:*", "cpe:2.3:o:v:p:2:*:*:*:*:*:*:*"));
}

TEST(CpeShared, RealNamesReadBack) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  std::size_t names = 0;
  for (const auto& [path, text] : shared_files("cve/vulsio-integration-cpes.txt.zst")) {
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.empty()) continue;
      ++names;
      const Cpe cpe = cpe_of(line);
      ASSERT_EQ(to_uri(cpe), line);
      ASSERT_EQ(cpe_of(to_string(cpe)), cpe) << line;
    }
  }
  EXPECT_EQ(names, 37'406u);
}

}  // namespace
}  // namespace lp::match
