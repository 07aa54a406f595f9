#include "detect/indicators/allow_lists.h"

#include <gtest/gtest.h>

#include <array>

#include "io/files.h"

namespace lp::detect {
namespace {

AllowLists make() {
  AllowLists lists;
  Diagnostics out;
  for (const char* text : {R"({"name":"Resolvers","type":"string","matching_attributes":["ip-src","ip-dst","domain|ip"],"list":["8.8.8.8","2001:4860:4860::8888"]})",
                           R"({"name":"Popular","type":"hostname","matching_attributes":["domain","hostname","url"],"list":["Google.com",".example.org"]})",
                           R"({"name":"Cloud","type":"cidr","matching_attributes":["ip-dst"],"list":["13.32.0.0/15","2600:9000::/28"]})",
                           R"({"name":"Sandboxes","type":"substring","matching_attributes":["domain","url"],"list":["any.run"]})",
                           R"({"name":"Contacts","type":"regex","matching_attributes":["email-src"],"list":["/^(security|noc|soc|abuse)\\@.*\\..*$/i"]})",
                           R"({"name":"Nothing","type":"string","matching_attributes":["md5","sha1"],"list":["d41d8cd98f00b204e9800998ecf8427e"]})",
                           R"({"name":"Phones","type":"regex","matching_attributes":["phone-number"],"list":["/(?=x)/"]})"}) {
    EXPECT_TRUE(lists.add(text, "f", out));
  }
  EXPECT_EQ(out.warnings(), 0u);
  EXPECT_EQ(lists.lists(), 6u);
  EXPECT_EQ(lists.entries(), 9u);
  return lists;
}

TEST(AllowLists, FindWhatTheyHoldForTheirKinds) {
  const AllowLists lists = make();
  using enum IndicatorKind;
  struct Row { IndicatorKind kind; const char* shown; const char* seen; const char* list; };
  const std::array rows{Row{ip, "8.8.8.8", "8.8.8.8", "Resolvers"}, Row{ip, "8.8.4.4", "8.8.4.4", ""}, Row{prefix, "8.8.0.0/16", "8.8.8.8", "Resolvers"},
                        Row{ip, "13.33.1.1", "13.33.1.1", "Cloud"}, Row{prefix, "13.32.0.0/16", "13.32.5.5", "Cloud"}, Row{prefix, "13.0.0.0/8", "13.1.1.1", ""},
                        Row{prefix, "13.0.0.0/8", "13.32.1.1", "Cloud"}, Row{domain, "google.com", "mail.google.com", "Popular"}, Row{domain, "www.google.com", "www.google.com", "Popular"},
                        Row{domain, "notgoogle.com", "notgoogle.com", ""}, Row{domain, "com", "google.com", "Popular"}, Row{domain, "a.example.org", "a.example.org", "Popular"},
                        Row{url, "docs.google.com/x", "http://docs.google.com/x", "Popular"}, Row{url, "bad.example/google.com", "/google.com", ""},
                        Row{domain, "app.any.run", "app.any.run", "Sandboxes"}, Row{email, "abuse@isp.example", "abuse@isp.example", "Contacts"},
                        Row{email, "mallory@isp.example", "mallory@isp.example", ""}, Row{md5, "d41d8cd98f00b204e9800998ecf8427e", "D41D8CD98F00B204E9800998ECF8427E", "Nothing"},
                        Row{ja3, "d41d8cd98f00b204e9800998ecf8427e", "", ""}};
  for (const Row& row : rows) {
    const auto match = lists.find(row.kind, row.shown, row.seen);
    EXPECT_EQ(match ? match->list : "", row.list) << row.shown;
  }
}

TEST(AllowLists, SayWhatTheyCannotUse) {
  AllowLists lists;
  Diagnostics out;
  for (const char* text : {"[]", "{}", "{\"list\":7}", "not json", R"({"list":["x"],"type":"animal"})"}) EXPECT_FALSE(lists.add(text, "f", out)) << text;
  EXPECT_TRUE(lists.add(R"({"name":"n","type":"cidr","list":["1.2.3.0/24","x",7]})", "f", out));
  EXPECT_TRUE(lists.add(R"({"name":"r","type":"regex","list":["/(?<=a)b/","/a+/"]})", "f", out));
  EXPECT_EQ(out.warnings(), 3u);
  EXPECT_EQ(lists.entries(), 2u);
}

TEST(AllowLists, AreLoadedFromAFolderInOrder) {
  const auto dir = io::TempDir::create("allow");
  ASSERT_TRUE(dir);
  std::filesystem::create_directories(dir->path() / "b");
  std::filesystem::create_directories(dir->path() / "a");
  ASSERT_TRUE(io::write_file_atomic(dir->path() / "b" / "list.json", R"({"name":"B","type":"string","list":["8.8.8.8"]})"));
  ASSERT_TRUE(io::write_file_atomic(dir->path() / "a" / "list.json", R"({"name":"A","type":"string","list":["8.8.8.8"]})"));
  ASSERT_TRUE(io::write_file_atomic(dir->path() / "broken.json", "{"));
  ASSERT_TRUE(io::write_file_atomic(dir->path() / "README.md", "no list"));
  AllowLists lists;
  Diagnostics out;
  ASSERT_TRUE(lists.load(dir->path(), out));
  EXPECT_EQ(out.errors(), 1u);
  EXPECT_EQ(lists.find(IndicatorKind::ip, "8.8.8.8", "")->list, "A");
  EXPECT_FALSE(lists.load(dir->path() / "absent", out));
}

}  // namespace
}  // namespace lp::detect
