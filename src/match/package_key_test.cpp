#include "match/package_key.h"

#include <gtest/gtest.h>

#include "match/component.h"
#include "match/distribution.h"

namespace lp::match {
namespace {

std::vector<std::string> keys(const Component& component) {
  std::vector<std::string> out;
  for (const PackageKey& key : keys_of(component)) out.push_back(to_string(key));
  return out;
}
Component of_purl(std::string_view text) {
  Component c;
  auto purl = parse_purl(text);
  if (!purl) ADD_FAILURE() << purl.error().message;
  else c.purl = *std::move(purl);
  return c;
}
using Keys = std::vector<std::string>;

TEST(PackageKey, AdvisoriesAndComponentsMeet) {
  struct Case { std::string_view ecosystem, package, purl, key; };
  const Case all[] = {
      {"PyPI", "Zope.Interface", "pkg:pypi/zope_interface@5", "pypi/zope-interface"},
      {"npm", "@babel/core", "pkg:npm/%40babel/core@7", "npm/@babel/core"},
      {"npm", "JSONStream", "pkg:npm/JSONStream@1", "npm/JSONStream"},
      {"Maven", "org.apache.logging.log4j:log4j-core", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", "maven/org.apache.logging.log4j:log4j-core"},
      {"Go", "github.com/Masterminds/semver", "pkg:golang/github.com/%21masterminds/semver@v1.5.0", "golang/github.com/masterminds/semver"},
      {"crates.io", "smallvec", "pkg:cargo/smallvec@0.6", "cargo/smallvec"},
      {"crates.io", "serde_json", "pkg:cargo/serde-json@1", "cargo/serde-json"},
      {"NuGet", "Newtonsoft.Json", "pkg:nuget/newtonsoft.json@12", "nuget/newtonsoft.json"},
      {"Packagist", "Symfony/HTTP-Kernel", "pkg:composer/symfony/http-kernel@4", "composer/symfony/http-kernel"},
      {"RubyGems", "RedCloth", "pkg:gem/RedCloth@4", "gem/RedCloth"},
      {"Hex", "Plug", "pkg:hex/plug@1", "hex/plug"},
      {"Pub", "dio", "pkg:pub/dio@4", "pub/dio"},
      {"Hackage", "aeson", "pkg:hackage/aeson@1", "hackage/aeson"},
      {"ConanCenter", "openssl", "pkg:conan/openssl@3", "conan/openssl"},
      {"SwiftURL", "https://github.com/Alamofire/Alamofire.git", "pkg:swift/github.com/Alamofire/Alamofire@5", "swift/github.com/alamofire/alamofire"},
      {"GitHub Actions", "Actions/Checkout", "pkg:githubactions/actions/checkout@v2", "githubactions/actions/checkout"},
      {"Bitnami", "wordpress", "pkg:bitnami/wordpress@6?distro=debian-12", "bitnami/wordpress"},
  };
  for (const Case& c : all) {
    EXPECT_EQ(to_string(key_of_osv(c.ecosystem, c.package)), c.key) << c.ecosystem;
    EXPECT_EQ(keys(of_purl(c.purl)), Keys{std::string(c.key)}) << c.purl;
  }
}

TEST(PackageKey, DistributionPackages) {
  EXPECT_EQ(keys(of_purl("pkg:deb/debian/zlib1g@1:1.2.11?upstream=zlib%401.2.11-1&distro=debian-11.6")), (Keys{"debian:11/zlib", "debian:11/zlib1g"}));
  EXPECT_EQ(to_string(key_of_osv("Debian:11", "zlib")), "debian:11/zlib");
  EXPECT_EQ(keys(of_purl("pkg:rpm/centos/sed@4.5-2.el8?upstream=sed-4.5-2.el8.src.rpm")), (Keys{"centos:8/sed", "redhat:8/sed"}));
  EXPECT_EQ(to_string(key_of_osv("Red Hat:enterprise_linux:8::baseos", "sed")), "redhat:8/sed");
  EXPECT_EQ(keys(of_purl("pkg:apk/alpine/busybox@1.35?distro=3.16.2")), (Keys{"alpine:v3.16/busybox"}));
  EXPECT_EQ(to_string(key_of_osv("Alpine:v3.16", "busybox")), "alpine:v3.16/busybox");
  EXPECT_EQ(keys(of_purl("pkg:rpm/fedora/gtk%2B@1?distro=fedora-38")), (Keys{"fedora:38/gtk+"}));
  Component listed;
  listed.distribution = "debian:12";
  listed.name = "libssl3";
  listed.source_name = "openssl";
  EXPECT_EQ(keys(listed), (Keys{"debian:12/openssl", "debian:12/libssl3", "product=:libssl3"}));
  Component library = of_purl("pkg:npm/lodash@4");
  library.distribution = "debian:12";
  EXPECT_EQ(keys(library), Keys{"npm/lodash"}) << "a library on a Debian host is none of Debian's packages";
}

TEST(PackageKey, CpesAndWords) {
  Component device;
  device.vendor = "华为技术有限公司";
  device.name = "路由器";
  device.model = "华为技术 AR2220";
  device.cpes = {*parse_cpe("cpe:/h:huawei:ar2220"), *parse_cpe("cpe:2.3:*:*:xrandr"), *parse_cpe("cpe:2.3:a:x:y*:1"), *parse_cpe("cpe:/a:1c:1c%3aenterprise")};
  EXPECT_EQ(keys(device), (Keys{"cpe=h/huawei:ar2220", "cpe=a/1c:1c\\:enterprise", "product=华为技术:路由器", "product=华为技术:ar2220"})) << "names with wildcards are no keys";
  EXPECT_EQ(key_of_product("Cisco Systems, Inc.", "Cisco Systems IOS"), key_of_product("cisco systems", "IOS"));
  EXPECT_NE(to_string(key_of_osv("cpe=a", "x:y")), to_string(key_of_cpe(*parse_cpe("cpe:/a:x:y"))));
  EXPECT_TRUE(keys(Component{}).empty());
}

TEST(PackageKey, FoldWords) {
  const std::pair<std::string_view, std::string_view> all[] = {
      {"Apache  Software-Foundation", "apache software foundation"}, {"Ｈｕａｗｅｉ　ＡＲ２２２０", "huawei ar2220"}, {"华为AR2220", "华为 ar2220"}, {"华为 AR2220", "华为 ar2220"},
      {"华为技术有限公司", "华为技术"}, {"用友网络科技股份有限公司", "用友网络科技"}, {"浪潮（北京）集团有限公司", "浪潮 北京"}, {"公司", "公司"}, {"Siemens AG", "siemens"}, {"Foo Co., Ltd.", "foo"}, {"Inc", "inc"},
      {"C++", "c++"}, {"C#", "c#"}, {"notepad++", "notepad++"}, {"“达梦”数据库", "达梦 数据库"}, {"node.js", "node js"}, {"", ""}, {"---", ""}, {"S7-1500 PLC", "s7 1500 plc"},
  };
  for (const auto& [text, expected] : all) EXPECT_EQ(fold_words(text), expected) << text;
}

// A wide blank at the end takes the general way and says nothing.
TEST(PackageKey, PlainNamesFoldAsAllOthersDo) {
  std::uint32_t random = 7;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::uint32_t n = random % 24; n > 0; --n) {
      random = random * 1'664'525 + 1'013'904'223;
      text += static_cast<char>(random >> 25);
    }
    random = random * 1'664'525 + 1'013'904'223;
    if (random % 3 == 0) text += " Inc.";
    EXPECT_EQ(fold_words(text), fold_words(text + "\u3000")) << text;
  }
}

TEST(Distribution, OneNameForOneRelease) {
  const std::pair<std::string_view, std::string_view> all[] = {
      {"Debian:12", "debian:12"}, {"debian-12.4", "debian:12"}, {"Debian GNU/Linux 11 (bullseye)", "debian:11"}, {"debian bookworm", "debian:12"}, {"Ubuntu:22.04:LTS", "ubuntu:22.04"}, {"Ubuntu:Pro:18.04:LTS", "ubuntu:18.04"},
      {"Ubuntu:Pro:FIPS:16.04:LTS", "ubuntu-fips:16.04"}, {"ubuntu-20.04", "ubuntu:20.04"}, {"AlmaLinux:8", "almalinux:8"}, {"alma 9.2", "almalinux:9"}, {"Rocky Linux:9", "rockylinux:9"}, {"rhel-8.6", "redhat:8"},
      {"Red Hat:enterprise_linux:9::appstream", "redhat:9"}, {"Red Hat:rhel_eus:8.4::baseos", "redhat-rhel_eus:8.4"}, {"Red Hat Enterprise Linux 7.9", "redhat:7"}, {"centos-7", "centos:7"}, {"CentOS Stream 9", "centos-stream:9"},
      {"Alpine:v3.18", "alpine:v3.18"}, {"alpine-3.18.4", "alpine:v3.18"}, {"alpine edge", "alpine:edge"}, {"Wolfi", "wolfi"}, {"Chainguard", "chainguard"}, {"openEuler:22.03-LTS-SP3", "openeuler:22.03-lts-sp3"},
      {"openEuler 22.03 (LTS-SP3)", "openeuler:22.03-lts-sp3"}, {"SUSE:Linux Enterprise Server 15 SP4", "sles:15.4"}, {"SUSE:Linux Enterprise Module for Basesystem 15 SP4", "sles:15.4"}, {"sles-15.4", "sles:15.4"}, {"openSUSE:Leap 15.5", "opensuse-leap:15.5"},
      {"openSUSE:Tumbleweed", "opensuse-tumbleweed"}, {"amzn-2", "amazon:2"}, {"ol-8.7", "oraclelinux:8"}, {"Photon OS:4.0", "photon:4.0"}, {"Kylin Linux Advanced Server V10 (Lance)", "kylin:10"}, {"kylin-10", "kylin:10"}, {"Mageia:9", "mageia:9"},
      {"PyPI", ""}, {"Go", ""}, {"Bitnami", ""}, {"Root:Debian:12", ""}, {"", ""}, {"Linux", ""}, {"OSS-Fuzz", ""}, {"Oracle Linux 9", "oraclelinux:9"},
  };
  for (const auto& [text, expected] : all) EXPECT_EQ(fold_distribution(text), expected) << text;
}

TEST(Distribution, OfAPurl) {
  const std::pair<std::string_view, std::string_view> all[] = {
      {"pkg:deb/debian/a@1?distro=debian-12", "debian:12"}, {"pkg:deb/debian/a@1?distro=bookworm", "debian:12"}, {"pkg:deb/debian/a@1.2-3%2Bdeb11u1", "debian:11"}, {"pkg:deb/debian/a@1~deb10u8", "debian:10"}, {"pkg:deb/debian/a@1", "debian"},
      {"pkg:deb/ubuntu/a@1.10.4-1ubuntu0.18.04.2", "ubuntu:18.04"}, {"pkg:deb/ubuntu/a@10.3.0-1ubuntu1~20.04", "ubuntu:20.04"}, {"pkg:deb/ubuntu/a@3.2-3", "ubuntu"}, {"pkg:rpm/rhel/a@4.5-2.el8", "redhat:8"}, {"pkg:rpm/redhat/a@4.5-2.el8_6.1", "redhat:8"},
      {"pkg:rpm/centos/a@1-2.el7.1", "centos:7"}, {"pkg:rpm/alma/a@1?distro=almalinux-8.7", "almalinux:8"}, {"pkg:rpm/amzn/a@1-2.amzn2.0.1", "amazon:2"}, {"pkg:rpm/fedora/a@1-2.fc25", "fedora:25"}, {"pkg:rpm/fedora/a@1?distro=rhel-8", "fedora"},
      {"pkg:rpm/openeuler/a@1-2.oe2203sp3?distro=openeuler-22.03", "openeuler:22.03-lts-sp3"}, {"pkg:rpm/openeuler/a@1-2.oe1", "openeuler"}, {"pkg:rpm/a@1-2.el8", ""}, {"pkg:apk/alpine/a@1?distro=3.16.0", "alpine:v3.16"}, {"pkg:apk/wolfi/a@1", "wolfi"},
      {"pkg:rpm/rhel/model8@1", "redhat"}, {"pkg:npm/a@1?distro=debian-12", ""},
  };
  for (const auto& [text, expected] : all) {
    const auto purl = parse_purl(text);
    ASSERT_TRUE(purl) << text;
    EXPECT_EQ(distribution_of(*purl), expected) << text;
  }
}

TEST(Distribution, SourcePackages) {
  const auto source = [](std::string_view text) {
    const SourcePackage s = source_package_of(*parse_purl(text));
    return s.name + '|' + s.version;
  };
  EXPECT_EQ(source("pkg:deb/debian/zlib1g@1?upstream=zlib%401.2.11"), "zlib|1.2.11");
  EXPECT_EQ(source("pkg:deb/debian/zlib1g@1?upstream=zlib"), "zlib|");
  EXPECT_EQ(source("pkg:rpm/rhel/sed@1?upstream=gcc-c-4.5-2.el8.src.rpm"), "gcc-c|4.5-2.el8");
  EXPECT_EQ(source("pkg:rpm/rhel/sed@1"), "|");
  EXPECT_EQ(source_package_of_rpm("odd").name, "odd");
}

}  // namespace
}  // namespace lp::match
