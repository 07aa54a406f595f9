#pragma once
// A regular expression of an allow-list, "/^(abuse|noc)@.*$/i" as MISP writes them. Linear in the text whatever the expression
// (Vectorscan): lists come from outside. Threads: matches() by any number.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lp::detect {

class AllowRegex {
 public:
  // Empty: not understood (look-around, back references), or too large.
  static std::optional<AllowRegex> compile(std::string_view text);
  bool matches(std::string_view text) const;  // anywhere in it, case ignored
  const std::string& text() const { return text_; }

 private:
  struct State;
  std::string text_;
  std::shared_ptr<State> state_;  // shared: lists are moved and copied while they load
};

}  // namespace lp::detect
