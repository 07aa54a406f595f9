#pragma once
// CSV for people and spreadsheet programs: RFC 4180, CRLF, UTF-8 with BOM (Excel reads Chinese
// only with it). Text that a spreadsheet program would run as a formula (= + - @ tab CR at the
// start) gets an apostrophe before it; numbers and dates do not.

#include "io/bytes.h"
#include "io/table.h"

namespace lp::io {

class CsvSink final : public RowSink {
 public:
  enum class Bom { no, yes };
  explicit CsvSink(ByteSink out, Bom bom = Bom::yes, char separator = ',');
  Status begin(std::string_view sheet, std::span<const Column> columns) override;
  Status write(std::span<const Cell> cells) override;
  Status finish() override;

 private:
  void append(std::string_view text, bool defend);
  Status flush_above(std::size_t limit);
  ByteSink out_;
  Bom bom_;
  char separator_;
  std::string buffer_;
};

}  // namespace lp::io
