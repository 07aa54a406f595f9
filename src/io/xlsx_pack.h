#pragma once
// The last step of writing a workbook: the parts libxlsxwriter made, with the rows put in. Internal.

#include <map>

#include "io/xlsx_rows.h"

namespace lp::io {

// Closed row files by the sheet's number, from 1.
using RowFiles = std::map<int, std::unique_ptr<RowFile>>;

// `skeleton` is a whole workbook whose sheets hold their header only.
Status pack_workbook(const std::filesystem::path& skeleton, const RowFiles& rows, const std::filesystem::path& out);

}  // namespace lp::io
