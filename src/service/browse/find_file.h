#pragma once
#include <optional>
#include <string_view>

#include "base/json.h"
#include "store/store.h"

namespace lp::service {

// The file of that hash among a record's data, at any depth: what the record names, it gives access to.
std::optional<store::FileInfo> find_file(const json::value& data, std::string_view hash);

}  // namespace lp::service
