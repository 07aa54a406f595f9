// Separated cells (RFC 4180): counts separators outside quotes since the line began.
#include <algorithm>
#include <memory>

#include "discover/locator.h"

namespace lp::discover {
namespace {

class TableLocator final : public Locator {
 public:
  TableLocator(FieldTable& fields, TableShape shape, bool header) : fields_(fields), index_(shape.separator, shape.quote, '\n') {
    names_.reserve(shape.columns.size());
    for (const std::string& name : shape.columns) names_.push_back(fields_.intern(name));
    view_ = {&index_, header ? 1U : 0U, true, 0, &names_};
    columns_ = &view_;
  }
  void enter(const Window& window) override { index_.enter(window); }
  FieldIndex field_at(std::size_t, std::size_t mark) override {
    const ColumnIndex::Place place = index_.at(mark);
    row_ = place.row;
    if (row_ < view_.first_row) return 0;
    while (place.column >= names_.size() && names_.size() < 2000) names_.push_back(fields_.intern("#" + std::to_string(names_.size() + 1)));
    return names_[std::min<std::size_t>(place.column, names_.size() - 1)];
  }
  std::uint64_t row() const override { return row_; }

 private:
  FieldTable& fields_;
  ColumnIndex index_;
  ColumnFields view_;
  std::uint64_t row_ = 0;
  std::vector<FieldIndex> names_;
};

}  // namespace

std::unique_ptr<Locator> make_table_locator(FieldTable& fields, TableShape shape) {
  const bool header = !shape.columns.empty();
  return std::make_unique<TableLocator>(fields, std::move(shape), header);
}
std::unique_ptr<Locator> make_rows_locator(FieldTable& fields, TableShape shape) { return std::make_unique<TableLocator>(fields, std::move(shape), false); }

}  // namespace lp::discover
