#pragma once
// HTML and XML with their character references replaced, tags and all: attribute values, comments and
// scripts stay where a scan finds them, and "&#x5F20;" becomes the character it means. Numeric references and the names
// of Latin-1 and of XML are known; others stay as they are. &nbsp; becomes a plain space.

#include <deque>
#include <string>

#include "io/decoding_source.h"

namespace lp::io {

class EntitySource final : public TextSource {
 public:
  // `text` is UTF-8 and must outlive it.
  explicit EntitySource(TextSource& text) : text_(text) {}
  Result<std::size_t> read(char* out, std::size_t size) override;
  std::uint64_t raw_offset(std::uint64_t at) override;

 private:
  Status fill();
  std::size_t replace(std::string_view rest);
  struct Jump {
    std::uint64_t out, in;  // from here on `in - out` is the difference
  };
  TextSource& text_;
  std::string pending_, ready_;
  std::size_t ready_at_ = 0;
  bool end_ = false;
  std::uint64_t in_done_ = 0, out_done_ = 0;
  std::deque<Jump> jumps_;
};

}  // namespace lp::io
