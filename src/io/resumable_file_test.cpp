#include "io/resumable_file.h"

#include <gtest/gtest.h>

#include "io/files.h"

namespace lp::io {
namespace {

TEST(ResumableFile, GoesBackToALengthItKnows) {
  const TempDir dir = *TempDir::create("resumable");
  const auto path = dir.path() / "alerts";
  {
    ResumableFile file = *ResumableFile::open(path, {});
    ASSERT_TRUE(file.write("kept\n"));
    EXPECT_EQ(*file.sync(), 5U);
    ASSERT_TRUE(file.write(std::string(200'000, 'x')));
    ASSERT_TRUE(file.flush());
    ASSERT_TRUE(file.write("never flushed"));
  }
  EXPECT_EQ(read_file(path, 1 << 20)->size(), 200'005U);
  {
    ResumableFile file = *ResumableFile::open(path, 5);
    ASSERT_TRUE(file.write("and more\n"));
    EXPECT_EQ(*file.sync(), 14U);
    ASSERT_TRUE(file.close());
    ASSERT_TRUE(file.close());
  }
  EXPECT_EQ(*read_file(path, 100), "kept\nand more\n");
  EXPECT_EQ(ResumableFile::open(path, 15).error().code, Errc::corrupt);
  std::filesystem::remove(path);
  ASSERT_TRUE(ResumableFile::open(path, 15)->close()) << "taken away by logrotate";
  ASSERT_TRUE(ResumableFile::open(path, {})->close());
  EXPECT_EQ(*read_file(path, 100), "");
}

TEST(ResumableFile, TellsOfAFullDisk) {
  ResumableFile file = *ResumableFile::open("/dev/full", {});
  ASSERT_TRUE(file.write("x"));
  const auto synced = file.sync();
  ASSERT_FALSE(synced);
  EXPECT_EQ(synced.error().code, Errc::unavailable) << synced.error().message;
}

TEST(ResumableFile, SaysWhereItCannotWrite) { EXPECT_EQ(ResumableFile::open("/nonexistent/file", {}).error().code, Errc::not_found); }

}  // namespace
}  // namespace lp::io
