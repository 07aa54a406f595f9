#pragma once
// Files as whole values. Every failure of the operating system becomes an Error with the
// path; nothing throws.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::io {

// not_found when absent, too_large above `max_bytes` (checked while reading, not by the size
// the file system states), io otherwise.
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t max_bytes);

// The file has the old or the new content at every instant, also after a power cut: written
// beside, fsynced, renamed, folder fsynced. unavailable when the disk is full or read-only.
Status write_file_atomic(const std::filesystem::path& path, std::string_view bytes);

// To an open file, all of it; `path` is for the error. unavailable: the disk is full; some may have been written then.
Status write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path);
// The names in a folder survive a power cut.
Status sync_folder(const std::filesystem::path& folder);

// The first line of a small file without blanks around it: passwords and tokens stand in files, never on command lines.
Result<std::string> read_first_line(const std::filesystem::path& path);

// A private (0700) folder that is removed with everything in it.
class TempDir {
 public:
  // Below `parent`, or the system's temporary folder when that is empty.
  static Result<TempDir> create(std::string_view prefix, const std::filesystem::path& parent = {});
  ~TempDir();
  TempDir(TempDir&& other) noexcept;
  TempDir& operator=(TempDir&& other) noexcept;
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TempDir(std::filesystem::path path) : path_(std::move(path)) {}
  void remove() noexcept;
  std::filesystem::path path_;
};

// The Error for an errno value: ENOSPC, EROFS, EDQUOT → unavailable; ENOENT → not_found; else io.
Error os_error(int number, std::string_view doing, const std::filesystem::path& path);

}  // namespace lp::io
