#include "io/decoding_source.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace lp::io {
namespace {

constexpr Encoding all_encodings[] = {Encoding::utf8, Encoding::utf8_bom, Encoding::utf16le, Encoding::utf16be, Encoding::gb18030, Encoding::utf32le, Encoding::utf32be};

// Hands out few bytes at a time.
class Trickle final : public ByteSource {
 public:
  Trickle(std::string_view bytes, std::size_t most) : inner_(make_memory_source(bytes)), most_(most) {}
  Result<std::size_t> read(char* out, std::size_t size) override { return inner_->read(out, std::min(size, most_)); }

 private:
  std::unique_ptr<ByteSource> inner_;
  std::size_t most_;
};

std::string read_all(ByteSource& source, std::size_t piece = 100) {
  std::string out, buffer(piece, '\0');
  for (;;) {
    const auto n = source.read(buffer.data(), buffer.size());
    EXPECT_TRUE(n.has_value());
    if (!n || *n == 0) return out;
    out.append(buffer, 0, *n);
  }
}

TEST(DecodingSource, GivesTheTextAndWhereItStood) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "姓名,张三,𠮷," + std::to_string(i) + ",110101199003070000 and a rather long run of plain letters\n";
  for (const Encoding e : all_encodings) {
    const std::string raw = from_utf8(text, e);
    Trickle trickle(raw, 777);
    DecodingSource source(trickle, e);
    ASSERT_EQ(read_all(source), text) << to_string(e);
    EXPECT_EQ(source.bad_bytes(), 0u);
    int asked = 0;
    for (std::size_t at = text.find("张三"); at != std::string::npos; at = text.find("张三", at + 100'000), ++asked) {
      EXPECT_EQ(source.raw_offset(at), from_utf8(text.substr(0, at), e).size()) << to_string(e) << " " << at;
      const bool same = e == Encoding::utf8 || e == Encoding::utf8_bom;
      EXPECT_EQ(source.raw_offset(at + 1), from_utf8(text.substr(0, at), e).size() + (same ? 1 : 0)) << "inside a character";
    }
    EXPECT_GE(asked, 2);
  }
}

TEST(DecodingSource, ByteOrderMarkIsNoText) {
  for (const Encoding e : {Encoding::utf16le, Encoding::utf16be, Encoding::utf32le, Encoding::utf32be, Encoding::gb18030, Encoding::utf8_bom}) {
    const std::string marked = from_utf8("\xEF\xBB\xBF" "南京", e == Encoding::utf8_bom ? Encoding::utf8 : e);
    EXPECT_EQ(detect_encoding(marked), e) << to_string(e);
    const auto memory = make_memory_source(marked);
    DecodingSource source(*memory, e);
    EXPECT_EQ(read_all(source), "南京") << to_string(e);
    EXPECT_EQ(source.raw_offset(0), bom_length(e, marked)) << to_string(e);
  }
}

TEST(DecodingSource, OddLastByteIsReportedNotLost) {
  const std::string raw = from_utf8("身份证号", Encoding::utf16le) + "x";
  const auto memory = make_memory_source(raw);
  DecodingSource source(*memory, Encoding::utf16le);
  EXPECT_EQ(read_all(source), "身份证号\xEF\xBF\xBD");
  EXPECT_EQ(source.bad_bytes(), 1u);
  EXPECT_EQ(source.raw_offset(12), 8u);
}

TEST(DecodingSource, NamedCharsets) {
  const auto memory = make_memory_source("caf\xE9 12345");
  const auto source = DecodingSource::for_charset(*memory, "windows-1252");
  ASSERT_TRUE(source);
  EXPECT_EQ(read_all(*source), "café 12345");
  EXPECT_EQ(source->raw_offset(6), 5u);
  EXPECT_FALSE(DecodingSource::for_charset(*memory, "no-such-charset"));
  EXPECT_FALSE(DecodingSource::for_charset(*memory, "UTF-16//TRANSLIT"));
}

TEST(DecodingSource, MemoryStaysBoundedAndOldPlacesAreNear) {
  std::string raw;
  while (raw.size() < (std::size_t{6} << 20)) raw += "\xC4\xCF\xBE\xA9";  // 南京
  const auto memory = make_memory_source(raw);
  DecodingSource source(*memory, Encoding::gb18030);
  const std::string text = read_all(source, 65536);
  EXPECT_EQ(text.size(), raw.size() / 2 * 3);
  EXPECT_GT(source.raw_offset(0), 0u);  // forgotten: the oldest kept place
  const std::size_t recent = text.size() - 999'999 - text.size() % 3;
  EXPECT_EQ(source.raw_offset(recent / 3 * 3), recent / 3 * 2);
}

RC_GTEST_PROP(DecodingSource, AnyBytesGiveValidTextAndAscendingPlaces, ()) {
  const std::string raw = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const Encoding e = *rc::gen::elementOf(std::vector<Encoding>(std::begin(all_encodings), std::end(all_encodings)));
  Trickle trickle(raw, 1 + raw.size() / 3);
  DecodingSource source(trickle, e);
  const std::string text = read_all(source);
  RC_ASSERT(is_valid_utf8(text));
  RC_ASSERT(text == to_utf8(raw, e));
  std::uint64_t before = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::uint64_t raw_at = source.raw_offset(at);
    RC_ASSERT(raw_at >= before);
    RC_ASSERT(raw_at < raw.size());
    before = raw_at;
  }
}

}  // namespace
}  // namespace lp::io
