#pragma once
// A log file that is still being written: read to its end, then again when it has grown, over rotation by renaming (logrotate's
// `create`) and by copying and truncating, and from the very byte where an earlier run stopped.
//
// Guarantees. Rotation by renaming loses nothing: the old file is read to its end before the new one begins, also when it
// happened while nobody was reading and the old file still stands in the same folder. Copy-and-truncate loses what was written
// between the last read and the truncation, as the writer of such a set-up accepts; it is reported as `truncated`.
// A file is known again by its device, inode and first bytes: a new file that got the inode of an old one is not taken for it.
//
// Threads: one at a time.

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "io/bytes.h"

namespace lp::detect {

// Where reading goes on; to be kept with what was made of the lines before it.
struct FilePlace {
  std::uint64_t device = 0, inode = 0;
  std::uint64_t head = 0;                // fingerprint of the first `head_bytes`
  std::uint64_t head_bytes = 0;
  std::uint64_t offset = 0;              // the next line begins here
  std::uint64_t line = 1;                // its number
  std::vector<std::string> controls{};   // headers before it
  bool operator==(const FilePlace&) const = default;
};

class FollowedFile final : public io::ByteSource {
 public:
  enum class End : std::uint8_t {
    waiting,    // nothing more just now
    rotated,    // another file has the name, or none: this one will not grow any more
    truncated,  // shorter than what was read, or with another beginning: to be begun anew
  };

  // At `place` when that is this file, or one beside it that had its name; otherwise at the beginning of `path`.
  // not_found: there is no such file; io: the operating system refused.
  static Result<FollowedFile> open(const std::filesystem::path& path, const std::optional<FilePlace>& place);
  ~FollowedFile() override;
  FollowedFile(FollowedFile&& other) noexcept;
  FollowedFile& operator=(FollowedFile&& other) noexcept;

  Result<std::size_t> read(char* out, std::size_t size) override;
  // Asked after a read gave 0.
  Result<End> end() const;
  // The place of a line of this file, for the next run.
  FilePlace place(std::uint64_t offset, std::uint64_t line, std::vector<std::string> controls) const;
  std::uint64_t start() const { return start_; }              // offset of the first byte read
  bool state(struct stat& out) const;                         // of the open file
  bool resumed() const { return start_ > 0; }
  std::pair<std::uint64_t, std::uint64_t> identity() const { return {device_, inode_}; }
  const std::filesystem::path& path() const { return path_; } // the name followed, not the name it has by now

 private:
  FollowedFile(std::filesystem::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  Status identify();
  bool has_same_head() const;

  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t device_ = 0, inode_ = 0, start_ = 0, read_to_ = 0;
  // Of the first bytes, once a read gave nothing: a file that was truncated and has grown past the old place is known by them.
  std::uint64_t head_ = 0, head_bytes_ = 0;
  bool idle_ = false, replaced_ = false;
};

}  // namespace lp::detect
