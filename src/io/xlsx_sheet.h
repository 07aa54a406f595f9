#pragma once
// The rows of one sheet, parsed while unpacking: memory does not grow with the sheet.

#include <deque>
#include <memory>

#include "io/table.h"
#include "io/xlsx_merges.h"
#include "io/xlsx_parts.h"
#include "io/xml_stream.h"

namespace lp::io {

struct SheetLimits {
  std::int64_t max_rows = 1'048'576;      // with a value
  int max_columns = 512;                  // with a value
  std::size_t max_cell_bytes = 4 * 32'767;  // longer text is cut; Excel itself ends at 32,767 characters
  // A few bytes of XML may name the same long shared string in every cell of every row: the cells of
  // one row together, merged ones too. too_large above it.
  std::size_t max_row_bytes = 2u << 20;
};

// What every sheet of a workbook shares. Must outlive its sheets.
struct WorkbookData {
  WorkbookParts parts;
  std::vector<bool> date_styles;
  SharedStrings strings;
};

// Turns sheet XML into rows.
class SheetXml final : public XmlHandler {
 public:
  SheetXml(const WorkbookData& book, std::string sheet, SheetLimits limits);
  Status start(std::string_view name, const XmlAttributes& attributes) override;
  Status end(std::string_view name) override;
  void text(std::string_view piece) override;
  std::deque<Row>& rows() { return rows_; }
  Diagnostics& diagnostics() { return diagnostics_; }

 private:
  void start_cell(const XmlAttributes& attributes);
  Status end_cell();
  Status end_row();
  void set_value(Cell& cell);
  void set_number(Cell& cell);
  void note_formula(bool has_value);
  SourceRef here() const;

  const WorkbookData& book_;
  std::string sheet_;
  SheetLimits limits_;
  std::deque<Row> rows_;
  Diagnostics diagnostics_{1000};
  Row row_;
  std::int64_t previous_row_ = 0, delivered_ = 0;
  std::size_t row_bytes_ = 0;
  int column_ = -1, style_ = 0;
  std::string type_, value_;
  bool in_value_ = false, in_cell_ = false, formula_ = false, truncated_ = false;
  int phonetic_ = 0;
  std::int64_t formulas_ = 0;
};

class SheetSource final : public RowSource {
 public:
  SheetSource(const WorkbookData& book, std::unique_ptr<ByteSource> xml, std::string name, std::vector<MergedRegion> merged,
              SheetLimits limits);
  Result<bool> next(Row& row) override;
  const Diagnostics& diagnostics() const override { return diagnostics_; }

 private:
  std::unique_ptr<ByteSource> xml_;
  SheetXml handler_;
  XmlStream stream_;
  MergeFiller merges_;
  Diagnostics diagnostics_{1000};
  bool end_ = false;
};

}  // namespace lp::io
