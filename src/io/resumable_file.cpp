#include "io/resumable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "io/error.h"
#include "io/files.h"

namespace lp::io {
namespace {

constexpr std::size_t most_held = 64 * 1024;

}  // namespace

Result<ResumableFile> ResumableFile::open(const std::filesystem::path& path, std::optional<std::uint64_t> length) {
  // Taken away, as logrotate does: what it held is where it was taken to, and a new one begins.
  if (std::error_code error; length && !std::filesystem::exists(path, error) && !error) length.reset();
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (length ? 0 : O_TRUNC), 0640);
  if (descriptor < 0) return os_error(errno, "opening", path);
  ResumableFile file(path, descriptor, length.value_or(0));
  if (!length) return file;
  struct stat now {};
  if (::fstat(descriptor, &now) != 0) return os_error(errno, "reading the state of", path);
  if (static_cast<std::uint64_t>(now.st_size) < *length)
    return make_error(Errc::corrupt, path.string() + " is shorter than when it was last written", "put it back, or begin anew with another state file");
  if (::ftruncate(descriptor, static_cast<off_t>(*length)) != 0 || ::lseek(descriptor, static_cast<off_t>(*length), SEEK_SET) < 0) return os_error(errno, "cutting", path);
  return file;
}

ResumableFile::ResumableFile(ResumableFile&& other) noexcept { *this = std::move(other); }
ResumableFile& ResumableFile::operator=(ResumableFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(length_, other.length_);
  std::swap(held_, other.held_);
  return *this;
}
ResumableFile::~ResumableFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Status ResumableFile::write(std::string_view bytes) {
  held_ += bytes;
  return held_.size() < most_held ? ok_status() : flush();
}

Status ResumableFile::flush() {
  LP_CHECK_OK(write_all(descriptor_, held_, path_));
  length_ += held_.size();
  held_.clear();
  return ok_status();
}

Result<std::uint64_t> ResumableFile::sync() {
  LP_CHECK_OK(flush());
  // A pipe or a device keeps nothing.
  if (::fdatasync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) return os_error(errno, "writing", path_);
  return length_;
}

Status ResumableFile::close() {
  if (descriptor_ < 0) return ok_status();
  Status flushed = flush();
  if (::close(std::exchange(descriptor_, -1)) != 0 && flushed) return os_error(errno, "writing", path_);
  return flushed;
}

}  // namespace lp::io
