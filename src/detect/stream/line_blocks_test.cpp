#include "detect/stream/line_blocks.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lp::detect {
namespace {

// Gives a text in pieces of a size, as a pipe does; more may be added later, as to a file that grows.
class Pieces final : public io::ByteSource {
 public:
  Pieces(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
  void add(std::string_view more) { text_ += more; }
  Result<std::size_t> read(char* out, std::size_t size) override {
    const std::size_t n = std::min({size, piece_, text_.size() - at_});
    text_.copy(out, n, at_);
    at_ += n;
    return n;
  }

 private:
  std::string text_;
  std::size_t piece_, at_ = 0;
};

struct Seen {
  std::vector<std::string> lines;
  std::vector<std::uint64_t> numbers, overlong;
  std::uint64_t end = 0;
};

Seen read_all(LineBlocks& blocks) {
  Seen seen;
  while (true) {
    auto block = blocks.next(true);
    EXPECT_TRUE(block);
    if (!block || !*block) return seen;
    EXPECT_EQ((*block)->offset, seen.end) << "every byte is in one block";
    seen.end = (*block)->end;
    each_line(**block, [&](std::string_view line, std::uint64_t number) {
      seen.lines.emplace_back(line);
      seen.numbers.push_back(number);
    });
    for (const OverlongLine& line : (*block)->overlong) seen.overlong.push_back(line.line);
  }
}

TEST(LineBlocks, GiveWholeLinesWithTheirNumbers) {
  Pieces source("a\nbb\r\n\nccc", 2);
  LineBlocks blocks(source, {.block_bytes = 4, .longest_line = 100});
  const Seen seen = read_all(blocks);
  EXPECT_EQ(seen.lines, (std::vector<std::string>{"a", "bb", "", "ccc"}));
  EXPECT_EQ(seen.numbers, (std::vector<std::uint64_t>{1, 2, 3, 4}));
  EXPECT_EQ(seen.end, 10u);
}

TEST(LineBlocks, AreTheSameForEveryPieceAndBlockSize) {
  rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab\n\r")));
    Pieces one(text, text.size() + 1);
    LineBlocks whole(one, {.block_bytes = 1000, .longest_line = 1000});
    const Seen expected = read_all(whole);
    Pieces many(text, *rc::gen::inRange<std::size_t>(1, 9));
    LineBlocks blocks(many, {.block_bytes = *rc::gen::inRange<std::size_t>(1, 9), .longest_line = 1000});
    const Seen seen = read_all(blocks);
    RC_ASSERT(seen.lines == expected.lines);
    RC_ASSERT(seen.numbers == expected.numbers);
    RC_ASSERT(seen.end == text.size());
  });
}

TEST(LineBlocks, ALineThatIsTooLongIsCountedAndTheRestGoesOn) {
  const std::string text = "one\n" + std::string(500, 'x') + "\ntwo\n" + std::string(300, 'y');
  Pieces source(text, 7);
  LineBlocks blocks(source, {.block_bytes = 16, .longest_line = 64});
  const Seen seen = read_all(blocks);
  EXPECT_EQ(seen.lines, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(seen.numbers, (std::vector<std::uint64_t>{1, 3}));
  EXPECT_EQ(seen.overlong, (std::vector<std::uint64_t>{2, 4}));
  EXPECT_EQ(seen.end, text.size());
}

TEST(LineBlocks, AGrowingFileGivesALineWhenItIsWhole) {
  Pieces source("first\nsec", 100);
  LineBlocks blocks(source, {.block_bytes = 64, .longest_line = 100});
  auto block = blocks.next(false);
  ASSERT_TRUE(block && *block);
  EXPECT_EQ((*block)->lines(), "first\n");
  EXPECT_EQ(blocks.held(), 3u);
  block = blocks.next(false);
  ASSERT_TRUE(block);
  EXPECT_FALSE(*block);
  source.add("ond\n");
  block = blocks.next(false);
  ASSERT_TRUE(block && *block);
  EXPECT_EQ((*block)->lines(), "second\n");
  EXPECT_EQ((*block)->offset, 6u);
  EXPECT_EQ((*block)->first_line, 2u);
}

TEST(LineBlocks, CarryTheControlLinesBeforeThem) {
  Pieces source("#fields\ta\tb\n1\n2\n#fields\tc\n3\n", 4);
  LineBlocks blocks(source, {.block_bytes = 4, .longest_line = 100, .is_control = [](std::string_view line, bool) { return line.starts_with('#'); }});
  std::map<std::string, std::string> before;
  while (true) {
    auto block = blocks.next(true);
    ASSERT_TRUE(block);
    if (!*block) break;
    each_line(**block, [&](std::string_view line, std::uint64_t) {
      before[std::string(line)] = (*block)->controls->empty() ? "" : (*block)->controls->back();
    });
  }
  EXPECT_EQ(before["2"], "#fields\ta\tb");
  EXPECT_EQ(blocks.controls(), (std::vector<std::string>{"#fields\tc"})) << "the newer header replaces the older";
}

TEST(LineBlocks, BeginInTheMiddleOfAStream) {
  Pieces source("x\ny\n", 100);
  LineBlocks blocks(source, {.offset = 1000, .first_line = 51, .controls = {"#fields\ta"}});
  auto block = blocks.next(true);
  ASSERT_TRUE(block && *block);
  EXPECT_EQ((*block)->offset, 1000u);
  EXPECT_EQ((*block)->end, 1004u);
  EXPECT_EQ((*block)->first_line, 51u);
  EXPECT_EQ(*(*block)->controls, (std::vector<std::string>{"#fields\ta"}));
}

}  // namespace
}  // namespace lp::detect
