#pragma once
// A Sigma string: plain text with the wildcards `*` (any text, also none) and `?` (one character).
// `\` takes the meaning from `*`, `?` and `\` behind it and is itself a plain character before anything else
// (Sigma 2.1, "Escape Character"). A line break is a character like any other.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detect/sigma/fold.h"

namespace lp::detect::sigma {

class Wildcards {
 public:
  enum class Kind : std::uint8_t { text, one, many };
  struct Part {
    Kind kind = Kind::text;
    std::string text;
    bool operator==(const Part&) const = default;
  };

  static Wildcards parse(std::string_view written);
  static Wildcards plain(std::string text);   // no character of `text` means anything else than itself
  static Wildcards of(std::vector<Part> parts);

  const std::vector<Part>& parts() const { return parts_; }
  bool is_plain() const;                      // no wildcard
  std::string plain_text() const;             // the texts, joined: all of a plain one
  std::string longest_text() const;           // whatever matches has it; may be empty
  void open_front();                          // as `endswith` and `contains` do
  void open_back();                           // as `startswith` and `contains` do
  Wildcards in(Form form) const;              // every text in the form texts are compared in
  bool matches(std::string_view text) const;  // all of `text`, in the same form
  std::string written() const;                // parse(written()) is the same again

 private:
  void add(Kind kind) { parts_.push_back({kind, {}}); }
  std::vector<Part> parts_;                   // never two texts in a row, no empty text, never two `many` in a row
};

}  // namespace lp::detect::sigma
