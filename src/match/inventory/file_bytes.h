#pragma once
// A whole file in memory that is read into once: neither filled before nor copied after.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace lp::match {

struct FileBytes {
  std::unique_ptr<char[]> bytes;  // with inventory_slack behind them
  std::size_t size = 0;
  std::string_view view() const { return {bytes.get(), size}; }
};

// not_found, too_large (by what is read, not by what the file system states), io.
Result<FileBytes> read_bytes(const std::filesystem::path& path, std::uint64_t most);

}  // namespace lp::match
