#pragma once
// XLSX in constant memory: rows go to a temporary file beside the output as they come, everything
// else (formats, drop-downs, settings) is libxlsxwriter's; finish() packs both. Header row styled,
// frozen and filtered; drop-downs from code lists on a second sheet. Text is always written as
// text, so nothing becomes a formula. Rows beyond Excel's 1,048,576 go on in a further sheet.
//
// One thread. The file is complete after finish(); abandoned, the file is removed.

#include <filesystem>
#include <memory>

#include "io/table.h"

namespace lp::io {

class XlsxSink final : public RowSink {
 public:
  static Result<std::unique_ptr<XlsxSink>> create(const std::filesystem::path& path);
  ~XlsxSink() override;
  // May be called again after rows: starts a further sheet. Characters Excel refuses in sheet
  // names are replaced, names cut to 31 and made different.
  Status begin(std::string_view sheet, std::span<const Column> columns) override;
  Status write(std::span<const Cell> cells) override;
  Status finish() override;
  // A sheet of prose: one paragraph per row, the first as heading.
  Status write_text_sheet(std::string_view sheet, std::span<const std::string> paragraphs);
  // Rows of the current sheet that get the drop-downs of its columns, from row 2.
  void set_drop_down_rows(std::uint32_t rows);
  // Cells cut to Excel's 32,767 characters so far.
  std::int64_t truncated_cells() const;

 private:
  struct State;
  explicit XlsxSink(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lp::io
