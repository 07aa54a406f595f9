#pragma once
// A file that goes away with its owner: spooled uploads and exports. Created with mode 0600.

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace lp::server {

class TempFile {
 public:
  // Creates the folder when absent. Errors: io, unavailable (disk full).
  static Result<TempFile> create(const std::filesystem::path& folder);
  TempFile(TempFile&& other) noexcept;
  TempFile& operator=(TempFile&& other) noexcept;
  ~TempFile();

  Status append(std::string_view bytes);
  Status close();  // no append afterwards; reading by path() sees everything
  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const { return size_; }

 private:
  TempFile(std::filesystem::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  void remove() noexcept;
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace lp::server
