#pragma once
// A ZIP written through libarchive, entry by entry, in constant memory.

#include <filesystem>
#include <memory>
#include <string_view>

#include "io/bytes.h"

namespace lp::io {

class ZipWriter {
 public:
  // Deflate at `level`, 1 (fast) to 9.
  static Result<std::unique_ptr<ZipWriter>> create(const std::filesystem::path& path, int level);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;
  // Exactly `size` bytes follow by append(), in any number of pieces. Said beforehand, so that the
  // entry needs no 64-bit extension, which some spreadsheet programs refuse.
  Status begin(std::string_view name, std::uint64_t size);
  Status append(std::string_view bytes);
  // The archive is valid only after it. unavailable when the disk is full.
  Status finish();

 private:
  struct State;
  explicit ZipWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lp::io
