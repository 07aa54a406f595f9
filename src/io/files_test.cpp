#include "io/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/bytes.h"

namespace lp::io {
namespace {

class FilesTest : public ::testing::Test {
 protected:
  TempDir dir = std::move(*TempDir::create("files-test"));
};

TEST_F(FilesTest, WritesAtomicallyAndReadsBack) {
  const auto path = dir.path() / "a.txt";
  ASSERT_TRUE(write_file_atomic(path, "one"));
  ASSERT_TRUE(write_file_atomic(path, "two"));
  EXPECT_EQ(*read_file(path, 100), "two");
  int files = 0;
  for ([[maybe_unused]] const auto& f : std::filesystem::directory_iterator(dir.path())) ++files;
  EXPECT_EQ(files, 1) << "no temporary file is left";
}

TEST_F(FilesTest, ReadRefusesMoreThanTheLimit) {
  const auto path = dir.path() / "big";
  ASSERT_TRUE(write_file_atomic(path, std::string(1001, 'x')));
  EXPECT_TRUE(read_file(path, 1001));
  const auto refused = read_file(path, 1000);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::too_large);
}

TEST_F(FilesTest, SaysWhatIsMissing) {
  const auto absent = read_file(dir.path() / "absent", 10);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, Errc::not_found);
  EXPECT_NE(absent.error().message_zh.find("absent"), std::string::npos);
  EXPECT_FALSE(open_file_source(dir.path() / "absent"));
  EXPECT_FALSE(write_file_atomic(dir.path() / "no" / "folder", "x"));
}

TEST_F(FilesTest, MapsDiskTrouble) {
  EXPECT_EQ(os_error(ENOSPC, "writing", "x").code, Errc::unavailable);
  EXPECT_EQ(os_error(EROFS, "writing", "x").code, Errc::unavailable);
  EXPECT_EQ(os_error(EACCES, "writing", "x").code, Errc::io);
}

TEST_F(FilesTest, FullDiskIsReportedBySinks) {
  if (::access("/dev/full", W_OK) != 0) GTEST_SKIP() << "no /dev/full here";
  auto sink = open_file_sink("/dev/full");
  ASSERT_TRUE(sink);
  const auto written = (*sink)("x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::unavailable);
}

TEST(TempDirTest, IsPrivateAndRemoved) {
  std::filesystem::path path;
  {
    auto dir = TempDir::create("temp-test");
    ASSERT_TRUE(dir);
    path = dir->path();
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0700u);
    TempDir moved = std::move(*dir);
    EXPECT_EQ(moved.path(), path);
    ASSERT_TRUE(write_file_atomic(path / "x", "1"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace lp::io
