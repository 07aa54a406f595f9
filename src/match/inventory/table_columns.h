#pragma once
// Which column of a table is what: by the words of its header, or by a mapping file.

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/table.h"
#include "match/inventory/inventory_format.h"

namespace lp::match {

enum class TableField : unsigned char { none, asset, location, type, vendor, name, version, model, purl, cpe, distribution, source_name, source_version, scheme };
TableField table_field_of_word(std::string_view header);  // "当前版本", "Product version"; none = not known
TableField table_field_of_id(std::string_view id);        // "version"

// "column: field" lines: a column by its header, or by its number from 1 on; fields by their ids, "ignore" for none.
struct TableMapping {
  std::map<std::string, TableField> by_header{};     // folded (normalise_for_match)
  std::map<std::size_t, TableField> by_number{};     // from 0 on
  bool has_header() const { return !by_header.empty(); }
};
Result<TableMapping> read_table_mapping(const std::filesystem::path& path);

// Reads tables one after another: several sheets, several headers in one sheet.
class TableReader {
 public:
  using Place = std::function<std::string(const io::Row&)>;
  // Tells the sink when the mapping cannot be read.
  explicit TableReader(InventorySink& sink);
  bool ready() const { return ready_; }
  // Begins at a header anew. An error of the source is the sink's failure when nothing was read before, else a remark.
  void read(io::RowSource& rows, const Place& place);
  bool found_header() const { return found_header_; }

 private:
  bool take_header(const io::Row& row);
  void read_row(const io::Row& row, const std::string& place);

  InventorySink& sink_;
  std::optional<TableMapping> mapping_;
  std::vector<TableField> columns_;
  bool ready_ = true, found_header_ = false;
};

// The columns when the row is a header; nullopt: it is none.
std::optional<std::vector<TableField>> table_header_of(const io::Row& row);

}  // namespace lp::match
