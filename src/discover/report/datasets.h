#pragma once
// Which documents are one dataset: a row of the catalogue, not a file.
//
// Files are one dataset when they lie in the same folder, have the same format and hold the same kinds in fields of the
// same names: monthly exports, parts of one dump. Dates in names of folders do not count ("2024-07", "202407", "20240731"):
// a folder a month is one folder. Members of an archive lie in the archive's folder. Tables are one dataset when their
// schema and name, without dates, agree: bill_202406 and bill_202407. Findings a person rejected do not count.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "discover/report/decisions.h"
#include "discover/result.h"

namespace lp::discover {

struct Dataset {
  std::string name;                     // "exports/customers_*.csv", at most 50 characters, unlike every other name
  std::vector<std::size_t> documents;   // indices into ScanResult::documents, ascending
};

// Documents without findings and of level general are in no dataset. In order of the first document.
std::vector<Dataset> datasets_of(const ScanResult& result, const Overlay* overlay = nullptr);

// Documents are tables of a database, not files.
bool reads_tables(const ScanResult& result);

// "logs/2024-07/a_20240731" → "logs/#/a_#"
std::string without_dates(std::string_view path);

}  // namespace lp::discover
