// The schemes of fewer packages, in tables. Both ways round.
#include "match/version/version_testing.h"

namespace lp::match {
namespace {

void expect_none(std::string_view scheme_id, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    EXPECT_FALSE(version_key(scheme_named(scheme_id), text)) << scheme_id << ": '" << text << "'";
  }
}

TEST(MoreSchemes, Gem) {
  expect_comparisons("gem", R"(
1 = 1.0
1.0.a < 1.0.0
1.0.a = 1.a
1.a.0.b < 1.a
1.a.0.b < 1.a.0.1
1.a.0.1 > 1.a
1.a.b < 1.a.0.b
1.a.0.b < 1.a.0.0.b
1.0.a2 = 1.0.a.2
1.0.a10 > 1.0.a9
1.0-1 = 1.0.pre.1
1.0-1 < 1.0
1.0.A < 1.0.a
1.0.a < 1.0.aa
1.0.0.1 > 1
5.2.4.rc1 < 5.2.4
1.2.3.4.5.6 < 1.2.3.4.5.7
)");
  expect_none("gem", {"", "a", ".1", "1.", "1..2", "1_2", "1.0.x86_64-linux"});
}

TEST(MoreSchemes, Nuget) {
  expect_comparisons("nuget", R"(
1.0 = 1.0.0.0
1.0.0.0 < 1.0.0.1
1.0.0-BETA = 1.0.0-beta
1.0.0-beta < 1.0.0-RC
1.0.0+a = 1.0.0+b
1.0.0-beta.2 < 1.0.0-beta.11
1.0.01 = 1.0.1
1.0.0-rc < 1.0.0.0
1.0.0 < 1.0.0.1-alpha
)");
  expect_none("nuget", {"", "1.", "a.b", "*"});
}

TEST(MoreSchemes, Composer) {
  expect_comparisons("composer", R"(
1.0-dev < 1.0-alpha
1.0-alpha1 < 1.0-beta1
1.0-beta1 < 1.0RC1
1.0RC1 = 1.0-rc1
1.0RC1 < 1.0
1.0 < 1.0.0
1.0.0 < 1.0pl1
v1.0 = 1.0
1.0-ALPHA1 < 1.0-BETA1
1.0-stable = 1.0
dev-main < 1.0
dev-main < dev-other
1.0.1 < 1.0-p1
2.0.0-beta.2 < 2.0.0-beta.11
)");
  expect_none("composer", {"", "1 2"});
}

TEST(MoreSchemes, RowsOfNumbers) {
  for (const char* scheme : {"hackage", "cran"}) {
    expect_comparisons(scheme, "1.0 < 1.0.0\n0.9 < 0.75\n1 < 1.0\n01.2 = 1.2\n0.1.0.0 < 0.2\n");
    expect_none(scheme, {"", "1.", ".1", "1..2", "1a", "1.0-"});
  }
  expect_comparisons("cran", "1.0-1 = 1.0.1\n1.0-1 < 1.0-2\n");
  expect_none("hackage", {"1-0"});
  expect_comparisons("intdot", "1 = 1.0\n1.0.1 > 1\n1.2-rc1 = 1.2\n10.234.5.12 < 10.234.5.13\n1.9 < 1.10\n1.2.x = 1.2\n");
  expect_none("intdot", {"", "a", ".1"});
}

TEST(MoreSchemes, Alpm) {
  expect_comparisons("alpm", R"(
1.0a < 1.0b
1.0b < 1.0beta
1.0beta < 1.0p
1.0p < 1.0pre
1.0pre < 1.0rc
1.0rc < 1.0
1.0 < 1.0.a
1.0.a < 1.0.1
1.5 = 1.5-1
1.5-1 < 1.5-2
1.5.0 > 1.5
1:0.9 > 2.0
0:1.0 = 1.0
1.b2 > 1.b
1.0. > 1.0
1.0..1 > 1.0.1
1.001 = 1.1
20240101.abc-1 < 20240102-1
)");
  expect_none("alpm", {"", "1:", "1 2"});
}

TEST(MoreSchemes, Conan) {
  expect_comparisons("conan", R"(
1 = 1.0.0
1.0-pre1 < 1.0
1.0- < 1.0-alpha
1.0 < 1.0+b1
1.0+b1 < 1.0+b2
1.0+b.3 < 1.0+b.22
1.0+b1 < 1.0.1
1.1 < 1.1a
1.1 < 1.a
9 < 10
10 < 10a
1.0.0-pre+1 < 1.0.0-pre+2
cci.20200101 < cci.20210101
1.2-A = 1.2-a
)");
  expect_none("conan", {"", "-1", "1 2"});
}

TEST(MoreSchemes, Gentoo) {
  expect_comparisons("gentoo", R"(
1.0 < 1.0.0
1.0 < 1.0b
1.0b < 1.0.0
1.01 < 1.1
1.010 = 1.01
1.0_alpha1 < 1.0_beta1
1.0_pre < 1.0_rc
1.0_rc < 1.0
1.0 < 1.0_p1
1.0_p1 < 1.0_p1_p2
1.0_p1_rc1 < 1.0_p1
1.0-r0 = 1.0
1.0-r1 > 1.0
010 = 10
)");
  expect_none("gentoo", {"", "1.", "1_foo", "1-r", "1-1", "1A", "a"});
}

TEST(MoreSchemes, Openssl) {
  expect_comparisons("openssl", R"(
0.9.8 < 0.9.8a
0.9.8z < 0.9.8za
0.9.8zh < 1.0.0
1.0.2-beta1 < 1.0.2
1.1.1-pre8 < 1.1.1-pre9
1.1.1w < 3.0.0-alpha1
3.0.0-alpha17 < 3.0.0-beta1
3.0.0-beta2 < 3.0.0
1.0.2k-fips = 1.0.2k
3.0 = 3.0.0
)");
  expect_none("openssl", {"", "1.0.2-", "1.2.3.4", "a", "1.0.2k-1"});
}

TEST(MoreSchemes, Datetime) {
  expect_comparisons("datetime", R"(
2024-01-01T00:00:00Z = 2023-12-31T19:00:00-05:00
2024-01-01T00:00:00Z = 2024-01-01T00:00:00.000Z
2024-01-01T00:00:00.09Z < 2024-01-01T00:00:00.123Z
2024-02-29T00:00:00Z < 2024-03-01T00:00:00Z
2023-12-31T23:59:59Z < 2024-01-01T00:00:00Z
1999-12-31T23:59:59Z < 2000-01-01T00:00:00Z
0000-01-01T00:00:00+23:59 < 0000-01-01T00:00:00Z
9999-12-31T23:59:59Z > 2024-01-01T00:00:00Z
2000-02-29T00:00:00Z < 2000-03-01T00:00:00Z
1900-02-28T23:00:00-02:00 = 1900-03-01T01:00:00Z
)");
  expect_none("datetime", {"", "2024-01-01", "2024-01-01t00:00:00z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z",
                           "2024-01-01T24:00:00Z", "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00Zx"});
}

TEST(MoreSchemes, Lexicographic) {
  expect_comparisons("lexicographic", "A < a\na < aa\nss < ß\nz < 😀\n1.10 < 1.9\n");
}

}  // namespace
}  // namespace lp::match
