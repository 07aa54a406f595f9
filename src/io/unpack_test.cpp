#include "io/unpack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/text.h"
#include "io/files.h"
#include "io/testing.h"
#include "io/unpack_testing.h"

namespace lp::io {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Collector;
using testing::make_archive;

constexpr const char* needle = "CPR 1111111118, planted";

struct Unpacked {
  Collector seen;
  UnpackReport report;
};

// From a file, as it is done in earnest.
Unpacked run(const std::string& name, const std::string& bytes, const UnpackLimits& limits = {}) {
  Unpacked out;
  auto folder = TempDir::create("unpack-test");
  EXPECT_TRUE(folder && write_file_atomic(folder->path() / name, bytes));
  const auto report = unpack(folder->path() / name, limits, out.seen);
  EXPECT_TRUE(report) << report.error().message;
  if (report) out.report = *report;
  EXPECT_EQ(out.report.stored, bytes.size());
  EXPECT_EQ(out.report.scanned + out.report.skipped_bytes(), out.report.stored);
  return out;
}

// Bytes no decoder makes smaller.
std::string noise(std::size_t size) {
  std::string out(size, '\0');
  std::uint64_t state = 88172645463325252u;
  for (char& c : out) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    c = static_cast<char>("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n"[(state >> 33) % 64]);
  }
  return out;
}

TEST(Unpack, PlainFileIsOneLeaf) {
  const Unpacked r = run("a.bin", needle);
  ASSERT_EQ(r.seen.leaves.size(), 1u);
  EXPECT_EQ(r.seen.leaves[0].path, "a.bin");
  EXPECT_EQ(r.seen.leaves[0].text, needle);
  EXPECT_EQ(r.report.scanned, std::string(needle).size());
}

TEST(Unpack, EveryArchiveFormat) {
  for (const char* format : {"zip", "pax", "gnutar", "v7tar", "ustar", "7zip", "cpio", "newc", "iso9660", "ar", "gzip", "bzip2", "xz", "zstd", "lz4", "lzma", "lzip", "compress"}) {
    const Unpacked r = run(std::string("some.") + format, make_archive({{"a.txt", std::string(needle) + "\n" + noise(300'000)}}, {.format = format}));
    EXPECT_THAT(r.seen.all(), HasSubstr(needle)) << format << "\n" << r.seen.reasons();
    EXPECT_EQ(r.seen.reasons(), "") << format;
  }
}

TEST(Unpack, PathsNameEveryContainer) {
  const std::string zip = make_archive({{"folder/note.txt", needle}});
  const Unpacked r = run("outer.tar.xz", make_archive({{"x", make_archive({{"inner.zip", zip}}, {.format = "pax"})}}, {.format = "xz"}));
  EXPECT_EQ(r.seen.text_of("outer.tar.xz!outer.tar!inner.zip!folder/note.txt"), needle) << r.seen.reasons();
}

TEST(Unpack, SixteenAndTwentyLevels) {
  const std::vector<std::string> formats{"zip", "pax", "xz", "gzip", "newc", "zstd", "bzip2", "lz4"};
  for (const int levels : {16, 20, 24}) {
    std::string bytes = needle;
    for (int i = 0; i < levels; ++i) bytes = make_archive({{"inner", bytes}}, {.format = formats[static_cast<std::size_t>(i) % formats.size()]});
    const Unpacked r = run("deep", bytes);
    EXPECT_THAT(r.seen.all(), HasSubstr(needle)) << levels << r.seen.reasons();
  }
}

TEST(Unpack, TooDeepIsReported) {
  std::string bytes = needle;
  for (int i = 0; i < 30; ++i) bytes = make_archive({{"inner", bytes}, {"beside", "shallow text"}});
  const Unpacked r = run("deep.zip", bytes);
  EXPECT_THAT(r.seen.all(), Not(HasSubstr(needle)));
  EXPECT_THAT(r.seen.all(), HasSubstr("shallow text"));
  EXPECT_THAT(r.seen.reasons(), HasSubstr(": depth"));
}

TEST(Unpack, SevenZipInAStreamIsSpooled) {
  const std::string seven = make_archive({{"a.txt", needle}}, {.format = "7zip"});
  EXPECT_THAT(run("a.tar.gz", make_archive({{"x", make_archive({{"b.7z", seven}}, {.format = "pax"})}}, {.format = "gzip"})).seen.all(), HasSubstr(needle));
  const Unpacked small = run("a.tar", make_archive({{"b.7z", seven}, {"c.txt", "goes on"}}, {.format = "pax"}), {.spool_bytes = 10});
  EXPECT_EQ(small.seen.reasons(), "a.tar!b.7z: too_large\n");
  EXPECT_THAT(small.seen.all(), HasSubstr("goes on"));
}

TEST(Unpack, EncryptedMembersAreReportedAndTheRestGoesOn) {
  const Unpacked r = run("locked.zip", make_archive({{"secret.txt", "hidden"}}, {.format = "zip", .password = "pw"}));
  EXPECT_EQ(r.seen.reasons(), "locked.zip!secret.txt: encrypted\n");
  EXPECT_GT(r.report.skipped[static_cast<std::size_t>(SkipReason::encrypted)], 0u);
  const Unpacked outer = run("outer.zip", make_archive({{"locked.zip", make_archive({{"s", "hidden"}}, {.format = "zip", .password = "pw"})}, {"b.txt", needle}}));
  EXPECT_EQ(outer.seen.text_of("outer.zip!b.txt"), needle);
}

TEST(Unpack, TruncatedGivesWhatWasReadable) {
  const std::string gz = make_archive({{"a", std::string(needle) + noise(2'000'000)}}, {.format = "gzip"});
  const Unpacked r = run("cut.gz", gz.substr(0, gz.size() / 2));
  EXPECT_THAT(r.seen.all(), HasSubstr(needle));
  EXPECT_GT(r.seen.all().size(), 700'000u);
  EXPECT_THAT(r.seen.reasons(), HasSubstr("corrupt"));
  const std::string tar = make_archive({{"a.txt", needle}, {"b.txt", noise(1'000'000)}}, {.format = "pax"});
  const Unpacked cut = run("cut.tar", tar.substr(0, 500'000));
  EXPECT_EQ(cut.seen.text_of("cut.tar!a.txt"), needle);
  EXPECT_THAT(cut.seen.reasons(), HasSubstr("corrupt"));
}

TEST(Unpack, DamagedMiddleIsReported) {
  std::string xz = make_archive({{"a", noise(3'000'000)}}, {.format = "xz"});
  for (std::size_t i = 0; i < 50; ++i) xz[xz.size() / 2 + i] = '\x55';
  const Unpacked r = run("bad.xz", xz);
  EXPECT_FALSE(r.seen.leaves.empty());
  EXPECT_THAT(r.seen.reasons(), HasSubstr("corrupt"));
  EXPECT_GT(r.report.skipped[static_cast<std::size_t>(SkipReason::corrupt)], 0u);
}

TEST(Unpack, BombsEndAndTheRestGoesOn) {
  const std::string zeros(std::size_t{40} << 20, ' ');
  const std::string bomb = make_archive({{"zeros", zeros}}, {.format = "bzip2"});  // a million to one
  const Unpacked r = run("bomb.zip", make_archive({{"bomb.bz2", bomb}, {"after.txt", needle}}));
  EXPECT_THAT(r.seen.reasons(), HasSubstr("bomb"));
  EXPECT_EQ(r.seen.text_of("bomb.zip!after.txt"), needle);
  std::uint64_t given = 0;
  for (const auto& leaf : r.seen.leaves) given += leaf.text.size();
  EXPECT_LT(given, std::uint64_t{11} << 20);

  const Unpacked total = run("total.zip", make_archive({{"a", noise(500'000)}, {"b", noise(500'000)}, {"c", noise(500'000)}}), {.total_bytes = 1'100'000});
  EXPECT_THAT(total.seen.reasons(), HasSubstr("bomb"));
  const Unpacked many = run("many.zip", make_archive({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}), {.members = 2});
  EXPECT_EQ(many.seen.leaves.size(), 2u);
  EXPECT_EQ(many.seen.reasons(), "many.zip!c: bomb\n");
  const Unpacked large = run("large.zip", make_archive({{"a", noise(500'000)}, {"b", needle}}), {.member_bytes = 100'000});
  EXPECT_EQ(large.seen.reasons(), "large.zip!a: too_large\n");
  EXPECT_EQ(large.seen.text_of("large.zip!b"), needle);
}

TEST(Unpack, BombsInBombs) {
  std::string bytes = make_archive({{"zeros", std::string(std::size_t{30} << 20, ' ')}}, {.format = "gzip"});
  for (int i = 0; i < 3; ++i) bytes = make_archive({{"in", bytes}}, {.format = "gzip"});
  const Unpacked r = run("bomb", bytes);
  EXPECT_THAT(r.seen.reasons(), HasSubstr("bomb"));
}

TEST(Unpack, EntriesThatShareTheirDataAreReadOnce) {
  // A directory that lists one entry a thousand times: the stream has it once.
  const std::string zip = make_archive({{"a.txt", needle}});
  const std::size_t directory = zip.find("PK\x01\x02"), end = zip.find("PK\x05\x06");
  std::string quine = zip.substr(0, directory);
  for (int i = 0; i < 1000; ++i) quine += zip.substr(directory, end - directory);
  const Unpacked r = run("quine.zip", quine + zip.substr(end));
  EXPECT_EQ(r.seen.leaves.size(), 1u);
}

TEST(Unpack, ZipBehindAProgram) {
  const std::string program = std::string("MZ\x90\0\x03\0\0\0", 8) + std::string(1000, '\x01');
  const Unpacked r = run("setup.exe", program + make_archive({{"a.txt", needle}}));
  EXPECT_EQ(r.seen.text_of("setup.exe!a.txt"), needle);
  EXPECT_EQ(r.seen.reasons(), "setup.exe: binary\n");
}

TEST(Unpack, TrailingBytesAreReported) {
  const std::string gz = make_archive({{"a", needle}}, {.format = "gzip"});
  EXPECT_EQ(run("a.gz", gz + "something else behind it").seen.reasons(), "a.gz: trailing\n");
  EXPECT_EQ(run("a.gz", gz + std::string(200'000, 'x')).report.skipped[static_cast<std::size_t>(SkipReason::trailing)] > 100'000, true);
  EXPECT_EQ(run("a.gz", gz + gz).seen.all(), std::string(needle) + needle + "\n") << "two members are one file";
  EXPECT_EQ(run("a.tar", make_archive({{"a", needle}}, {.format = "pax"}) + std::string(100'000, '\0')).seen.reasons(), "");
}

TEST(Unpack, TheFillingBehindALargeArchiveIsNoBomb) {
  // Readers of archives stop at the end mark; blocks of zeros stand behind it in the stream around.
  UnpackLimits limits;
  limits.ratio_from_bytes = std::uint64_t{1} << 20;
  std::string lines(needle);
  for (int i = 0; lines.size() < 1'200'000; ++i) lines += std::to_string(i * 7919) + "\n";
  const std::string tar = make_archive({{"a.txt", lines}}, {.format = "gnutar"});
  const Unpacked r = run("a.tar.gz", make_archive({{"a.tar", tar + std::string(std::size_t{1} << 20, '\0')}}, {.format = "gzip"}), limits);
  EXPECT_EQ(r.seen.reasons(), "");
  EXPECT_THAT(r.seen.all(), HasSubstr(needle));
  EXPECT_EQ(run("a.tar.gz", make_archive({{"a.tar", tar + std::string(2'000'000, 'x')}}, {.format = "gzip"}), limits).seen.reasons(), "a.tar.gz: trailing\n");
  EXPECT_EQ(run("a.gz", make_archive({{"a", "\x89PNG\r\n\x1a\n" + std::string(300'000, '\x07')}}, {.format = "gzip"})).seen.reasons().find("trailing"), std::string::npos) << "left unread on purpose";
  EXPECT_THAT(run("a.tar.gz", make_archive({{"a.tar", tar + std::string(std::size_t{70} << 20, '\0')}}, {.format = "gzip", .options = "compression-level=1"}), limits).seen.reasons(), HasSubstr("bomb")) << "zeros without end";
}

TEST(Unpack, OtherNaturesAreSkippedWithTheirReason) {
  const Unpacked r = run("mix.zip", make_archive({{"photo.txt", "\x89PNG\r\n\x1A\n" + noise(100'000)}, {"run", std::string("\x7F" "ELF\x02\x01\x01\0\0", 9)}, {"empty", ""}, {"a.txt", needle}}));
  EXPECT_EQ(r.seen.reasons(), "mix.zip!photo.txt: needs_ocr\nmix.zip!run: binary\n");
  EXPECT_EQ(r.seen.text_of("mix.zip!empty"), "");
  EXPECT_EQ(r.seen.text_of("mix.zip!a.txt"), needle);
  EXPECT_GT(r.report.skipped[static_cast<std::size_t>(SkipReason::needs_ocr)], 0u);
}

TEST(Unpack, WindowsOfDecodersAreLimited) {
  const std::string xz = make_archive({{"a", needle}}, {.format = "xz", .options = "xz:compression-level=9"});
  EXPECT_EQ(run("a.xz", xz, {.window_bytes = std::uint64_t{32} << 20}).seen.reasons(), "a.xz: too_large\n");
  EXPECT_THAT(run("a.xz", xz).seen.all(), HasSubstr(needle));
}

TEST(Unpack, StreamsHaveReportsToo) {
  const std::string tar = make_archive({{"a.txt", needle}}, {.format = "pax"});
  const auto source = make_memory_source(tar);
  Collector seen;
  const auto report = unpack("stream", *source, {}, seen);
  ASSERT_TRUE(report);
  EXPECT_EQ(seen.text_of("stream!a.txt"), needle);
  EXPECT_EQ(report->stored, tar.size());
  EXPECT_EQ(report->nature, Nature::tar);
}

TEST(Unpack, ErrorsOfTheVisitorAndTheFileStop) {
  class Stop final : public UnpackVisitor {
   public:
    int calls = 0;
    Status leaf(const Leaf&, ByteSource&) override {
      ++calls;
      return make_error(Errc::cancelled, "enough");
    }
    void skipped(const SkippedPart&) override {}
  } stop;
  const std::string zip = make_archive({{"a.txt", needle}, {"b.txt", needle}});
  const auto source = make_memory_source(zip);
  const auto report = unpack("x", *source, {}, stop);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Errc::cancelled);
  EXPECT_EQ(stop.calls, 1);

  class Broken final : public ByteSource {
   public:
    explicit Broken(std::string bytes) : bytes_(std::move(bytes)) {}
    Result<std::size_t> read(char* out, std::size_t size) override {
      if (bytes_.empty()) return make_error(Errc::io, "the disk is broken");
      const std::size_t n = bytes_.copy(out, size);
      bytes_.erase(0, n);
      return n;
    }

   private:
    std::string bytes_;
  } broken(make_archive({{"a.txt", noise(1'000'000)}}).substr(0, 300'000));
  Collector seen;
  const auto failed = unpack("x", broken, {}, seen);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Errc::io);
  Collector none;
  EXPECT_EQ(unpack("/no/such/file", {}, none).error().code, Errc::not_found);
}

TEST(Unpack, PagesHaveTheirCharactersAndKeepTheirTags) {
  const std::string page = R"(<html><head><meta charset="gb2312"></head><body title="x &amp; y">&#x5F20;&#19977;&nbsp;caf&eacute; &unknown; )" + from_utf8("南京", Encoding::gb18030) + "</body></html>";
  const Unpacked r = run("page", page);
  EXPECT_THAT(r.seen.all(), HasSubstr("title=\"x & y\">张三 café &unknown; 南京</body>"));
}

TEST(Unpack, PlacesInPagesMapBack) {
  class Places final : public UnpackVisitor {
   public:
    std::vector<std::uint64_t> found;
    Status leaf(const Leaf& leaf, ByteSource& bytes) override {
      std::string text(100'000, '\0');
      std::size_t got = 0;
      for (;;) {
        LP_TRY(const std::size_t n, bytes.read(text.data() + got, text.size() - got));
        if (n == 0) break;
        got += n;
      }
      text.resize(got);
      for (std::size_t at = text.find("needle"); at != std::string::npos; at = text.find("needle", at + 1)) found.push_back(leaf.offsets->raw_offset(at));
      return ok_status();
    }
    void skipped(const SkippedPart&) override {}
  } places;
  const std::string page = from_utf8("<html>张三 needle &lt;&gt; needle &#x5F20; 南京 needle</html>", Encoding::utf16le);
  const auto source = make_memory_source(page);
  ASSERT_TRUE(unpack("page", *source, {}, places));
  std::vector<std::uint64_t> expected;
  const std::string wide = from_utf8("needle", Encoding::utf16le);
  for (std::size_t at = page.find(wide); at != std::string::npos; at = page.find(wide, at + 1)) expected.push_back(at);
  EXPECT_EQ(places.found, expected);
}

TEST(Unpack, DataUrlsAreOpened) {
  const Unpacked r = run("page.html", "<html><img src=\"data:text/plain;base64,Q1BSIDExMTExMTExMTgsIHBsYW50ZWQ=\"><a href='data:,plain'>data:x</a>");
  EXPECT_EQ(r.seen.text_of("page.html!data1"), needle);
  EXPECT_EQ(r.seen.leaves.back().mime, "text/plain");
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "some words and then data:;base64,Q1BSIDEx and da";
  EXPECT_EQ(run("many.txt", many).seen.leaves.size(), 3001u) << "across the ends of blocks too";
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(__has_feature)
std::size_t memory_of_process(const std::string& field) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(field)) return static_cast<std::size_t>(std::stoul(line.substr(field.size() + 1))) * 1024;
  }
  return 0;
}

// The highest use of memory while a file is unpacked, above that before.
std::size_t memory_for(const std::string& bytes) {
  auto folder = TempDir::create("unpack-test");
  EXPECT_TRUE(folder && write_file_atomic(folder->path() / "x", bytes));
  std::ofstream("/proc/self/clear_refs") << "5";
  const std::size_t before = memory_of_process("VmRSS");
  class Counter final : public UnpackVisitor {
   public:
    Status leaf(const Leaf&, ByteSource& source) override {
      char buffer[16384];
      for (;;) {
        LP_TRY(const std::size_t n, source.read(buffer, sizeof buffer));
        if (n == 0) return ok_status();
      }
    }
    void skipped(const SkippedPart&) override {}
  } counter;
  EXPECT_TRUE(unpack(folder->path() / "x", {}, counter));
  const std::size_t highest = memory_of_process("VmHWM");
  return highest > before ? highest - before : 0;
}

TEST(Unpack, MemoryDoesNotGrowWithTheFile) {
  const std::size_t most = std::size_t{40} << 20;
  EXPECT_LT(memory_for(make_archive({{"a", noise(std::size_t{60} << 20)}}, {.format = "zip"})), most);
  std::string deep = noise(std::size_t{2} << 20);
  for (int i = 0; i < 24; ++i) deep = make_archive({{"inner", deep}}, {.format = i % 2 == 0 ? "gzip" : "pax"});
  EXPECT_LT(memory_for(deep), most);
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 30'000; ++i) many.emplace_back("member" + std::to_string(i), "text");
  EXPECT_LT(memory_for(make_archive(many)), most);
  std::string page = "<html>";
  while (page.size() < (std::size_t{30} << 20)) page += "&amp;<p>&#x5F20;";
  EXPECT_LT(memory_for(page), most);
  EXPECT_LT(memory_for("<html><a href=\"" + std::string(std::size_t{50} << 20, 'x')), most);
  EXPECT_LT(memory_for(testing::make_zip({{"[Content_Types].xml", ""}, {"word/document.xml", "<w:d a='" + std::string(std::size_t{50} << 20, 'x')}})), most);
  std::string nested;
  while (nested.size() < (std::size_t{30} << 20)) nested += "<w:p>";
  EXPECT_LT(memory_for(testing::make_zip({{"[Content_Types].xml", ""}, {"word/document.xml", nested}})), most);
}
#endif

}  // namespace
}  // namespace lp::io
