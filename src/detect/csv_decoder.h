#pragma once
// CSV with a header: the first line names the columns. Values: integers where they look like one, otherwise texts; empty ones
// are not there. A value that goes on in the next line is rejected ("open_quote"), as are lines with more columns than names.

#include "detect/columns.h"
#include "detect/line_decoder.h"

namespace lp::detect {

class CsvDecoder : public LineDecoder {
 public:
  explicit CsvDecoder(const DecodeContext& context) : LineDecoder(context) {}

 protected:
  Decoded read(std::string_view text) override;
  virtual bool passes_over(std::string_view) { return false; }  // lines that are neither header nor data

 private:
  bool read_header(std::string_view text);
  char delimiter_ = '\0';
  std::vector<Column> columns_;
  std::vector<std::string_view> values_;
};

}  // namespace lp::detect
