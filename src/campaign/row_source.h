#pragma once
// One row of a column stream as a FieldSource, so that predicates and dates are read by the
// same code as from whole records. Reused for every row of a scan: a value is decoded when it
// is asked for first. One thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/object_facts.h"
#include "model/kind.h"
#include "store/store.h"

namespace lp::campaign {

// The columns of one scan. The first five are always there; fields follow.
class Columns {
 public:
  static constexpr int id = 0, org = 1, state = 2, state_since = 3, path = 4;
  explicit Columns(const model::Kind& kind);
  // Adds a field of the kind or a system field, once. Names that are neither, and `org.` names, are ignored.
  void add(std::string_view field);
  const std::vector<std::string>& names() const { return names_; }
  int find(std::string_view name) const;  // −1 = absent
  // Into `value`, whose text buffer is used again.
  void decode(int column, const store::RowView& row, json::value& value) const;

 private:
  enum class Shape { integer, decimal, boolean, text, list };
  const model::Kind& kind_;
  std::vector<std::string> names_;
  std::vector<Shape> shapes_;
};

class RowSource final : public model::FieldSource {
 public:
  explicit RowSource(const Columns& columns) : columns_(columns), values_(columns.names().size()) {}
  // Borrows both until the next call. `org` may be null.
  void set_row(const store::RowView& row, const json::object* org);
  const json::value* field(std::string_view name) const override;
  ObjectView view() const;

 private:
  struct Slot {
    json::value value;
    std::uint64_t generation = 0;
  };
  const Columns& columns_;
  const store::RowView* row_ = nullptr;
  const json::object* org_ = nullptr;
  std::uint64_t generation_ = 0;
  mutable std::vector<Slot> values_;
};

}  // namespace lp::campaign
