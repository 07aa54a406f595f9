#pragma once
// Where in a document a value stands: a column of a table, a key, a label before it, or nowhere in particular.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "discover/rules.h"

namespace lp::discover {

using FieldIndex = std::uint32_t;

struct Field {
  std::string name{};    // as written: "手机号", "phone", "ent_user.4"; empty = text without a name. May be a value itself
  std::string shown{};   // the name fit to be shown (shown_name())
  NameMeaning meaning{};
};

// Names seen so far, each compiled once. At most `limit` names; later ones share the last field, named "…": a file
// of invented keys cannot fill the memory. Not thread-safe. Field 0 is always the nameless one.
class FieldTable {
 public:
  explicit FieldTable(const Rules& rules, std::size_t limit = 4096);
  FieldIndex intern(std::string_view name);
  // A label in running text: one of very many, so only what it speaks for is kept. Labels that say nothing are field 0.
  FieldIndex intern_label(std::string_view label);
  const Field& operator[](FieldIndex i) const { return fields_[i]; }
  std::size_t size() const { return fields_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>()(s); }
  };
  const Rules& rules_;
  std::size_t limit_;
  std::vector<Field> fields_;
  std::unordered_map<std::string, FieldIndex, Hash, std::equal_to<>> by_name_;
  struct Recent {            // keys of a document come in turns: the last few are found without hashing a map
    std::uint64_t hash = 0;
    FieldIndex field = 0;
  };
  std::array<Recent, 256> recent_{}, recent_labels_{};
};

}  // namespace lp::discover
