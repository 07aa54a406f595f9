#include "io/files.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "io/error.h"

namespace lp::io {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }
  int close() { return ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

Status write_and_sync(const std::filesystem::path& path, std::string_view bytes) {
  Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
  if (!fd.ok()) return os_error(errno, "creating", path);
  LP_CHECK_OK(write_all(fd.get(), bytes, path));
  if (::fsync(fd.get()) != 0) return os_error(errno, "syncing", path);
  if (fd.close() != 0) return os_error(errno, "closing", path);
  return ok_status();
}

}  // namespace

Status write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error(errno, "writing", path);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return ok_status();
}

Status sync_folder(const std::filesystem::path& folder) {
  Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.ok()) return os_error(errno, "opening folder", folder);
  if (::fsync(fd.get()) != 0) return os_error(errno, "syncing folder", folder);
  return ok_status();
}

Error os_error(int number, std::string_view doing, const std::filesystem::path& path) {
  const std::string what = std::string(doing) + " " + path.string() + ": " + std::strerror(number);
  switch (number) {
    case ENOENT:
      return fail(Errc::not_found, what, "找不到文件：" + path.string(), "check the path");
    case ENOSPC:
    case EDQUOT:
      return fail(Errc::unavailable, what, "磁盘空间不足：" + path.string(), "free some space and try again");
    case EROFS:
      return fail(Errc::unavailable, what, "磁盘为只读：" + path.string(), "remount it writable or choose another folder");
    case EACCES:
    case EPERM:
      return fail(Errc::io, what, "没有权限访问：" + path.string(), "check owner and mode of the folder");
    default:
      return fail(Errc::io, what, "读写文件失败：" + path.string());
  }
}

Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.ok()) return os_error(errno, "opening", path);
  std::string out;
  char buffer[65536];
  for (;;) {
    const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error(errno, "reading", path);
    if (n == 0) return out;
    if (out.size() + static_cast<std::size_t>(n) > max_bytes) {
      const std::string limit = std::to_string(max_bytes);
      return fail(Errc::too_large, path.string() + " is larger than " + limit + " bytes",
                  path.string() + " 超过上限 " + limit + " 字节", "split the file");
    }
    out.append(buffer, static_cast<std::size_t>(n));
  }
}

Result<std::string> read_first_line(const std::filesystem::path& path) {
  LP_TRY(const std::string text, read_file(path, 4096));
  return std::string(trim(std::string_view(text).substr(0, text.find('\n'))));
}

Status write_file_atomic(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path temporary = path;
  temporary += ".tmp-" + random_token(9);
  Status written = write_and_sync(temporary, bytes);
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) written = os_error(errno, "renaming to", path);
  if (!written) {
    ::unlink(temporary.c_str());
    return written;
  }
  return sync_folder(path.has_parent_path() ? path.parent_path() : ".");
}

Result<TempDir> TempDir::create(std::string_view prefix, const std::filesystem::path& parent) {
  std::error_code error;
  const std::filesystem::path base = parent.empty() ? std::filesystem::temp_directory_path(error) : parent;
  if (error) return fail(Errc::io, "no temporary folder: " + error.message(), "没有可用的临时目录", "set TMPDIR");
  std::string pattern = (base / (std::string(prefix) + "-XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr) return os_error(errno, "creating a temporary folder in", base);
  return TempDir(std::filesystem::path(pattern));
}

TempDir::TempDir(TempDir&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TempDir& TempDir::operator=(TempDir&& other) noexcept {
  if (this != &other) {
    remove();
    path_ = std::exchange(other.path_, {});
  }
  return *this;
}

TempDir::~TempDir() { remove(); }

void TempDir::remove() noexcept {
  if (path_.empty()) return;
  std::error_code ignored;  // nothing sensible can be done in a destructor
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace lp::io
