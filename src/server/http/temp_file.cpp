#include "server/http/temp_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

namespace lp::server {
namespace {

Error os_error(std::string what) {
  const int code = errno;
  const bool full = code == ENOSPC || code == EDQUOT;
  Error error = make_error(full ? Errc::unavailable : Errc::io, std::move(what) + ": " + std::strerror(code),
                           full ? "free space on the disk that holds the data folder" : "");
  if (full) error.message_zh = "磁盘空间不足，请清理数据目录所在磁盘后重试";
  return error;
}

}  // namespace

Result<TempFile> TempFile::create(const std::filesystem::path& folder) {
  std::error_code ignored;  // mkstemp below reports a folder that could not be made
  std::filesystem::create_directories(folder, ignored);
  std::string name = (folder / "spool-XXXXXX").string();
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return os_error("creating a temporary file in " + folder.string());
  return TempFile(std::filesystem::path(name), descriptor);
}

TempFile::TempFile(TempFile&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(std::exchange(other.size_, 0)) {}

TempFile& TempFile::operator=(TempFile&& other) noexcept {
  if (this != &other) {
    remove();
    path_ = std::exchange(other.path_, {});
    descriptor_ = std::exchange(other.descriptor_, -1);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

TempFile::~TempFile() { remove(); }

void TempFile::remove() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!path_.empty()) ::unlink(path_.c_str());
  descriptor_ = -1;
}

Status TempFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error("writing a temporary file");
    size_ += static_cast<std::uint64_t>(n);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return ok_status();
}

Status TempFile::close() {
  if (descriptor_ < 0) return ok_status();
  const int result = ::close(std::exchange(descriptor_, -1));
  if (result != 0) return os_error("closing a temporary file");
  return ok_status();
}

}  // namespace lp::server
