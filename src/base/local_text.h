#pragma once
#include <string>

namespace lp {
// A text people read, in both languages of the product. Chinese comes first.
struct LocalText {
  std::string zh;
  std::string en;
  bool empty() const { return zh.empty() && en.empty(); }
  bool operator==(const LocalText&) const = default;
};
}  // namespace lp
