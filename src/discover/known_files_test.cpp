#include "discover/known_files.h"

#include <gtest/gtest.h>

#include <set>

#include "io/files.h"

namespace lp::discover {
namespace {

class Known : public ::testing::Test {
 protected:
  void SetUp() override {
    dir = std::make_unique<io::TempDir>(*io::TempDir::create("known"));
    state = std::move(*io::KeyedFile::open(dir->path() / "state", "test/1"));
  }
  std::set<std::string> names() {
    std::set<std::string> out;
    EXPECT_TRUE(state->each("", [&](std::string_view name, std::string_view) {
      out.emplace(name);
      return true;
    }));
    return out;
  }
  static std::string text_of(const Result<std::optional<std::string_view>>& found) { return found && *found ? std::string(**found) : "-"; }
  std::unique_ptr<io::TempDir> dir;
  std::unique_ptr<io::KeyedFile> state;
  std::mutex guard;
};

TEST_F(Known, WhatIsPassedByIsGone) {
  for (const char* name : {"a", "b", "d/x", "z"}) ASSERT_TRUE(state->put(name, std::string("of ") + name));
  KnownFiles known(*state, guard);
  EXPECT_EQ(text_of(known.find("a")), "of a");
  EXPECT_EQ(text_of(known.find("c")), "-");
  ASSERT_TRUE(state->put("c", "new"));
  EXPECT_EQ(text_of(known.find("d/x")), "of d/x");
  ASSERT_TRUE(known.finish(true));
  EXPECT_EQ(names(), (std::set<std::string>{"a", "c", "d/x"}));
}

TEST_F(Known, AWalkThatStoppedForgetsOnlyWhatItPassed) {
  for (const char* name : {"a", "b", "c", "d"}) ASSERT_TRUE(state->put(name, "x"));
  KnownFiles known(*state, guard);
  EXPECT_EQ(text_of(known.find("b")), "x");
  ASSERT_TRUE(known.finish(false));
  EXPECT_EQ(names(), (std::set<std::string>{"b", "c", "d"}));
}

TEST_F(Known, NamesThatDoNotRiseAreUnknownAndMayBePutAgain) {
  for (const char* name : {"d", "d-x"}) ASSERT_TRUE(state->put(name, "old"));
  KnownFiles known(*state, guard);
  EXPECT_EQ(text_of(known.find("d-x")), "old");
  EXPECT_EQ(text_of(known.find("d")), "-");
  ASSERT_TRUE(state->put("d", "new"));
  ASSERT_TRUE(known.finish(true));
  EXPECT_EQ(names(), (std::set<std::string>{"d", "d-x"}));
}

TEST_F(Known, MoreThanOneStep) {
  const auto name = [](int i) { return std::to_string(100'000 + i); };
  for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(state->put(name(i), name(i)));
  KnownFiles known(*state, guard);
  std::set<std::string> asked;
  for (int i = 0; i < 10'000; i += 3) {
    asked.insert(name(i));
    EXPECT_EQ(text_of(known.find(name(i))), name(i));
  }
  ASSERT_TRUE(known.finish(true));
  EXPECT_EQ(names(), asked);
}

TEST_F(Known, AnEmptyFileKnowsNothing) {
  KnownFiles known(*state, guard);
  EXPECT_EQ(text_of(known.find("a")), "-");
  ASSERT_TRUE(state->put("a", "new"));
  EXPECT_EQ(text_of(known.find("b")), "-");
  ASSERT_TRUE(known.finish(true));
  EXPECT_EQ(names(), (std::set<std::string>{"a"}));
}

}  // namespace
}  // namespace lp::discover
