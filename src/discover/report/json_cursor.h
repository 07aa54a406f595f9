#pragma once
// Walks a JSON text that is too large to hold: the caller steps through objects and arrays and takes each element as
// text of its own, for parse_json. Only one element is in memory at a time.

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "io/bytes.h"

namespace lp::discover {

// One thread. After an error the cursor is finished. `source` must outlive it.
class JsonCursor {
 public:
  // An element larger than `max_value` bytes: too_large.
  explicit JsonCursor(io::ByteSource& source, std::size_t max_value = 64u << 20);

  // The first byte of the next value, white space passed over; 0 at the end of the text.
  Result<char> peek();
  Status enter(char open);                       // '{' or '['
  // Before each member or element of what was entered; false when it ends (and is left).
  Result<bool> next_member(std::string& key);
  Result<bool> next_element();
  Result<json::value> value();                   // the whole next value
  Status expect_end();                           // nothing but white space is left

 private:
  struct Level {
    char close;
    bool first = true;
  };
  Result<bool> more();                           // fills the buffer; false at the end
  Result<bool> separate(char close);
  Result<char> take();
  Status take_text(std::string& out);
  Error broken(std::string_view what) const;

  io::ByteSource& source_;
  std::size_t max_value_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t passed_ = 0;                     // bytes before the buffer
  std::vector<Level> levels_;
};

}  // namespace lp::discover
