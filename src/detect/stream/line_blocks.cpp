#include "detect/stream/line_blocks.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/check.h"
#include "detect/format.h"

namespace lp::detect {
namespace {

std::uint64_t count_ends(std::string_view lines) { return static_cast<std::uint64_t>(std::ranges::count(lines, '\n')); }

#if defined(__x86_64__)
// Every byte comes through here: worth the wider registers where they are.
__attribute__((target("avx2"))) std::uint64_t count_ends_wide(std::string_view lines) {
  const __m256i wanted = _mm256_set1_epi8('\n');
  std::uint64_t ends = 0;
  std::size_t i = 0;
  for (; i + 32 <= lines.size(); i += 32) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(lines.data() + i));
    ends += static_cast<std::uint64_t>(std::popcount(static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, wanted)))));
  }
  return ends + count_ends(lines.substr(i));
}
#endif

std::uint64_t count_lines(std::string_view lines) {
#if defined(__x86_64__)
  static const bool wide = __builtin_cpu_supports("avx2") != 0;
  const std::uint64_t ends = wide ? count_ends_wide(lines) : count_ends(lines);
#else
  const std::uint64_t ends = count_ends(lines);
#endif
  return ends + (lines.empty() || lines.back() == '\n' ? 0 : 1);
}

}  // namespace

LineBlocks::LineBlocks(io::ByteSource& source, LineBlockOptions options)
    : source_(source), options_(std::move(options)), offset_(options_.offset), line_(options_.first_line),
      controls_(std::make_shared<const std::vector<std::string>>(options_.controls)) {
  LP_CHECK(options_.block_bytes > 0 && options_.longest_line >= options_.block_bytes);
}

// Reads until a block's worth is held, or the source has no more just now. False: nothing came.
Result<bool> LineBlocks::fill(bool final) {
  const std::size_t before = held_.size();
  while (held_.size() < std::max(options_.block_bytes, before + 1)) {
    const std::size_t room = std::max(options_.block_bytes - std::min(held_.size(), options_.block_bytes), std::size_t{64} << 10);
    const std::size_t at = held_.size();
    held_.resize(at + room);
    auto got = source_.read(held_.data() + at, room);
    held_.resize(at + (got ? *got : 0));
    if (!got) return std::move(got).error();
    if (*got == 0) {
      ended_ = final;
      break;
    }
  }
  return held_.size() > before;
}

// Drops what is held of a line that is too long. True: its end has come and it is in `done`.
bool LineBlocks::skip_overlong(std::vector<OverlongLine>& done, bool final) {
  const std::string_view held = held_.view();
  const std::size_t end = held.find('\n');
  const std::size_t bytes = end == held.npos ? held.size() : end + 1;
  skipping_->bytes += bytes;
  LineBuffer rest;
  rest.assign(held.substr(bytes));
  held_ = std::move(rest);
  if (end == std::string_view::npos && !(final && ended_)) return false;
  done.push_back(*skipping_);
  offset_ += skipping_->bytes;
  ++line_;
  skipping_.reset();
  return true;
}

LineBlock LineBlocks::cut(std::size_t size) {
  LineBlock block;
  block.offset = offset_;
  block.first_line = line_;
  block.controls = controls_;
  block.size = size;
  // Room for the whole next block at once: growing would copy it.
  LineBuffer rest;
  rest.resize(std::max(options_.block_bytes + 2 * line_slack, held_.size() - size));
  rest.assign(held_.view().substr(size));
  block.buffer = std::move(held_);
  block.buffer.resize(size);
  block.buffer.resize(size + line_slack);
  std::memset(block.buffer.data() + size, 0, line_slack);
  held_ = std::move(rest);
  offset_ += size;
  line_ += count_lines(block.lines());
  block.end = offset_;
  return block;
}

void LineBlocks::note_controls(const LineBlock& block) {
  if (options_.is_control == nullptr) return;
  std::vector<std::string> found;
  each_line(block, [&](std::string_view line, std::uint64_t number) {
    if (options_.is_control(line, number == 1)) found.emplace_back(line);
  });
  if (found.empty()) return;
  auto all = *controls_;
  for (std::string& line : found) {
    // A second header of the same kind replaces the first: a day of rotated files joined together stays small.
    const std::string kind = line.substr(0, line.find_first_of("\t ,"));
    std::erase_if(all, [&](const std::string& old) { return old.starts_with('#') && old.substr(0, old.find_first_of("\t ,")) == kind; });
    all.push_back(std::move(line));
  }
  controls_ = std::make_shared<const std::vector<std::string>>(std::move(all));
}

Result<std::optional<LineBlock>> LineBlocks::next(bool final) {
  std::vector<OverlongLine> done;
  LineBlock block;
  while (true) {
    if (skipping_) {
      if (skip_overlong(done, final)) break;
    } else if (const std::size_t last = held_.view().rfind('\n'); last != std::string_view::npos && held_.size() >= options_.block_bytes) {
      block = cut(last + 1);
      break;
    } else if (held_.size() > options_.longest_line) {
      skipping_ = OverlongLine{.line = line_, .offset = offset_};
      continue;
    }
    LP_TRY(const bool grew, fill(final));
    if (grew) continue;
    if (const std::size_t end = held_.view().rfind('\n'); end != std::string_view::npos) block = cut(end + 1);
    else if (final && !skipping_ && held_.size() > 0) block = cut(held_.size());
    else if (final && skipping_ && skip_overlong(done, final)) break;
    else return std::optional<LineBlock>{};
    break;
  }
  if (!done.empty()) {
    block.offset = done.front().offset;
    block.first_line = done.front().line;
    block.end = offset_;
    block.controls = controls_;
    block.buffer.resize(line_slack);
    std::memset(block.buffer.data(), 0, line_slack);
    block.overlong = std::move(done);
  }
  note_controls(block);
  return std::optional<LineBlock>(std::move(block));
}

}  // namespace lp::detect
