#include "detect/inputs/followed_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "io/files.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;

class FollowedFileTest : public ::testing::Test {
 protected:
  FollowedFileTest() : folder_(*io::TempDir::create("follow")), path_(folder_.path() / "eve.json") {}
  void append(std::string_view text) { std::ofstream(path_, std::ios::app | std::ios::binary) << text; }
  FollowedFile open(const std::optional<FilePlace>& place = std::nullopt) {
    auto file = FollowedFile::open(path_, place);
    if (!file) throw std::runtime_error(file.error().message);
    return std::move(*file);
  }
  static std::string read(FollowedFile& file) {
    std::string out(4096, '\0');
    auto got = file.read(out.data(), out.size());
    out.resize(got ? *got : 0);
    return out;
  }

  io::TempDir folder_;
  fs::path path_;
};

TEST_F(FollowedFileTest, ReadsWhatIsAppended) {
  append("one\n");
  FollowedFile file = open();
  EXPECT_EQ(read(file), "one\n");
  EXPECT_EQ(read(file), "");
  EXPECT_EQ(*file.end(), FollowedFile::End::waiting);
  append("two\n");
  EXPECT_EQ(read(file), "two\n");
}

TEST_F(FollowedFileTest, ARenamedFileIsReadToItsEndBeforeItIsLeft) {
  append("one\n");
  FollowedFile file = open();
  EXPECT_EQ(read(file), "one\n");
  append("last\n");
  fs::rename(path_, folder_.path() / "eve.json.1");
  EXPECT_EQ(*file.end(), FollowedFile::End::waiting) << "there is more in it";
  EXPECT_EQ(read(file), "last\n");
  EXPECT_EQ(*file.end(), FollowedFile::End::rotated) << "no file has the name";
  append("new\n");
  EXPECT_EQ(*file.end(), FollowedFile::End::rotated) << "another file has the name";
}

TEST_F(FollowedFileTest, ATruncatedFileIsReported) {
  append("one\ntwo\n");
  FollowedFile file = open();
  EXPECT_EQ(read(file), "one\ntwo\n");
  fs::resize_file(path_, 0);
  append("x\n");
  EXPECT_EQ(*file.end(), FollowedFile::End::truncated);
}

TEST_F(FollowedFileTest, GoesOnWhereTheLastRunStopped) {
  append("one\ntwo\n");
  FollowedFile file = open();
  read(file);
  const FilePlace place = file.place(4, 2, {"#fields"});
  FollowedFile again = open(place);
  EXPECT_TRUE(again.resumed());
  EXPECT_EQ(again.start(), 4u);
  EXPECT_EQ(read(again), "two\n");
}

TEST_F(FollowedFileTest, FindsTheFileThatWasRotatedMeanwhile) {
  append("one\ntwo\n");
  FollowedFile file = open();
  read(file);
  const FilePlace place = file.place(4, 2, {});
  fs::rename(path_, folder_.path() / "eve.json.1");
  append("new\n");
  FollowedFile again = open(place);
  EXPECT_EQ(read(again), "two\n");
  EXPECT_EQ(*again.end(), FollowedFile::End::rotated);
  FollowedFile fresh = open();
  EXPECT_EQ(read(fresh), "new\n");
}

TEST_F(FollowedFileTest, ANewFileWithTheOldNumberIsNotTakenForTheOldOne) {
  append("one\ntwo\n");
  FollowedFile file = open();
  read(file);
  FilePlace place = file.place(8, 3, {});
  fs::resize_file(path_, 0);
  append("another log, longer\n");  // the same inode, other content
  FollowedFile again = open(place);
  EXPECT_FALSE(again.resumed());
  EXPECT_EQ(read(again), "another log, longer\n");
}

TEST_F(FollowedFileTest, AnAbsentFileIsNotFound) {
  auto file = FollowedFile::open(path_, std::nullopt);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, Errc::not_found);
}

}  // namespace
}  // namespace lp::detect
