#include "io/zip_writer.h"

#include <gtest/gtest.h>

#include "io/files.h"
#include "io/zip_reader.h"

namespace lp::io {
namespace {

TEST(ZipWriterTest, GivesBackWhatWasPacked) {
  const TempDir dir = std::move(*TempDir::create("zip-writer-test"));
  const auto path = dir.path() / "a.zip";
  const std::string big(3'000'000, 'x');
  auto zip = std::move(*ZipWriter::create(path, 1));
  ASSERT_TRUE(zip->begin("a/one.xml", 6));
  ASSERT_TRUE(zip->append("abc"));
  ASSERT_TRUE(zip->append("def"));
  ASSERT_TRUE(zip->begin("two", big.size()));
  ASSERT_TRUE(zip->append(big));
  ASSERT_TRUE(zip->begin("empty", 0));
  ASSERT_TRUE(zip->finish());
  const ZipInput input{.path = path, .bytes = {}};
  EXPECT_EQ(*list_zip(input, {}), (std::vector<std::string>{"a/one.xml", "two", "empty"}));
  EXPECT_EQ(*read_zip_entry(input, "a/one.xml", 100, {}), "abcdef");
  EXPECT_EQ(*read_zip_entry(input, "two", 1 << 22, {}), big);
  EXPECT_EQ(*read_zip_entry(input, "empty", 100, {}), "");
  EXPECT_LT(std::filesystem::file_size(path), 100'000u) << "packed";
}

TEST(ZipWriterTest, SaysWhyAFileCannotBeMade) {
  const auto zip = ZipWriter::create("/nonexistent/a.zip", 1);
  ASSERT_FALSE(zip);
  EXPECT_NE(zip.error().message.find("/nonexistent/a.zip"), std::string::npos);
}

TEST(ZipWriterTest, AFullDiskIsAnError) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  auto zip = ZipWriter::create("/dev/full", 1);
  ASSERT_TRUE(zip);
  Status status = (*zip)->begin("a", 3);
  if (status) status = (*zip)->append("abc");
  if (status) status = (*zip)->finish();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace lp::io
