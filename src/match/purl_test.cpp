#include "match/purl.h"

#include <gtest/gtest.h>

#include <set>

#include "base/json.h"
#include "match/inventory/inventory_testing.h"

namespace lp::match {
namespace {

std::string canonical(std::string_view text) {
  const auto purl = parse_purl(text);
  return purl ? to_string(*purl) : "error: " + purl.error().message;
}

TEST(Purl, PartsAreFound) {
  const auto purl = parse_purl("pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12#usr/lib");
  ASSERT_TRUE(purl);
  EXPECT_EQ(purl->type, "deb");
  EXPECT_EQ(purl->ns, "debian");
  EXPECT_EQ(purl->name, "openssl");
  EXPECT_EQ(purl->version, "3.0.11-1~deb12u2");
  EXPECT_EQ(purl->qualifiers, (std::map<std::string, std::string>{{"arch", "amd64"}, {"distro", "debian-12"}}));
  EXPECT_EQ(purl->subpath, "usr/lib");
}

TEST(Purl, CanonicalForms) {
  const std::pair<std::string_view, std::string_view> all[] = {
      {"pkg:npm/@babel/core@7.1.0", "pkg:npm/%40babel/core@7.1.0"},
      {"pkg:npm/@babel/core", "pkg:npm/%40babel/core"},
      {"PKG:NPM/lodash@4", "pkg:npm/lodash@4"},
      {"pkg://npm//lodash/@4", "error: no package URL: pkg://npm//lodash/@4: there is no name"},
      {"  pkg:npm/lodash@4\n", "pkg:npm/lodash@4"},
      {"pkg:golang/github.com%2Fx%2Fy@v1", "pkg:golang/github.com%2Fx%2Fy@v1"},
      {"pkg:pypi/Zope_Interface@5", "pkg:pypi/zope-interface@5"},
      {"pkg:generic/a@100%", "pkg:generic/a@100%25"},
      {"pkg:generic/a?x=&y=1", "pkg:generic/a?y=1"},
      {"pkg:generic/a#../b/./c", "pkg:generic/a#b/c"},
      {"pkg:generic/%E9%BE%99@1", "pkg:generic/%E9%BE%99@1"},
      {"pkg:generic/a@1@2", "pkg:generic/a%401@2"},
  };
  for (const auto& [text, expected] : all) EXPECT_EQ(canonical(text), expected) << text;
}

TEST(Purl, Refused) {
  for (const std::string_view text : {"", "pkg:", "pkg:npm", "npm/lodash", "pkg:golang/@%28devel%29", "pkg:golang//@1", "pkg:3d/x", "pkg:n&g?inx/nginx@0.8.9", "pkg:npm/x?a", "pkg:npm/x?a=1&A=2",
                                      "pkg:npm/x?1a=1", "pkg:generic/%FF@1", "pkg:swift/x@1", "pkg:vcpkg/a/b@1", "pkg:julia/Dates"})
    EXPECT_TRUE(canonical(text).starts_with("error: no package URL: ")) << text << " → " << canonical(text);
}

// What stands in the file as it is, and its answer again: parse(to_string(p)) = p.
TEST(Purl, CanonicalFormReadsBack) {
  for (const std::string_view text : {"pkg:maven/org.apache/x@1.0%20Final?classifier=a%26b%3Dc", "pkg:rpm/fedora/gtk+@1%2B2?arch=x86_64&epoch=1", "pkg:oci/debian@sha256%3A244fd?tag=latest", "pkg:swid/Acme/x.com/a+b@1?tag_id=1"}) {
    const auto purl = parse_purl(text);
    ASSERT_TRUE(purl) << text;
    const auto again = parse_purl(to_string(*purl));
    ASSERT_TRUE(again) << to_string(*purl);
    EXPECT_EQ(*again, *purl) << text;
  }
}

std::string text_at(const json::object& object, std::string_view key) {
  const auto found = object.find(key);
  return found != object.end() && found->value().is_string() ? std::string(found->value().as_string()) : std::string();
}

Purl purl_of(const json::object& object) {
  Purl purl{text_at(object, "type"), text_at(object, "namespace"), text_at(object, "name"), text_at(object, "version"), {}, text_at(object, "subpath")};
  if (const auto q = object.find("qualifiers"); q != object.end() && q->value().is_object())
    for (const auto& pair : q->value().as_object())
      if (pair.value().is_string()) purl.qualifiers[std::string(pair.key())] = std::string(pair.value().as_string());
  return purl;
}

// "" = as expected
std::string broken_case(const json::object& test) {
  const std::string type = text_at(test, "test_type");
  const bool fails = test.at("expected_failure").as_bool();
  const json::value& input = test.at("input");
  const std::string text = input.is_string() ? std::string(input.as_string()) : to_string(purl_of(input.as_object()));
  const auto purl = parse_purl(text);
  if (fails) return purl ? "taken: " + text : "";
  if (!purl) return purl.error().message;
  if (type != "parse") return to_string(*purl) == text_at(test, "expected_output") ? "" : text + " → " + to_string(*purl);
  const Purl expected = purl_of(test.at("expected_output").as_object());
  return *purl == expected ? "" : text + " → " + to_string(*purl) + " instead of " + to_string(expected);
}

// Two cases of the specification contradict others of the same files: an upper-case key of a qualifier is to be refused in "parse" and
// made lower case in "validate". It is made lower case.
TEST(PurlShared, Specification) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  const std::set<std::string> deviations{"taken: pkg:gem/jruby-launcher@1.1.2?Platform=java", "taken: pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25"};
  std::size_t cases = 0;
  std::set<std::string> seen;
  for (const auto& [path, text] : shared_files("sbom-spec/purl-spec-tests.tar.zst")) {
    const auto document = json::parse(text);
    for (const json::value& test : document.at("tests").as_array()) {
      ++cases;
      const std::string broken = broken_case(test.as_object());
      if (deviations.contains(broken)) seen.insert(broken);
      else EXPECT_EQ(broken, "") << path << ": " << text_at(test.as_object(), "description");
    }
  }
  EXPECT_EQ(cases, 586u);
  EXPECT_EQ(seen, deviations);
}

}  // namespace
}  // namespace lp::match
