#pragma once
// A stream of bytes as blocks of whole lines, for decoders on several threads. No line is cut by a block's edge; a line longer
// than `longest_line` is given out as the place it stood at, so that it can be counted as rejected; the rest goes on.
//
// Every byte of the stream is in exactly one block, or in exactly one overlong line, or still held as the beginning of a line
// whose end has not come (held()): offsets add up, and reading can begin again at any block's end.
//
// Threads: one at a time; blocks are values.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/stream/line_buffer.h"
#include "io/bytes.h"

namespace lp::detect {

struct OverlongLine {
  std::uint64_t line = 0, offset = 0, bytes = 0;  // with its line end
};

struct LineBlock {
  LineBuffer buffer;                   // the lines, then line_slack bytes of no meaning
  std::size_t size = 0;                // bytes of the lines
  std::uint64_t offset = 0;            // of the first byte in the stream
  std::uint64_t end = 0;               // where the next block begins
  std::uint64_t first_line = 1;        // its number, from 1
  std::vector<OverlongLine> overlong;  // they stand behind the lines of this block
  // The control lines before this block (Format::is_control), in order; shared by the blocks between two of them.
  std::shared_ptr<const std::vector<std::string>> controls;

  std::string_view lines() const { return buffer.view().substr(0, size); }
};

// Calls `take(line, number)` for each line of a block, without line ends (\n, \r\n). Behind every line line_slack bytes can be read.
template <class Take>
void each_line(const LineBlock& block, Take&& take) {
  std::uint64_t number = block.first_line;
  std::string_view rest = block.lines();
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    take(line, number++);
  }
}

struct LineBlockOptions {
  std::size_t block_bytes = std::size_t{1} << 18;
  std::size_t longest_line = std::size_t{16} << 20;
  bool (*is_control)(std::string_view line, bool first_line) = nullptr;
  // Where the stream begins when it is not read from its start, and what came before.
  std::uint64_t offset = 0, first_line = 1;
  std::vector<std::string> controls{};
};

class LineBlocks {
 public:
  LineBlocks(io::ByteSource& source, LineBlockOptions options);

  // The next lines; nothing when the source has no more just now: a file that grows may be asked again. With `final` the
  // source's end is the end: what is held becomes the last line although no line end came.
  Result<std::optional<LineBlock>> next(bool final);
  std::uint64_t held() const { return held_.size() + (skipping_ ? skipping_->bytes : 0); }
  std::uint64_t offset() const { return offset_; }       // where the next block begins
  std::uint64_t line() const { return line_; }
  const std::vector<std::string>& controls() const { return *controls_; }

 private:
  Result<bool> fill(bool final);
  bool skip_overlong(std::vector<OverlongLine>& done, bool final);
  LineBlock cut(std::size_t size);
  void note_controls(const LineBlock& block);

  io::ByteSource& source_;
  LineBlockOptions options_;
  LineBuffer held_;                      // bytes of the stream from offset_ on
  std::optional<OverlongLine> skipping_; // the line being skipped, as far as it is known
  std::uint64_t offset_, line_;
  bool ended_ = false;
  std::shared_ptr<const std::vector<std::string>> controls_;
};

}  // namespace lp::detect
