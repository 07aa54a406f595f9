#pragma once
// Which documents of a scan are one dataset. The same document is in the same group in every scan: monthly exports
// and monthly tables must not become new datasets every month.

#include <string>
#include <string_view>

#include "service/catalogue/scan_summary.h"

namespace lp::service {

// Group of a document's path; empty = everything under the root. Dates do not count.
std::string group_of(std::string_view path, DatasetUnit unit, bool is_table);

// "logs/2024-07/a_20240731" → "logs/#/a_#"
std::string without_dates(std::string_view path);

}  // namespace lp::service
