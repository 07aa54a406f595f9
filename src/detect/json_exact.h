#pragma once
// A slower JSON reader that keeps numbers of any size by their digits: for the few lines the fast one refuses.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lp::detect {

inline constexpr std::size_t json_depth_limit = 1024;
// Behind every text of a document, of this reader and of simdjson, so many bytes may be read.
inline constexpr std::size_t key_slack = 16;

// A document as a flat list: a container is followed by what it holds (keys are texts before their values) up to its `end`.
class ExactJson {
 public:
  enum class Type : std::uint8_t { null, boolean, integer, unsigned_integer, real, text, list, object };
  struct Item {
    Type type = Type::null;
    bool big = false;               // real: an integer beyond 64 bits, whose digits are in `text`; or beyond double
    std::uint32_t end = 0;          // list, object: index behind the last item inside
    std::size_t offset = 0, length = 0;  // of the text
    std::int64_t integer = 0;       // boolean: 0, 1
    std::uint64_t wide = 0;         // unsigned_integer: beyond 2^63
    double real = 0;
  };
  // False: no JSON, or deeper than json_depth_limit (too_deep()). `text` is valid UTF-8.
  bool parse(std::string_view text);
  bool too_deep() const { return too_deep_; }
  const std::vector<Item>& items() const { return items_; }
  std::string_view text(const Item& item) const { return std::string_view(texts_).substr(item.offset, item.length); }

 private:
  std::vector<Item> items_;
  std::string texts_;
  bool too_deep_ = false;
};

}  // namespace lp::detect
