#include "discover/report/result_json.h"

#include <gtest/gtest.h>

#include "base/golden.h"
#include "base/text.h"
#include "discover/report/example_result.h"
#include "discover/report/json_cursor.h"

namespace lp::discover {
namespace {

std::string written(const ScanResult& result) {
  std::string text;
  EXPECT_TRUE(write_result_json(result, io::append_to(text)));
  return text;
}

// Gives one byte at a time: every boundary of the buffer is met.
class Drip final : public io::ByteSource {
 public:
  explicit Drip(std::string_view text) : text_(text) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    if (at_ == text_.size() || size == 0) return std::size_t{0};
    *out = text_[at_++];
    return std::size_t{1};
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

TEST(ResultJson, ReadsBackWhatItWrote) {
  for (const ScanResult& result : {example::june(), example::july(), ScanResult{}}) {
    const std::string text = written(result);
    Result<ScanResult> back = parse_result_json(text);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, result);
    Drip drip(text);
    back = read_result_json(drip);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, result);
  }
}

TEST(ResultJson, KeepsExtremes) {
  ScanResult r = example::june();
  r.interrupted = true;
  r.sampling = "1 of 100 rows; a kind in 1 % of rows is missed with probability 0.37";
  r.finished += 1;   // a microsecond
  r.documents[0].bytes = ~0ULL;
  r.documents[0].sampled = true;
  r.documents[0].path = "config/\"quoted\"\n\t\\ 合同.env";
  r.documents[0].findings[0].examples = {"a", "<b>", "\x01"};
  const Result<ScanResult> back = parse_result_json(written(r));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, r);
}

TEST(ResultJson, NamesThatAreNoUtf8StayReadable) {
  ScanResult r;
  r.documents.push_back(example::text_document("\xB1\xA8\xB1\xED.csv", "csv", 5, ""));
  const Result<ScanResult> back = parse_result_json(written(r));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->documents[0].path, "\\xB1\\xA8\\xB1\\xED.csv");
}

TEST(ResultJson, Golden) { golden::expect(written(example::june()), "discover-report/result.json"); }

TEST(ResultJson, UnknownKeysArePassedOver) {
  std::string text = written(example::june());
  text = replace_all(text, "\"hits\":", R"("novel":{"a":[1,{"b":"}]"}]},"hits":)");
  text = replace_all(text, "\"root\":", "\"later\": [1,2,[3]], \"root\":");
  text = replace_all(text, "\"skips\":", "\"new_count\":5,\"skips\":");
  const Result<ScanResult> back = parse_result_json(text);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, example::june());
}

TEST(ResultJson, OtherVersionsAreRefused) {
  const std::string text = written(example::june());
  EXPECT_TRUE(parse_result_json(replace_all(text, "longpan-discover/1", "longpan-discover/1.4")));
  const auto code = [&](std::string_view format) {
    const Result<ScanResult> r = parse_result_json(replace_all(text, "longpan-discover/1", format));
    return r ? Errc::internal : r.error().code;
  };
  EXPECT_EQ(code("longpan-discover/2"), Errc::unsupported);
  EXPECT_EQ(code("longpan-discover/11"), Errc::unsupported);
  EXPECT_EQ(code("other"), Errc::invalid);
  EXPECT_EQ(parse_result_json("{}").error().code, Errc::invalid);
}

TEST(ResultJson, SaysWhereItIsWrong) {
  const auto message = [](std::string_view from, std::string_view to) {
    const Result<ScanResult> r = parse_result_json(replace_all(written(example::june()), from, to));
    return r ? std::string("accepted") : r.error().message;
  };
  EXPECT_TRUE(contains(message("\"level\":\"core\"", "\"level\":\"huge\""), "documents[5]: \"level\""));
  EXPECT_TRUE(contains(message("\"rows\":400000", "\"rows\":-1"), "documents[5]: \"rows\""));
  EXPECT_TRUE(contains(message("\"kind\":\"secret:openai_key\"", "\"kind\":7"), "documents[0]: \"kind\""));
  EXPECT_TRUE(contains(message("\"reason\":\"encrypted\",", ""), "coverage: skips[0]: \"reason\""));
  EXPECT_TRUE(contains(message("\"path\":\"config/app.env\",", ""), "documents[0]: \"path\": is missing"));
  EXPECT_TRUE(contains(message("\"started\": \"2024-07-01T02:00:00+08:00\"", "\"started\": \"yesterday\""), "not a time"));
}

TEST(ResultJson, NoPrefixAndNoDamageIsTakenForAResult) {
  const std::string text = written(example::june());
  for (std::size_t n = 0; n + 2 < text.size(); n += 7) EXPECT_FALSE(parse_result_json(text.substr(0, n))) << n;
  EXPECT_FALSE(parse_result_json(text + "x"));
  std::size_t accepted = 0;
  for (std::size_t n = 0; n < text.size(); n += 3) {
    std::string damaged = text;
    damaged[n] = damaged[n] == '"' ? ' ' : '"';
    const Result<ScanResult> r = parse_result_json(damaged);
    accepted += r ? 1 : 0;
  }
  EXPECT_EQ(accepted, 0u);   // a quote more or less is never well-formed
}

TEST(ResultJson, DocumentsComeInOrderOfPath) {
  ScanResult r = example::june();
  std::swap(r.documents[0], r.documents[3]);
  const Result<ScanResult> back = parse_result_json(written(r));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, example::june());
}

TEST(ResultJson, WritesInPiecesAndStopsWhenTheSinkRefuses) {
  ScanResult r = example::june();
  for (int i = 0; i < 5'000; ++i) r.documents.push_back(example::customers("z/" + std::to_string(i), 10, "x"));
  std::size_t largest = 0, pieces = 0;
  ASSERT_TRUE(write_result_json(r, [&](std::string_view piece) {
    largest = std::max(largest, piece.size());
    ++pieces;
    return ok_status();
  }));
  EXPECT_LT(largest, 128u * 1024);
  EXPECT_GT(pieces, 20u);
  std::size_t calls = 0;
  const Status refused = write_result_json(r, [&](std::string_view) -> Status {
    ++calls;
    return make_error(Errc::unavailable, "disk full");
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_EQ(calls, 1u);
}

TEST(ResultJson, TheDocumentedExampleIsTrue) {
  const std::string text = golden::read(std::filesystem::path(LP_SOURCE_DIR) / "docs" / "formats" / "discover-result.md");
  const std::size_t begin = text.find("```json\n");
  ASSERT_NE(begin, std::string::npos);
  const std::size_t from = begin + 8, to = text.find("\n```", from);
  const Result<ScanResult> example = parse_result_json(text.substr(from, to - from));
  ASSERT_TRUE(example) << example.error().message;
  ASSERT_EQ(example->documents.size(), 1u);
  EXPECT_EQ(example->documents[0].findings.at(0).categories.at("telecom"), "A1-2");
  EXPECT_EQ(example->coverage.bytes_found, example->coverage.bytes_scanned + example->coverage.bytes_skipped);
  EXPECT_EQ(*parse_result_json(written(*example)), *example);
}

TEST(JsonCursor, RefusesAValueThatIsTooLarge) {
  const std::string text = "[\"" + std::string(1000, 'a') + "\"]";
  const auto source = io::make_memory_source(text);
  JsonCursor cursor(*source, 100);
  ASSERT_TRUE(cursor.enter('['));
  ASSERT_TRUE(*cursor.next_element());
  const Result<json::value> v = cursor.value();
  ASSERT_FALSE(v);
  EXPECT_EQ(v.error().code, Errc::too_large);
}

}  // namespace
}  // namespace lp::discover
