#pragma once
// A row of a sheet → the data of a record: what people type becomes what the kind stores.
//   dates    2024/7/1, 2024.7.1, 2024年7月1日, 20240701, Excel serials, date cells
//   codes    the code, or its title in Chinese or English
//   booleans 是 否 有 无 √ × yes no true false 1 0
//   lists    split at ； ; 、 , ， and line breaks
//   numbers  full-width digits, thousands separators, the field's unit behind them
//   USCCs    full width and blanks undone, upper case
// A cell that cannot be one gives a problem with its value and is left out of `data`.

#include <string>

#include "service/sheets/cell_values.h"
#include "service/sheets/mapping.h"

namespace lp::service {

struct CellProblem {
  FieldProblem problem;
  std::string value;      // as in the sheet, cut to 100 characters
};
struct RowValues {
  json::object data;      // empty cells are absent
  std::string org;        // text of the org column
  std::vector<CellProblem> problems;
};

// Prepared once per import. `kind` and `catalogue` must outlive it. Not thread-safe.
class RowReader {
 public:
  RowReader(const model::Kind& kind, const model::Catalogue& catalogue, Mapping mapping);
  RowValues read(const io::Row& row) const;

 private:
  struct Target {
    int column = 0;
    const model::Field* field = nullptr;   // null = the org column
    CodeTable codes;
  };
  std::vector<Target> targets_;
};

}  // namespace lp::service
