#pragma once
// JSON that is one document instead of lines: a list of events, an object around one ({"Records": [...]}, as clouds write their
// logs), or objects printed over several lines. Each item becomes a line; what is between them does not. Bounded memory: nothing
// is kept but the piece being read.
//
// What follows the list, other than closing brackets, becomes a line of its own, for a decoder to reject: no byte is lost unseen.

#include <optional>
#include <string>
#include <string_view>

#include "io/bytes.h"

namespace lp::detect {

class JsonItems final : public io::ByteSource {
 public:
  // Where the first item begins, when `head` is the beginning of such a document; nothing when its lines stand for themselves.
  static std::optional<std::size_t> begins(std::string_view head);

  // `source` gives the document from its start; `first`: what begins() said of it.
  JsonItems(io::ByteSource& source, std::size_t first) : source_(source), skip_(first) {}
  Result<std::size_t> read(char* out, std::size_t size) override;

 private:
  void take(char c);

  io::ByteSource& source_;
  std::size_t skip_;
  std::string piece_, lines_;
  std::size_t given_ = 0;
  int depth_ = 0;
  bool in_text_ = false, escaped_ = false, in_item_ = false, behind_ = false, ended_ = false;
};

}  // namespace lp::detect
