#include "detect/inputs/followed_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "base/hash.h"
#include "io/files.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t longest_head = 256;

// 0 when fewer than `bytes` can be read.
std::uint64_t fingerprint(int descriptor, std::uint64_t bytes) {
  std::array<char, longest_head> head{};
  if (::pread(descriptor, head.data(), bytes, 0) != static_cast<ssize_t>(bytes)) return 0;
  const Digest digest = sha256(std::string_view(head.data(), bytes));
  std::uint64_t out = 0;
  std::memcpy(&out, digest.data(), sizeof out);
  return out;
}

int open_to_read(const fs::path& path) { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }

bool is_place_of(int descriptor, const FilePlace& place) {
  struct stat now{};
  return ::fstat(descriptor, &now) == 0 && now.st_dev == place.device && now.st_ino == place.inode &&
         static_cast<std::uint64_t>(now.st_size) >= place.offset && fingerprint(descriptor, place.head_bytes) == place.head;
}

// The file of the place under the name it has by now, in the same folder; -1 when it is gone.
int find_renamed(const fs::path& path, const FilePlace& place) {
  std::error_code error;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    struct stat other{};
    if (::stat(at->path().c_str(), &other) != 0 || other.st_ino != place.inode || !S_ISREG(other.st_mode)) continue;
    const int descriptor = open_to_read(at->path());
    if (descriptor < 0) continue;
    if (is_place_of(descriptor, place)) return descriptor;
    ::close(descriptor);
  }
  return -1;
}

}  // namespace

Result<FollowedFile> FollowedFile::open(const fs::path& path, const std::optional<FilePlace>& place) {
  int descriptor = open_to_read(path);
  const int error = errno;
  bool resumes = descriptor >= 0 && place && is_place_of(descriptor, *place);
  if (place && !resumes) {
    if (const int renamed = find_renamed(path, *place); renamed >= 0) {
      if (descriptor >= 0) ::close(descriptor);
      descriptor = renamed;
      resumes = true;
    }
  }
  if (descriptor < 0) return io::os_error(error, "opening", path);
  FollowedFile file(path, descriptor);
  LP_CHECK_OK(file.identify());
  if (resumes) file.start_ = file.read_to_ = place->offset;
  return file;
}

Status FollowedFile::identify() {
  struct stat now{};
  if (::fstat(descriptor_, &now) != 0) return io::os_error(errno, "reading the state of", path_);
  device_ = now.st_dev;
  inode_ = now.st_ino;
  return ok_status();
}

bool FollowedFile::state(struct stat& out) const { return ::fstat(descriptor_, &out) == 0; }

FollowedFile::FollowedFile(FollowedFile&& other) noexcept { *this = std::move(other); }
FollowedFile& FollowedFile::operator=(FollowedFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  device_ = other.device_;
  inode_ = other.inode_;
  start_ = other.start_;
  read_to_ = other.read_to_;
  head_ = other.head_;
  head_bytes_ = other.head_bytes_;
  idle_ = other.idle_;
  replaced_ = other.replaced_;
  return *this;
}
FollowedFile::~FollowedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::size_t> FollowedFile::read(char* out, std::size_t size) {
  if (replaced_) return std::size_t{0};
  while (true) {
    const ssize_t got = ::pread(descriptor_, out, size, static_cast<off_t>(read_to_));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io::os_error(errno, "reading", path_);
    if (got > 0 && idle_ && !has_same_head()) {
      replaced_ = true;
      return std::size_t{0};
    }
    read_to_ += static_cast<std::uint64_t>(got);
    idle_ = got == 0;
    if (idle_ && head_bytes_ < longest_head && read_to_ > head_bytes_) {
      head_bytes_ = std::min(read_to_, longest_head);
      head_ = fingerprint(descriptor_, head_bytes_);
    }
    return static_cast<std::size_t>(got);
  }
}

bool FollowedFile::has_same_head() const { return head_bytes_ == 0 || fingerprint(descriptor_, head_bytes_) == head_; }

Result<FollowedFile::End> FollowedFile::end() const {
  if (replaced_) return End::truncated;
  struct stat mine{}, named{};
  if (::fstat(descriptor_, &mine) != 0) return io::os_error(errno, "reading the state of", path_);
  if (static_cast<std::uint64_t>(mine.st_size) < read_to_) return End::truncated;
  // Grown since the read that gave nothing: there is more to read before the file may be left.
  if (static_cast<std::uint64_t>(mine.st_size) > read_to_) return End::waiting;
  if (::stat(path_.c_str(), &named) != 0) {
    if (errno == ENOENT) return End::rotated;
    return io::os_error(errno, "reading the state of", path_);
  }
  return named.st_ino == inode_ && named.st_dev == device_ ? End::waiting : End::rotated;
}

FilePlace FollowedFile::place(std::uint64_t offset, std::uint64_t line, std::vector<std::string> controls) const {
  const std::uint64_t head_bytes = std::min(offset, longest_head);
  return FilePlace{.device = device_, .inode = inode_, .head = fingerprint(descriptor_, head_bytes), .head_bytes = head_bytes,
                   .offset = offset, .line = line, .controls = std::move(controls)};
}

}  // namespace lp::detect
