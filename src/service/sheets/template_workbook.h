#pragma once
// An empty workbook to fill in and import: one column per field people write, required ones
// marked, drop-downs from enumerations and code lists, an example row, a sheet of instructions.

#include <filesystem>

#include "model/catalogue.h"
#include "model/viewer.h"

namespace lp::service {

// Fields that the viewer's side may write on creation. Deterministic.
Status write_template(const model::Catalogue& catalogue, const model::Kind& kind, const model::Viewer& viewer,
                      const std::filesystem::path& path);

// The example row begins with this mark in its first column; import leaves such rows out.
inline constexpr std::string_view example_mark = "示例：";

}  // namespace lp::service
