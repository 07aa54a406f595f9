#pragma once
// Text of any encoding as a stream of UTF-8 that knows where each of its bytes came from.
// utf8_source.h is for sheets (lines of several encodings, diagnostics); this is for scanning: never
// an error of its own, memory bounded whatever the text.

#include <deque>
#include <memory>
#include <string>

#include "io/bytes.h"
#include "io/encoding.h"

namespace lp::io {

// A stream made from another one: says where in that one a byte stands.
class TextSource : public ByteSource {
 public:
  // The offset in the raw stream of the character that holds byte `at` of this one (of
  // that byte where the raw stream is UTF-8 too). Ask in ascending order (an earlier question is forgotten) and
  // about what was read; exact within the last megabyte read, the nearest kept place otherwise.
  virtual std::uint64_t raw_offset(std::uint64_t at) = 0;
};

class DecodingSource final : public TextSource {
 public:
  // `raw` must outlive it. A byte order mark is left out.
  DecodingSource(ByteSource& raw, Encoding from);
  // By a charset's name (Decoder::for_charset); null when it is not known.
  static std::unique_ptr<DecodingSource> for_charset(ByteSource& raw, std::string_view name);

  // Valid UTF-8; bad bytes become U+FFFD. A read may end inside a character. Errors are those of `raw`.
  Result<std::size_t> read(char* out, std::size_t size) override;
  std::uint64_t raw_offset(std::uint64_t at) override;
  // Raw bytes that are no characters so far, the odd last byte of UTF-16 among them.
  std::uint64_t bad_bytes() const { return bad_bytes_; }

 private:
  // A run of the stream; `raw_bytes` is empty when it stands in the text as it is.
  struct Slice {
    std::uint64_t out, raw;
    std::string raw_bytes;
  };
  DecodingSource(ByteSource& raw, std::unique_ptr<Decoder> decoder, std::unique_ptr<Decoder> again);
  Status fill();
  std::size_t take_as_is(std::string_view rest);
  std::size_t take_decoded(std::string_view rest);
  void remember(Slice slice);
  std::uint64_t find_within(const Slice& slice, std::uint64_t at);

  ByteSource& raw_;
  std::unique_ptr<Decoder> decoder_, again_;  // the second decodes a slice once more to find a place in it
  Encoding from_ = Encoding::gb18030;
  bool named_ = false, started_ = false, raw_end_ = false;
  std::string pending_, ready_;
  std::size_t ready_at_ = 0;
  std::uint64_t raw_done_ = 0, out_done_ = 0;  // of all slices so far
  std::uint64_t bad_bytes_ = 0;
  std::deque<Slice> slices_;
  std::size_t kept_ = 0;
};

}  // namespace lp::io
