#pragma once
// For tests of this and higher modules: sheets made on the fly.

#include <string>
#include <utility>
#include <vector>

#include "io/table.h"

namespace lp::io::testing {

// A stored ZIP of named parts.
std::string make_zip(const std::vector<std::pair<std::string, std::string>>& parts);
// The least workbook around the given sheets (name, sheet XML) and shared strings XML (may be empty).
std::string make_workbook(const std::vector<std::pair<std::string, std::string>>& sheets, const std::string& shared = {},
                          const std::string& workbook_attributes = {}, const std::string& styles = {});
// <worksheet> around rows.
std::string sheet_xml(const std::string& rows, const std::string& after = {});
// All rows as text; the error's message as a single cell when reading fails.
std::vector<std::vector<std::string>> read_all(RowSource& source);

}  // namespace lp::io::testing
