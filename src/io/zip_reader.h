#pragma once
// A ZIP read through libarchive, from a file or from memory, with limits against archives made
// to exhaust the reader. Sizes are counted while unpacking; what the directory states is not believed.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "io/bytes.h"

namespace lp::io {

struct ZipLimits {
  std::uint64_t max_part_bytes = 3ull << 30;  // one entry unpacked
  std::uint64_t ratio_from_bytes = 16u << 20; // below this any ratio is fine
  std::uint64_t max_ratio = 300;              // unpacked : whole archive
  std::size_t max_entries = 10'000;
};

// Where the archive is. Bytes must outlive every reader made from it.
struct ZipInput {
  std::filesystem::path path;   // used when `bytes` is empty
  std::string_view bytes;
};

// Names of all entries. invalid when it is not a readable ZIP, unsupported when encrypted,
// too_large above max_entries.
Result<std::vector<std::string>> list_zip(const ZipInput& input, const ZipLimits& limits);

// One entry as a stream; not_found when absent. read() fails with too_large over the limits.
Result<std::unique_ptr<ByteSource>> open_zip_entry(const ZipInput& input, std::string_view name, const ZipLimits& limits);

// A whole small entry.
Result<std::string> read_zip_entry(const ZipInput& input, std::string_view name, std::uint64_t max_bytes, const ZipLimits& limits);

}  // namespace lp::io
