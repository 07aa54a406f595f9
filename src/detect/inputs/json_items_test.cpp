#include "detect/inputs/json_items.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "detect/inputs/log_streams.h"
#include "detect/stream/line_blocks.h"
#include "io/files.h"

namespace lp::detect {
namespace {

// At most `size` bytes at a time.
class Dripping final : public io::ByteSource {
 public:
  Dripping(std::string_view text, std::size_t size) : text_(text), size_(size) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    const std::size_t n = std::min({size, size_, text_.size()});
    std::copy_n(text_.data(), n, out);
    text_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view text_;
  std::size_t size_;
};

std::string lines_of(std::string_view text, std::size_t piece = 1000) {
  const auto first = JsonItems::begins(text);
  if (!first) return "<lines>";
  Dripping source(text, piece);
  JsonItems items(source, *first);
  std::string out, room(piece, '\0');
  for (;;) {
    const auto n = items.read(room.data(), room.size());
    if (!n || *n == 0) return out;
    out.append(room, 0, *n);
  }
}

TEST(JsonItems, ListsObjectsAroundListsAndPrintedObjects) {
  EXPECT_EQ(lines_of(R"([{"a":1},{"b":"x,]}"} , {"c":[{"d":2}]}])"), "{\"a\":1}\n{\"b\":\"x,]}\"}\n{\"c\":[{\"d\":2}]}\n");
  EXPECT_EQ(lines_of("\xef\xbb\xbf {\"Records\" : [ {\"a\":1},\n{\"b\":2}\n] }\n"), "{\"a\":1}\n{\"b\":2}\n");
  EXPECT_EQ(lines_of("{\n  \"a\": 1,\n  \"b\": [\n    2\n  ]\n}\n{\n  \"c\": \"\\\"{\"\n}\n"), "{   \"a\": 1,   \"b\": [     2   ] }\n{   \"c\": \"\\\"{\" }\n");
  EXPECT_EQ(lines_of("[\n  {\"a\": 1}\n]"), "{\"a\": 1}\n");
}

TEST(JsonItems, NothingIsLostUnseen) {
  EXPECT_EQ(lines_of(R"([{"a":1}, 7, null, "x", {"b":2}])"), "{\"a\":1}\n7\nnull\n\"x\"\n{\"b\":2}\n");
  EXPECT_EQ(lines_of(R"({"Records":[{"a":1}],"next":"token"})"), "{\"a\":1}\n,\"next\":\"token\"}\n");
  EXPECT_EQ(lines_of(R"([{"a":1},{"b":)"), "{\"a\":1}\n{\"b\":\n") << "cut short";
  EXPECT_EQ(lines_of("[{\"a\":\"x\ny\"}]"), "{\"a\":\"x y\"}\n");
}

TEST(JsonItems, LinesThatStandForThemselvesAreLeftAlone) {
  for (const char* text : {"{\"a\":1}\n{\"b\":2}\n", "[1,2]\n[3,4]\n", "", "   ", "{\"Records\":7}\n", "{}\n", "{\"events\":[1]}\n{}\n", "plain\n", "[2026-07-01] log line\n", "{\"events\":[{\"k\":1}],\"t\":2}\n{\"events\":[{\"k\":1}]}\n", "[{\"a\":1}]\n[{\"b\":2}]\n"}) EXPECT_EQ(lines_of(text), "<lines>") << text;
}

RC_GTEST_PROP(JsonItems, PiecesDoNotMatter, ()) {
  const auto text = "[{\"a\":" + *rc::gen::container<std::string>(rc::gen::element('{', '}', '[', ']', ',', '"', '\\', ' ', '\n', '1', 'x')) + "}]";
  const auto piece = *rc::gen::inRange<std::size_t>(1, 9);
  RC_ASSERT(lines_of(text, piece) == lines_of(text, 1000));
}

TEST(JsonItems, ACloudTrailFileIsReadAsItsRecords) {
  const io::TempDir dir = *io::TempDir::create("items");
  std::string text = "{\"Records\":[";
  for (int i = 0; i < 3000; ++i) text += std::string(i > 0 ? "," : "") + R"({"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":"u"},"eventTime":"2026-07-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"cn-north-1","sourceIPAddress":"10.1.1.1"})";
  text += "]}";
  ASSERT_TRUE(io::write_file_atomic(dir.path() / "trail.json", text));
  struct Seen final : LogStreamVisitor {
    Status stream(const LogStream& stream) override {
      format = stream.format.id;
      LineBlocks blocks(stream.bytes, {});
      while (auto block = *blocks.next(true)) each_line(*block, [&](std::string_view line, std::uint64_t) { lines += line.starts_with("{\"eventVersion\"") && line.ends_with('}') ? 1 : 1'000'000; });
      return ok_status();
    }
    void skipped(std::string_view, std::string_view reason, std::string_view) override { format = reason; }
    std::string format;
    int lines = 0;
  } seen;
  ASSERT_TRUE(each_log_stream({dir.path() / "trail.json"}, {}, seen));
  EXPECT_EQ(seen.format, "cloudtrail");
  EXPECT_EQ(seen.lines, 3000);
}

}  // namespace
}  // namespace lp::detect
