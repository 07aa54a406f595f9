#pragma once
// Says in which field and row of a document a place is. One locator a format; it sees every window in order.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "discover/columns.h"
#include "discover/field.h"
#include "discover/window.h"

namespace lp::discover {

// How a format whose fields are columns answers without being called: most values stand in such a format.
struct ColumnFields {
  const ColumnIndex* index = nullptr;
  std::uint64_t first_row = 0;                 // rows before it have no field
  bool every_row = true;                       // false: `fields` are those of `row` alone
  std::uint64_t row = 0;
  const std::vector<FieldIndex>* fields = nullptr;
};

class Locator {
 public:
  virtual ~Locator() = default;
  // The next window; masks are classified.
  virtual void enter(const Window& window) = 0;
  // After the last question about the window.
  virtual void leave() {}
  // The field of the value that begins at `start` and was found at `mark`. Marks come in rising order within a window.
  virtual FieldIndex field_at(std::size_t start, std::size_t mark) = 0;
  // The row of the place last asked for.
  virtual std::uint64_t row() const = 0;
  // Rows of the windows entered, where they are not lines; 0: they are.
  virtual std::uint64_t records() const { return 0; }
  // nullptr unless fields are columns. A place it does not answer for is asked of field_at.
  const ColumnFields* columns() const { return columns_; }
  // Whether values may hold escapes: \n, \u624b.
  bool has_escapes() const { return has_escapes_; }

 protected:
  bool has_escapes_ = false;
  const ColumnFields* columns_ = nullptr;
};

struct TableShape {
  char separator = ',';
  char quote = '"';
  std::vector<std::string> columns{};   // names, UTF-8; further columns are named by number
};

// Lines without structure: key=value pairs, labels in front of values.
std::unique_ptr<Locator> make_text_locator(FieldTable& fields);
// Objects of JSON, one or one a line: the key in front of a value. Rows are records.
std::unique_ptr<Locator> make_json_locator(FieldTable& fields);
// The same for a document that is known to be one record.
std::unique_ptr<Locator> make_json_record_locator(FieldTable& fields);
// Rows of separated cells. The first line is a header when `shape` names columns.
std::unique_ptr<Locator> make_table_locator(FieldTable& fields, TableShape shape);
// The same without quotes and without a header line: cells of a database.
std::unique_ptr<Locator> make_rows_locator(FieldTable& fields, TableShape shape);
// Elements and attributes.
std::unique_ptr<Locator> make_xml_locator(FieldTable& fields);
// INSERT statements of MySQL and PostgreSQL dumps: table and column.
std::unique_ptr<Locator> make_sql_locator(FieldTable& fields);

}  // namespace lp::discover
