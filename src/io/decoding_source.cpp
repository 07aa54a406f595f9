#include "io/decoding_source.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace lp::io {
namespace {

constexpr std::size_t block = 64 * 1024;
constexpr std::size_t slice_bytes = 1024;
constexpr std::size_t most_kept = std::size_t{2} << 20;  // raw bytes and bookkeeping: more than a megabyte of text

std::size_t ascii_prefix(std::string_view s) {
  std::size_t n = 0;
  for (; n + 8 <= s.size(); n += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, s.data() + n, 8);
    if ((word & 0x8080808080808080u) != 0) break;
  }
  while (n < s.size() && static_cast<unsigned char>(s[n]) < 0x80) ++n;
  return n;
}

}  // namespace

DecodingSource::DecodingSource(ByteSource& raw, Encoding from)
    : raw_(raw), decoder_(std::make_unique<Decoder>(from)), again_(std::make_unique<Decoder>(from)), from_(from) {}

DecodingSource::DecodingSource(ByteSource& raw, std::unique_ptr<Decoder> decoder, std::unique_ptr<Decoder> again)
    : raw_(raw), decoder_(std::move(decoder)), again_(std::move(again)), named_(true) {}

std::unique_ptr<DecodingSource> DecodingSource::for_charset(ByteSource& raw, std::string_view name) {
  if (const auto known = parse_encoding(name)) return std::make_unique<DecodingSource>(raw, *known);
  auto decoder = Decoder::for_charset(name);
  if (!decoder) return nullptr;
  return std::unique_ptr<DecodingSource>(new DecodingSource(raw, std::move(decoder), Decoder::for_charset(name)));
}

Result<std::size_t> DecodingSource::read(char* out, std::size_t size) {
  while (ready_at_ == ready_.size()) {
    if (raw_end_ && pending_.empty()) return std::size_t{0};
    LP_CHECK_OK(fill());
  }
  const std::size_t n = std::min(size, ready_.size() - ready_at_);
  std::memcpy(out, ready_.data() + ready_at_, n);
  ready_at_ += n;
  return n;
}

Status DecodingSource::fill() {
  ready_.clear();
  ready_at_ = 0;
  while (!raw_end_ && pending_.size() < block) {
    const std::size_t old = pending_.size();
    pending_.resize(old + block);
    auto n = raw_.read(pending_.data() + old, block);
    pending_.resize(old + n.value_or(0));
    if (!n) return std::move(n).error();
    raw_end_ = *n == 0;
  }
  std::string_view rest = pending_;
  if (!std::exchange(started_, true) && !named_) {
    raw_done_ = bom_length(from_, rest);
    rest.remove_prefix(static_cast<std::size_t>(raw_done_));
  }
  for (std::size_t done = 1; done > 0 && !rest.empty(); rest.remove_prefix(done)) {
    done = take_as_is(rest);
    if (done == 0) done = take_decoded(rest);  // 0: an unfinished character
  }
  pending_.erase(0, pending_.size() - rest.size());
  return ok_status();
}

// Text that reads the same in UTF-8. Short runs are not worth an own slice.
std::size_t DecodingSource::take_as_is(std::string_view rest) {
  std::size_t same = 0;
  if (!named_ && unit_size(from_) == 1) same = from_ == Encoding::gb18030 ? ascii_prefix(rest) : valid_utf8_prefix(rest);
  if (same < slice_bytes / 4 && same < rest.size()) return 0;
  ready_ += rest.substr(0, same);
  if (slices_.empty() || !slices_.back().raw_bytes.empty()) remember({out_done_, raw_done_, {}});
  out_done_ += same;
  raw_done_ += same;
  return same;
}

std::size_t DecodingSource::take_decoded(std::string_view rest) {
  const std::string_view slice = rest.substr(0, slice_bytes);
  const bool last = raw_end_ && slice.size() == rest.size();
  const std::size_t before = ready_.size();
  const std::size_t done = decoder_->decode(slice, ready_, last, [&](std::size_t, std::size_t n) { bad_bytes_ += n; });
  if (done == 0) return 0;
  remember({out_done_, raw_done_, std::string(slice.substr(0, done))});
  out_done_ += ready_.size() - before;
  raw_done_ += done;
  return done;
}

void DecodingSource::remember(Slice slice) {
  kept_ += slice.raw_bytes.size() + sizeof(Slice);
  slices_.push_back(std::move(slice));
  while (kept_ > most_kept && slices_.size() > 1) {
    kept_ -= slices_.front().raw_bytes.size() + sizeof(Slice);
    slices_.pop_front();
  }
}

std::uint64_t DecodingSource::raw_offset(std::uint64_t at) {
  while (slices_.size() > 1 && slices_[1].out <= at) {
    kept_ -= slices_.front().raw_bytes.size() + sizeof(Slice);
    slices_.pop_front();
  }
  if (slices_.empty()) return raw_done_;
  const Slice& slice = slices_.front();
  if (at < slice.out) return slice.raw;
  return slice.raw_bytes.empty() ? slice.raw + (at - slice.out) : find_within(slice, at);
}

std::uint64_t DecodingSource::find_within(const Slice& slice, std::uint64_t at) {
  std::uint64_t out = slice.out;
  std::string character;
  for (std::size_t from = 0, size = 1; from < slice.raw_bytes.size(); size = 1) {
    character.clear();
    std::size_t done = 0;
    while (done == 0) {  // one more byte until it makes a character
      const std::string_view piece = std::string_view(slice.raw_bytes).substr(from, size++);
      done = again_->decode(piece, character, from + piece.size() == slice.raw_bytes.size() || size > 8);
    }
    if (out + character.size() > at) return slice.raw + from;
    out += character.size();
    from += done;
  }
  return slice.raw + slice.raw_bytes.size();
}

}  // namespace lp::io
