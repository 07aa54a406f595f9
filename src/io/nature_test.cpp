#include "io/nature.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "io/files.h"
#include "io/unpack_testing.h"

namespace lp::io {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

Nature of(const std::string& bytes) {
  return recognise(std::string_view(bytes).substr(0, recognise_head), std::string_view(bytes).substr(bytes.size() - std::min(bytes.size(), recognise_tail)));
}

fs::path shared_data() { return fs::path(LP_SOURCE_DIR) / ".." / "shared" / "data" / "discover"; }

// False: to be skipped.
bool is_there(const fs::path& folder) {
  if (fs::exists(folder)) return true;
  const char* ci = std::getenv("CI");
  EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << folder << " is missing";
  return false;
}

TEST(Nature, ArchivesOfLibarchive) {
  const std::vector<std::pair<std::string, std::string>> members{{"a.txt", "some text"}, {"b.txt", "more"}};
  const std::map<std::string, Nature> formats{{"zip", Nature::zip}, {"pax", Nature::tar}, {"gnutar", Nature::tar}, {"v7tar", Nature::tar}, {"7zip", Nature::seven_zip}, {"cpio", Nature::cpio},
                                              {"newc", Nature::cpio}, {"iso9660", Nature::iso}, {"ar", Nature::ar}, {"gzip", Nature::gzip}, {"bzip2", Nature::bzip2}, {"xz", Nature::xz},
                                              {"zstd", Nature::zstd}, {"lz4", Nature::lz4}, {"lzma", Nature::lzma}, {"lzip", Nature::lzma}, {"compress", Nature::compress}};
  for (const auto& [format, nature] : formats) EXPECT_EQ(to_string(of(testing::make_archive(members, {.format = format}))), to_string(nature)) << format;
}

TEST(Nature, TextAndItsKinds) {
  EXPECT_EQ(of(""), Nature::text);
  EXPECT_EQ(of("MZ is how a program begins, and so does this text"), Nature::text);
  EXPECT_EQ(of("BM,PM\n1,2\n"), Nature::text);
  EXPECT_EQ(of("<!DOCTYPE html><html></html>"), Nature::html);
  EXPECT_EQ(of("\xEF\xBB\xBF\r\n<HTML lang=zh>"), Nature::html);
  EXPECT_EQ(of("<?xml version='1.0'?><a/>"), Nature::xml);
  EXPECT_EQ(of("a < b and b > c"), Nature::text);
  EXPECT_EQ(of("From: a@b.invalid\r\nTo: c@d.invalid\r\nSubject: x\r\n\r\nhello"), Nature::eml);
  EXPECT_EQ(of("From a@b.invalid Thu Jan  1 00:00:00 2024\nFrom: a@b.invalid\n\nhello"), Nature::mbox);
  EXPECT_EQ(of("From: here\nwe go on\n"), Nature::text);
  EXPECT_EQ(of("name: x\nimage: y\n"), Nature::text);
  for (const Encoding e : {Encoding::utf16le, Encoding::utf16be, Encoding::utf32le, Encoding::utf32be, Encoding::gb18030}) {
    EXPECT_EQ(of(from_utf8("张三的身份证号码是什么，住址在哪里？\n", e)), Nature::text) << to_string(e);
    EXPECT_EQ(of(from_utf8("<html><body>张三的身份证号码</body></html>", e)), Nature::html) << to_string(e);
    EXPECT_EQ(text_encoding(from_utf8("张三的身份证号码是什么，住址在哪里？\n", e)), e);
  }
}

TEST(Nature, ControlCharactersAreNoText) {
  std::string noise;
  std::uint32_t state = 1;
  for (int i = 0; i < 5000; ++i) noise += static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
  EXPECT_EQ(of(noise), Nature::unknown_binary);
  EXPECT_EQ(text_encoding(noise), std::nullopt);
  EXPECT_EQ(of(std::string(100, '\0')), Nature::unknown_binary);
  EXPECT_EQ(of("a log line with one \x01 in it, and much more text after that"), Nature::text);
}

TEST(Nature, TwoThingsAtOnce) {
  const std::string zip = testing::make_archive({{"a.txt", "text"}});
  EXPECT_EQ(of("%PDF-1.4\n" + zip), Nature::pdf) << "the reader of its start";
  EXPECT_EQ(of(std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16) + zip), Nature::zip) << "only the ZIP has text";
  EXPECT_EQ(of(std::string("MZ\x90\0\x03\0\0\0", 8) + zip), Nature::zip) << "self-extracting";
  EXPECT_EQ(of(std::string("\0\0junk\0\0\0\0", 10) + "%PDF-1.7\n"), Nature::pdf) << "as PDF readers have it";
  EXPECT_EQ(of("the heading of a PDF is %PDF-1.7, says the manual"), Nature::text);
}

TEST(Nature, MagikaFiles) {
  if (!is_there(shared_data() / "magika")) GTEST_SKIP() << "../shared/data/discover is not there";
  const std::map<std::string, Nature> expected{
      {"docx", Nature::docx}, {"xlsx", Nature::xlsx}, {"pptx", Nature::pptx}, {"odt", Nature::odf}, {"ods", Nature::odf}, {"odp", Nature::odf}, {"pdf", Nature::pdf}, {"zip", Nature::zip},
      {"epub", Nature::zip}, {"pytorch", Nature::zip}, {"jpeg", Nature::image}, {"png", Nature::image}, {"psd", Nature::image}, {"mp3", Nature::media}, {"wav", Nature::media}, {"ogg", Nature::media},
      {"flac", Nature::media}, {"eml", Nature::eml}, {"mht", Nature::eml}, {"html", Nature::html}, {"svg", Nature::xml}, {"outlook", Nature::ole_office}, {"pythonbytecode", Nature::unknown_binary},
      // templates of pages are text with tags, or pages with directives: both are read the same way
      {"handlebars", Nature::html}, {"jinja", Nature::text}, {"twig", Nature::text}};
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(shared_data() / "magika" / "tests_data" / "basic")) {
    if (!entry.is_regular_file()) continue;
    const auto bytes = read_file(entry.path(), 100u << 20);
    ASSERT_TRUE(bytes);
    const std::string folder = entry.path().parent_path().filename().string();
    const auto known = expected.find(folder);
    const Nature nature = of(*bytes);
    if (folder == "handlebars" || folder == "jinja" || folder == "twig") {
      EXPECT_TRUE(nature == Nature::text || nature == Nature::html || nature == Nature::xml) << entry.path();
    } else {
      EXPECT_EQ(to_string(nature), to_string(known == expected.end() ? Nature::text : known->second)) << entry.path();
    }
    ++files;
  }
  EXPECT_GE(files, 70);
}

}  // namespace
}  // namespace lp::io
