#pragma once
// What shall not be told, until when, and why: a rule, an entity, an organisation, or a combination. A suppression without a
// reason or an end is refused: silence must be somebody's decision, and must be taken again.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "detect/alert.h"

namespace lp::detect {

struct Suppression {
  std::string rule{}, entity{}, organisation{};  // empty = any; a '*' in entity stands for any characters
  std::int64_t until = no_time;            // event time; later findings are told again
  std::string reason{};
};

class Suppressions {
 public:
  Suppressions() = default;
  explicit Suppressions(std::vector<Suppression> items) : items_(std::move(items)) {}
  // A YAML list: - {rule: …, entity: "ip:10.0.*", organisation: …, until: 2026-12-31, reason: …}. Bad items are diagnostics.
  static Suppressions read(std::string_view yaml, std::string_view file, Diagnostics& out);
  const Suppression* find(const AlertType& type, const Finding& finding, std::int64_t time) const;
  std::size_t size() const { return items_.size(); }

 private:
  std::vector<Suppression> items_;
};

// '*' stands for any characters, none too. Bytes, case-sensitive.
bool matches_glob(std::string_view pattern, std::string_view text);

}  // namespace lp::detect
