// Separated cells (RFC 4180): counts separators outside quotes since the line began.
#include <bit>

#include "discover/locators/separators.h"

namespace lp::discover {
namespace {

class TableLocator final : public Locator {
 public:
  TableLocator(FieldTable& fields, TableShape shape, bool header) : fields_(fields), header_(header), shape_(std::move(shape)), counter_(shape_.separator, shape_.quote, '\n') {
    columns_.reserve(shape_.columns.size());
    for (const std::string& name : shape_.columns) columns_.push_back(fields_.intern(name));
  }
  void enter(const Window& window) override { counter_.enter(window); }
  FieldIndex field_at(std::size_t, std::size_t mark) override {
    const std::size_t column = counter_.column_at(mark);
    if (header_ && counter_.row() == 0) return 0;
    while (column >= columns_.size() && columns_.size() < 2000) columns_.push_back(fields_.intern("#" + std::to_string(columns_.size() + 1)));
    return columns_[std::min(column, columns_.size() - 1)];
  }
  std::uint64_t row() const override { return counter_.row(); }

 private:
  FieldTable& fields_;
  bool header_;
  TableShape shape_;
  SeparatorCounter counter_;
  std::vector<FieldIndex> columns_;
};

}  // namespace

std::unique_ptr<Locator> make_table_locator(FieldTable& fields, TableShape shape) {
  const bool header = !shape.columns.empty();
  return std::make_unique<TableLocator>(fields, std::move(shape), header);
}
std::unique_ptr<Locator> make_rows_locator(FieldTable& fields, TableShape shape) { return std::make_unique<TableLocator>(fields, std::move(shape), false); }

}  // namespace lp::discover
