#include "service/sheets/row_values.h"

#include "base/text.h"

namespace lp::service {

RowReader::RowReader(const model::Kind& kind, const model::Catalogue& catalogue, Mapping mapping) {
  for (const auto& [column, name] : mapping) {
    const model::Field* field = name == org_column && kind.owned ? nullptr : kind.find_field(name);
    if (field == nullptr && name != org_column) continue;
    targets_.push_back({column, field, field != nullptr ? make_code_table(*field, catalogue) : CodeTable{}});
  }
}

RowValues RowReader::read(const io::Row& row) const {
  RowValues out;
  for (const Target& target : targets_) {
    if (target.column < 0 || target.column >= static_cast<int>(row.cells.size())) continue;
    const io::Cell& cell = row.cells[static_cast<std::size_t>(target.column)];
    if (cell.empty()) continue;
    if (target.field == nullptr) {
      out.org = trim(cell.text);
      continue;
    }
    CellValue read = read_cell(*target.field, target.codes, cell);
    if (!read.problem.code.empty()) {
      read.problem.field = target.field->name;
      out.problems.push_back({std::move(read.problem), truncate(cell.text, 100)});
    } else if (!read.value.is_null()) {
      out.data[target.field->name] = std::move(read.value);
    }
  }
  return out;
}

}  // namespace lp::service
