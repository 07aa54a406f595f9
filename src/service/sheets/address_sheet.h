#pragma once
#include <filesystem>

#include "records/consistency.h"

namespace lp::service {

// A sheet of addresses (XLSX or CSV) as a set for the five-set check. The header row is the first
// of 20 with a column about addresses (IP, 地址); unit, grade and category are taken when there.
// Sources name sheet rows: "台账.xlsx row 12". invalid when no such header is found.
Result<std::vector<records::AddressRow>> read_address_sheet(const std::filesystem::path& file, std::string_view name);

}  // namespace lp::service
