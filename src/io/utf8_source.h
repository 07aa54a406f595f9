#pragma once
// A file of any encoding as a stream of UTF-8. Lines that differ from the rest of the file
// (pasted together from several programs) are converted each by its own encoding and reported.

#include <memory>
#include <optional>

#include "base/diagnostics.h"
#include "io/bytes.h"
#include "io/encoding.h"

namespace lp::io {

struct Utf8Options {
  std::optional<Encoding> encoding{};         // empty = detect
  std::string file = "csv";                   // name in diagnostics
  std::size_t max_line_bytes = 32u << 20;     // too_large above it
};

class Utf8Source final : public ByteSource {
 public:
  Utf8Source(std::unique_ptr<ByteSource> raw, Utf8Options options);
  ~Utf8Source() override;
  // Valid UTF-8 without BOM; a read may end inside a character.
  Result<std::size_t> read(char* out, std::size_t size) override;
  Encoding encoding() const { return encoding_; }   // known after the first read
  const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  Status fill();
  Status read_raw(std::size_t at_least);
  void detect();
  void convert_wide();
  Status convert_lines();
  void convert_line(std::string_view line);
  Encoding encoding_of_line(std::string_view line) const;
  void report_bad(std::size_t offset, std::size_t length);

  std::unique_ptr<ByteSource> raw_;
  Utf8Options options_;
  Encoding encoding_ = Encoding::utf8;
  bool detected_ = false, raw_end_ = false;
  std::string pending_;            // raw bytes not yet converted
  std::size_t pending_offset_ = 0; // of pending_[0] in the file
  std::string ready_;
  std::size_t ready_at_ = 0;
  std::int64_t line_ = 1;
  std::int64_t foreign_lines_ = 0;
  std::unique_ptr<Decoder> decoder_, gb_, utf8_;
  Diagnostics diagnostics_{100};
};

}  // namespace lp::io
