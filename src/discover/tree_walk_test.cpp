#include "discover/tree_walk.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "io/files.h"

namespace lp::discover {
namespace {

class TreeWalk : public ::testing::Test {
 protected:
  void SetUp() override {
    dir = std::make_unique<io::TempDir>(*io::TempDir::create("walk"));
    root = dir->path() / "data";
    std::filesystem::create_directories(root / "d" / "deep");
  }
  void put(const std::string& name) { std::ofstream(root / name) << name; }
  std::vector<std::string> walk(const std::function<WalkOn(const TreeEntry&)>& decide = {}) {
    std::vector<std::string> told;
    walk_tree(root, [&](const TreeEntry& entry) {
      told.emplace_back(entry.under);
      if (entry.kind == TreeEntry::folder) told.back() += '/';
      return decide ? decide(entry) : WalkOn::yes;
    });
    return told;
  }
  std::unique_ptr<io::TempDir> dir;
  std::filesystem::path root;
};

TEST_F(TreeWalk, InTheOrderOfPathsWithFoldersAsIfTheyEndedInASlash) {
  for (const char* name : {"d-", "d0", "d.txt", "d/x", "d/deep/y", "\xE4\xB8\xAD", "a"}) put(name);
  const std::vector<std::string> told = walk();
  EXPECT_EQ(told, (std::vector<std::string>{"a", "d-", "d.txt", "d/", "d/deep/", "d/deep/y", "d/x", "d0", "\xE4\xB8\xAD"}));
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
}

TEST_F(TreeWalk, TellsWhatEntriesAre) {
  put("file");
  std::filesystem::create_hard_link(root / "file", root / "file2");
  std::filesystem::create_symlink(root, root / "loop");
  ASSERT_EQ(mkfifo((root / "pipe").c_str(), 0600), 0);
  std::vector<TreeEntry::Kind> kinds;
  std::uint64_t inode = 0;
  walk([&](const TreeEntry& entry) {
    if (entry.under != "d" && entry.under != "d/deep") kinds.push_back(entry.kind);
    if (entry.under.starts_with("file")) {
      EXPECT_EQ(entry.size, 4U);
      EXPECT_EQ(entry.names, 2U);
      EXPECT_TRUE(inode == 0 || inode == entry.inode);
      inode = entry.inode;
    }
    EXPECT_EQ(entry.path, (root / entry.under).string());
    return WalkOn::yes;
  });
  EXPECT_EQ(kinds, (std::vector<TreeEntry::Kind>{TreeEntry::file, TreeEntry::file, TreeEntry::link, TreeEntry::special}));
}

TEST_F(TreeWalk, LeavesOutFoldersAndStops) {
  for (const char* name : {"a", "d/x", "e"}) put(name);
  EXPECT_EQ(walk([](const TreeEntry& e) { return e.under == "d" ? WalkOn::not_below : WalkOn::yes; }), (std::vector<std::string>{"a", "d/", "e"}));
  EXPECT_EQ(walk([](const TreeEntry& e) { return e.under == "d/x" ? WalkOn::no : WalkOn::yes; }), (std::vector<std::string>{"a", "d/", "d/deep/", "d/x"}));
}

TEST_F(TreeWalk, LargeFoldersWholeAndInOrder) {
  for (int i = 0; i < 5000; ++i) put("d/deep/" + std::to_string(i));
  const std::vector<std::string> told = walk();
  EXPECT_EQ(told.size(), 5002U);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(std::adjacent_find(told.begin(), told.end()), told.end());
}

TEST_F(TreeWalk, ARootMayBeAFileOrBeGone) {
  put("a");
  root /= "a";
  bool is_root = false;
  EXPECT_EQ(walk([&](const TreeEntry& e) { is_root = e.is_root; return WalkOn::yes; }), (std::vector<std::string>{"a"}));
  EXPECT_TRUE(is_root);
  root = dir->path() / "nothing";
  EXPECT_TRUE(walk().empty());
}

TEST_F(TreeWalk, AFolderThatCannotBeListedIsToldAgain) {
  if (geteuid() == 0) GTEST_SKIP() << "the superuser may list every folder";
  std::filesystem::permissions(root / "d", std::filesystem::perms::none);
  std::string trouble;
  EXPECT_EQ(walk([&](const TreeEntry& e) { trouble = e.trouble; return WalkOn::yes; }), (std::vector<std::string>{"d/", "d"}));
  EXPECT_FALSE(trouble.empty());
  std::filesystem::permissions(root / "d", std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace lp::discover
