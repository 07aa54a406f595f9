#include "detect/net/public_suffix.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "detect/net/domain_name.h"
#include "io/files.h"

namespace lp::detect {
namespace {

constexpr const char* small_list = R"(// ===BEGIN ICANN DOMAINS===
com
cn
com.cn
*.ck
!www.ck
jp
*.kobe.jp
!city.kobe.jp
github.io
公司.cn
bad rule here
a..b
)";

TEST(PublicSuffix, FollowsRulesWildcardsAndExceptions) {
  Diagnostics out;
  const PublicSuffixes list = PublicSuffixes::parse(small_list, "list.dat", out);
  struct Row { const char* name; const char* registrable; };
  const std::array rows{Row{"com", ""}, Row{"example.com", "example.com"}, Row{"a.b.example.com", "example.com"}, Row{"com.cn", ""}, Row{"a.com.cn", "a.com.cn"},
                        Row{"x.a.com.cn", "a.com.cn"}, Row{"a.cn", "a.cn"}, Row{"ck", ""}, Row{"test.ck", ""}, Row{"b.test.ck", "b.test.ck"}, Row{"www.ck", "www.ck"},
                        Row{"www.www.ck", "www.ck"}, Row{"c.kobe.jp", ""}, Row{"b.c.kobe.jp", "b.c.kobe.jp"}, Row{"city.kobe.jp", "city.kobe.jp"},
                        Row{"kobe.jp", "kobe.jp"}, Row{"unlisted", ""}, Row{"a.unlisted", "a.unlisted"}, Row{"me.github.io", "me.github.io"}, Row{"io", ""},
                        Row{"xn--55qx5d.cn", ""}, Row{"xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"}};
  for (const Row& row : rows) {
    EXPECT_EQ(list.registrable_of(row.name), row.registrable) << row.name;
    EXPECT_EQ(list.is_suffix(row.name), *row.registrable == '\0') << row.name;
  }
  ASSERT_EQ(out.warnings(), 1u);  // "bad rule here" is the rule "bad": a rule ends at the first blank
  EXPECT_EQ(out.items()[0].where.line, 13);
}

TEST(PublicSuffix, HasAMinimumOfItsOwn) {
  const PublicSuffixes list = PublicSuffixes::minimum();
  EXPECT_EQ(list.registrable_of("www.miit.gov.cn"), "miit.gov.cn");
  EXPECT_EQ(list.registrable_of("a.b.com.cn"), "b.com.cn");
  EXPECT_TRUE(list.is_suffix("xn--55qx5d.cn"));
  EXPECT_TRUE(list.is_suffix("com.hk"));
  EXPECT_EQ(list.registrable_of("a.example.com"), "example.com");
}

TEST(PublicSuffix, IsLoadedFromAFileOrTheSystem) {
  const auto dir = io::TempDir::create("suffix");
  ASSERT_TRUE(dir);
  Diagnostics out;
  EXPECT_FALSE(PublicSuffixes::load(dir->path() / "absent", out));
  ASSERT_TRUE(io::write_file_atomic(dir->path() / "empty", "// nothing\n"));
  EXPECT_FALSE(PublicSuffixes::load(dir->path() / "empty", out));
  ASSERT_TRUE(io::write_file_atomic(dir->path() / "list", small_list));
  const auto list = PublicSuffixes::load(dir->path() / "list", out);
  ASSERT_TRUE(list);
  EXPECT_TRUE(list->is_suffix("github.io"));
  const auto system = PublicSuffixes::load({}, out);
  ASSERT_TRUE(system);
  EXPECT_TRUE(system->is_suffix("com.cn"));
}

// The list's own test cases, "name registrable" a line, "null" for none.
TEST(PublicSuffix, PassesTheOfficialTests) {
  const std::filesystem::path archive = std::filesystem::path(LP_SOURCE_DIR) / "../shared/data/detect/publicsuffix.tar.xz";
  if (!std::filesystem::exists(archive)) {
    const char* ci = std::getenv("CI");
    ASSERT_FALSE(ci != nullptr && std::string_view(ci) == "true") << archive << " is missing";
    GTEST_SKIP() << "the official list and its tests are not beside the source";
  }
  const auto dir = io::TempDir::create("suffix");
  ASSERT_TRUE(dir);
  ASSERT_EQ(std::system(("tar -xJf '" + archive.string() + "' -C '" + dir->path().string() + "'").c_str()), 0);
  Diagnostics out;
  const auto list = PublicSuffixes::load(dir->path() / "public_suffix_list.dat", out);
  ASSERT_TRUE(list);
  EXPECT_EQ(out.warnings(), 0u);
  EXPECT_GT(list->size(), 9000u);
  const auto text = io::read_file(dir->path() / "tests/tests.txt", 1 << 20);
  ASSERT_TRUE(text);
  std::istringstream lines(*text);
  int checked = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with("//")) continue;
    std::istringstream words(line);
    std::string name, expected, normal;
    words >> name >> expected;
    std::string got = "null";
    if (normalise_domain(name, normal) && !list->registrable_of(normal).empty()) got = list->registrable_of(normal);
    std::string wanted = "null";
    if (expected != "null") {
      ASSERT_TRUE(normalise_domain(expected, wanted)) << expected;
    }
    EXPECT_EQ(got, wanted) << name;
    ++checked;
  }
  EXPECT_GT(checked, 70);
}

}  // namespace
}  // namespace lp::detect
