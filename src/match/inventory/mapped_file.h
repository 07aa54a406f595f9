#pragma once
// A whole file as bytes, without a copy: pages come from the system's cache as they are. The file must not shrink while it is open.

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace lp::match {

class MappedFile {
 public:
  // not_found, too_large, io.
  static Result<MappedFile> open(const std::filesystem::path& path, std::uint64_t most);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  MappedFile& operator=(MappedFile&&) = delete;
  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  MappedFile(void* data, std::size_t size) : data_(data), size_(size) {}
  void* data_;
  std::size_t size_;
};

}  // namespace lp::match
