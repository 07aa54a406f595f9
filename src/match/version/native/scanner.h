#pragma once
// Reads a range notation from left to right; every error names the place.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "match/version/scheme.h"
#include "match/version/vers.h"

namespace lp::match {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  std::size_t place() const { return at_; }
  void go_to(std::size_t place) { at_ = place; }
  void skip_spaces();
  bool take(std::string_view literal);
  // Up to a space or one of `stops`.
  std::string_view take_word(std::string_view stops);
  // ">=", "==", "!=" …; none stands here: nullopt. With `debian` also "<<" and ">>".
  std::optional<Comparator> take_comparator();
  // A word that is a version of the scheme.
  Result<std::string> take_version(const Scheme& scheme, std::string_view stops);
  Error error(std::string_view what) const;

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

// "119" → "120"; digits of any length.
std::string incremented(std::string_view digits);

}  // namespace lp::match
