#pragma once
// A mail as lines, and its bodies as streams of those lines up to a boundary. Internal to the mail openers.

#include <optional>
#include <string>
#include <vector>

#include "io/bytes.h"

namespace lp::io {

// Lines of any length in pieces of at most 16 KiB.
class MailLines {
 public:
  explicit MailLines(ByteSource& bytes) : bytes_(bytes) {}
  struct Piece {
    std::string_view text;  // with its line end, if it is there; valid until the next call
    bool starts_line = true, ends_line = true;
  };
  // Nothing at the end.
  Result<std::optional<Piece>> next();
  // Gives the last piece once more.
  void put_back() { again_ = true; }

 private:
  ByteSource& bytes_;
  std::string buffer_ = std::string(32 * 1024, '\0');
  std::size_t from_ = 0, to_ = 0;
  bool end_ = false, in_line_ = false, again_ = false;
  Piece last_{};
};

// The boundaries of the multiparts that are open, outermost first.
using Boundaries = std::vector<std::string>;

// Ends before the next boundary line of any open multipart (its line break belongs to it), which it takes.
class BodySource final : public ByteSource {
 public:
  BodySource(MailLines& lines, const Boundaries& boundaries) : lines_(lines), boundaries_(boundaries) {}
  Result<std::size_t> read(char* out, std::size_t size) override;
  // Reads on to the boundary.
  Status drain();
  struct End {
    std::size_t level = 0;  // index of the boundary
    bool closes = false;    // "--b--"
  };
  // Where it ended; nothing: the mail ended.
  const std::optional<End>& end() const { return end_; }

 private:
  Status fill();
  std::optional<End> boundary(std::string_view line) const;
  MailLines& lines_;
  const Boundaries& boundaries_;
  std::string ready_, held_;  // held: a line end that may belong to a boundary
  std::size_t at_ = 0;
  bool ended_ = false;
  std::optional<End> end_;
};

}  // namespace lp::io
