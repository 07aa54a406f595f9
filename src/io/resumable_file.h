#pragma once
// A file that grows, whose writer may be ended at any time and go back to a length it knows to be good.
//
// Threads: one at a time.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::io {

class ResumableFile {
 public:
  // Without `length`: empty, whatever it held. With it: cut to this length; corrupt when it is shorter, for what was written
  // before is gone. A file that is not there any more begins anew.
  static Result<ResumableFile> open(const std::filesystem::path& path, std::optional<std::uint64_t> length);
  ~ResumableFile();   // what was not flushed is lost
  ResumableFile(ResumableFile&& other) noexcept;
  ResumableFile& operator=(ResumableFile&& other) noexcept;

  // Held back up to 64 KiB. unavailable: the disk is full. After an error the file is opened anew at a length that is known.
  Status write(std::string_view bytes);
  Status flush();                   // others can read it
  Result<std::uint64_t> sync();     // and it survives a failing machine; its length
  Status close();                   // flushed; errors of closing are told

 private:
  ResumableFile(std::filesystem::path path, int descriptor, std::uint64_t length) : path_(std::move(path)), descriptor_(descriptor), length_(length) {}

  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t length_ = 0;
  std::string held_;
};

}  // namespace lp::io
