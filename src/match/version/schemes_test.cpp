// What each scheme says, in tables that need nothing beside the checkout. Both ways round.
#include "match/version/version_testing.h"

namespace lp::match {
namespace {

void expect_none(std::string_view scheme_id, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    EXPECT_FALSE(version_key(scheme_named(scheme_id), text)) << scheme_id << ": '" << text << "'";
  }
}

TEST(Schemes, Deb) {
  expect_comparisons("deb", R"(
1.2.3 = 0:1.2.3
1.2.3 = 1.2.3-0
1.2.3 = 1.2.3-00
1.0 < 1:0.1
1.2.3-1~deb7u1 < 1.2.3-1
1.0~rc1 < 1.0
1.0~~ < 1.0~
1.0~ < 1.0
1.0 < 1.0a
1.0a < 1.0+
1.0+ > 1.0-1
1.0-1 < 1.0-1+b1
1.0+dfsg < 1.0.1
1.0a < 1.0.
2.7.4+reloaded2-13ubuntu1 < 2.7.4+reloaded2-13+deb9u1
1.9 < 1.10
1.009 = 1.9
1.0. = 1.0.0
a = a0
1-2-3 > 1-1-4
18446744073709551615 < 18446744073709551616
99999999999999999999999 < 100000000000000000000000
1:2:3 < 1:2:4
)");
  expect_none("deb", {"", " ", "1:", "-1", "1 2", "１", "1\n2", std::string("1\0002", 3)});
}

TEST(Schemes, Rpm) {
  expect_comparisons("rpm", R"(
1.0-1 = 0:1.0-1
0:1 < 1:0
1.0 < 1.0-0
1.0-1 < 1.0-1.el8
1.0-1.el8_4 < 1.0-1.el8_6
1.0~rc1-1 < 1.0-1
1.0 < 1.0^git1
1.0^git1 < 1.0^git2
1.0^git1 < 1.0.1
1.0^git1~pre < 1.0^git1
1.0~rc1 < 1.0~rc1^git1
xyz.4 < 8
1.0 < 1.0a
1.0a < 1.0aa
1.0aa < 1.0b
1.0A < 1.0a
1.0a < 1.0.1
2_0 = 2.0
1.01 = 1.1
1..2 = 1.2
4:1.0-1.module+el8.6.0+1 < 4:1.0-1.module+el8.10.0+1
)");
  expect_none("rpm", {"", "0:", "1 0", "1\t0"});
}

TEST(Schemes, Apk) {
  expect_comparisons("apk", R"(
1.2.3-r0 < 1.2.3-r1
1.2.3_alpha < 1.2.3_beta
1.2.3_beta < 1.2.3_pre
1.2.3_pre1 < 1.2.3_pre2
1.2.3_rc9 < 1.2.3
1.2.3 < 1.2.3_cvs
1.2.3_cvs < 1.2.3_svn
1.2.3_svn < 1.2.3_git20200101
1.2.3_git20200101 < 1.2.3_hg
1.2.3_hg < 1.2.3_p1
1.2.3_p1 < 1.2.3a
1.2.3a < 1.2.3b
1.2.3b < 1.2.3.1
1.2.3 < 1.2.3.0
1.02 < 1.1
1.02 < 1.020
1.020 < 1.03
01.2 = 1.2
1.2.3~abc123-r1 = 1.2.3-r1
1.2_alpha_p1 > 1.2_alpha
1.2_foo < 1.2
)");
  expect_none("apk", {"", "1 2", "１.0"});
}

TEST(Schemes, SemverFamily) {
  for (const char* scheme : {"semver", "npm", "cargo", "golang", "pub"}) {
    expect_comparisons(scheme, R"(
1.0.0-alpha < 1.0.0-alpha.1
1.0.0-alpha.1 < 1.0.0-alpha.beta
1.0.0-alpha.beta < 1.0.0-beta
1.0.0-beta < 1.0.0-beta.2
1.0.0-beta.2 < 1.0.0-beta.11
1.0.0-beta.11 < 1.0.0-rc.1
1.0.0-rc.1 < 1.0.0
1.0.0 < 1.0.1
v1.0.0 = 1.0.0
1 = 1.0.0
1.2 = 1.2.0
1.0.0-1 < 1.0.0-a
1.0.0-9 < 1.0.0-10
1.0.0-9a > 1.0.0-10
1.0.0--- < 1.0.0-a
1.0.0-A < 1.0.0-a
1.0.0-a.b < 1.0.0-ab
1.0.0-a-b > 1.0.0-a.b
1.2.3 < 1.2.3.1
1.2.3.0 = 1.2.3
1.2.3.0.1 > 1.2.3
1.2.118 < 1.2.119
1.2.255 < 1.2.256
1.2.65535 < 1.2.65536
1.2.99999999999999999999999 < 1.2.100000000000000000000000
)");
    expect_none(scheme, {"", "v", "a", "1.", ".1", "1..2", "1.0.0-", "1.0.0-a..b", "1.0.0 0", "latest", "1.0.0-ä", "1.x"});
  }
  expect_comparisons("npm", "1.0.0+a = 1.0.0+b\n");
  expect_comparisons("golang", R"(
v0.0.0-20200101000000-abcdefabcdef < v0.0.0
v0.0.0-20200101000000-abcdefabcdef < v0.0.0-20210101000000-000000000000
v2.0.0+incompatible = v2.0.0
go1.21rc2 = 1.21.0-rc.2
go1.21rc2 < go1.21
go1.21.3 > 1.21.2
)");
  expect_none("golang", {"(devel)", "go", "gone"});
  expect_comparisons("pub", R"(
1.0.0-a < 1.0.0-a+b
1.0.0-a+b < 1.0.0-a.1
1.0.0 < 1.0.0+1
1.0.0+1 < 1.0.0+2
1.0.0+9 < 1.0.0+10
1.0.0+10 < 1.0.0+a
1.0.0+a < 1.0.1
)");
}

TEST(Schemes, Pypi) {
  expect_comparisons("pypi", R"(
1.0.dev456 < 1.0a1
1.0a1 < 1.0a2.dev456
1.0a2.dev456 < 1.0a12.dev456
1.0a12.dev456 < 1.0a12
1.0a12 < 1.0b1.dev456
1.0b1.dev456 < 1.0b2
1.0b2 < 1.0b2.post345.dev456
1.0b2.post345.dev456 < 1.0b2.post345
1.0b2.post345 < 1.0rc1.dev456
1.0rc1.dev456 < 1.0rc1
1.0rc1 < 1.0
1.0 < 1.0+abc.5
1.0+abc.5 < 1.0+abc.7
1.0+abc.7 < 1.0+5
1.0+5 < 1.0.post456.dev34
1.0.post456.dev34 < 1.0.post456
1.0.post456 < 1.0.15
1.0.15 < 1.1.dev1
1.1.dev1 < 1!0.1
1.0 = 1.0.0
1 = 1.0
v1.0 = 1.0
1.0a1 = 1.0.ALPHA-1
1.0a = 1.0a0
1.0rc1 = 1.0c1
1.0rc1 = 1.0_preview_1
1.0-1 = 1.0.post1
1.0-r4 = 1.0.post4
1.0.post = 1.0.post0
1.0a.post1 = 1.0a0post1
1.0+ubuntu-1 = 1.0+UBUNTU.1
0!1.0 = 1.0
1.0.0.1 > 1.0
1.0.0.dev1 = 1.dev1
)");
  expect_none("pypi", {"", "2.6.0-NA", "0.1-bulbasaur", "1.0+", "1.0+_", "1.0+a..b", "1!", "!1", "1.0.", "1.0a1b2", "1.0 a", "1.٣",
                       "french toast", "1.0+\xc3\xa4"});
}

TEST(Schemes, Maven) {
  expect_comparisons("maven", R"(
1 = 1.0.0
1 = 1-ga
1 = 1.Final
1.0.RELEASE = 1
1-alpha < 1-beta
1-beta < 1-milestone
1-milestone < 1-rc
1-rc < 1-SNAPSHOT
1-SNAPSHOT < 1
1-cr1 = 1-rc1
1 < 1-sp
1-sp < 1-abc
1-abc < 1-xyz
1-xyz < 1-1
1-1 < 1.1
1a1 = 1-alpha-1
1b2 = 1-beta-2
1m3 = 1-MILESTONE-3
1-a < 1-b
1-a > 1
1x = 1-x
1.0x = 1-x
1.0.0.M1 < 1.0.0.M2
1.0.0.M2 < 1.0.0.RC1
1.0.0.RC1 < 1.0.0.RELEASE
1.0.0.RELEASE < 1.0.1.M1
31.0-jre > 31.0-android
1.0.0-0.0.0 = 1
1-0.1 > 1
2.0.1-xyz < 2.0.1-123
1.foo > 1
1.foo < 1-1
01 = 1
1.0.9 < 1.0.10
1-alpha > 1.alpha
)");
  expect_none("maven", {"", "  ", "1\n2"});
}

TEST(Schemes, Generic) {
  expect_comparisons("generic", R"(
1.0 = 1
V1.2 = 1.2
version_1.2 = 1.2
1.0-rc1 < 1.0
1.0rc1 < 1.0rc2
1.0-alpha < 1.0-beta
1.0b2 < 1.0
1.0 < 1.0b
1.0.2k > 1.0.2
1.0.2k < 1.0.2l
1.0SP1 > 1.0
1.0SP1 < 1.0.1
1.9 < 1.10
12.3R12-S10 < 12.3R12-S11
15.1(4)M3 < 15.1(4)M10
1.0-final = 1.0
2020-01-02 < 2020-01-10
7.2p1 < 7.2p2
1.0-SNAPSHOT < 1.0
)");
  expect_none("generic", {"", "latest", "*", "-", "N/A", "1\x01"});
}

TEST(Schemes, FoundByEcosystemAndPurlType) {
  const auto id = [](const Scheme* scheme) { return scheme == nullptr ? std::string_view("none") : scheme->id; };
  EXPECT_EQ(id(scheme_of_ecosystem("Debian:12")), "deb");
  EXPECT_EQ(id(scheme_of_ecosystem("Ubuntu:Pro:22.04:LTS")), "deb");
  EXPECT_EQ(id(scheme_of_ecosystem("Alpine:v3.18")), "apk");
  EXPECT_EQ(id(scheme_of_ecosystem("Wolfi")), "apk");
  EXPECT_EQ(id(scheme_of_ecosystem("AlmaLinux:8")), "rpm");
  EXPECT_EQ(id(scheme_of_ecosystem("Red Hat:enterprise_linux:9::baseos")), "rpm");
  EXPECT_EQ(id(scheme_of_ecosystem("crates.io")), "cargo");
  EXPECT_EQ(id(scheme_of_ecosystem("PyPI")), "pypi");
  EXPECT_EQ(id(scheme_of_ecosystem("pypi")), "pypi");
  EXPECT_EQ(id(scheme_of_ecosystem("Go")), "golang");
  EXPECT_EQ(id(scheme_of_ecosystem("Maven")), "maven");
  EXPECT_EQ(id(scheme_of_ecosystem("OSS-Fuzz")), "none");
  EXPECT_EQ(id(scheme_of_ecosystem("")), "none");
  EXPECT_EQ(id(scheme_of_purl_type("deb")), "deb");
  EXPECT_EQ(id(scheme_of_purl_type("golang")), "golang");
  EXPECT_EQ(id(scheme_of_purl_type("oci")), "none");
  EXPECT_EQ(id(find_scheme("npm")), "npm");
  EXPECT_EQ(id(find_scheme("nonsense")), "none");
  EXPECT_EQ(generic_scheme().id, "generic");
}

TEST(Schemes, ARefusedVersionLeavesTheKeyAlone) {
  std::string key = "before";
  for (const Scheme& scheme : builtin_schemes()) {
    EXPECT_FALSE(scheme.encode("", key)) << scheme.id;
    EXPECT_FALSE(scheme.encode(std::string_view("\0", 1), key)) << scheme.id;
    EXPECT_EQ(key, "before") << scheme.id;
  }
}

TEST(Schemes, KeysAreAppended) {
  std::string key = "before";
  ASSERT_TRUE(scheme_named("deb").encode("1.2", key));
  EXPECT_EQ(key, "before" + *version_key(scheme_named("deb"), "1.2"));
}

}  // namespace
}  // namespace lp::match
