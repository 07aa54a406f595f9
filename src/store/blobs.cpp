#include "store/blobs.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/hash.h"

namespace lp::store {
namespace {

namespace fs = std::filesystem;

Error refused(const std::string& doing, const fs::path& file, int code) {
  const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  const bool closed = code == EACCES || code == EROFS || code == EPERM;
  Error e = make_error(full || closed ? Errc::unavailable : Errc::io, doing + " " + file.filename().string() + ": " + std::strerror(code),
                       full ? "free disk space and try again" : "check the files folder's permissions");
  e.message_zh = full ? "磁盘空间已满，文件没有保存。请清理磁盘后重试。" : "文件目录不可写，文件没有保存。请检查目录权限。";
  return e;
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

Status sync_folder(const fs::path& folder) {
  const Descriptor d(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (d.get() < 0 || ::fsync(d.get()) != 0) return refused("syncing folder", folder, errno);
  return {};
}

Status write_all(int fd, std::string_view bytes, const fs::path& file) {
  while (!bytes.empty()) {
    const auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return refused("writing", file, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

bool is_hash(std::string_view hash) {
  return hash.size() == 64 && hash.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class FileBlobs final : public Blobs {
 public:
  FileBlobs(fs::path folder, bool read_only) : folder_(std::move(folder)), read_only_(read_only) {}

  Result<FileInfo> put(std::string_view bytes, std::string_view name, std::string_view type) override;
  Result<FileInfo> put_file(const fs::path& source, std::string_view name, std::string_view type) override;
  Result<std::string> get(std::string_view hash) override;
  Result<fs::path> path_of(std::string_view hash) override;

 private:
  using Feed = std::function<Status(const std::function<Status(std::string_view)>& sink)>;
  Result<FileInfo> write(const Feed& feed, std::string_view name, std::string_view type);
  Status settle(const fs::path& temporary, const fs::path& final_path);
  fs::path place(std::string_view hash) const { return folder_ / hash.substr(0, 2) / hash; }

  fs::path folder_;
  bool read_only_;
};

Result<FileInfo> FileBlobs::put(std::string_view bytes, std::string_view name, std::string_view type) {
  return write([&](const auto& sink) { return sink(bytes); }, name, type);
}

Result<FileInfo> FileBlobs::put_file(const fs::path& source, std::string_view name, std::string_view type) {
  return write([&](const auto& sink) -> Status {
    std::ifstream in(source, std::ios::binary);
    if (!in) return make_error(Errc::io, "cannot read " + source.filename().string());
    std::string chunk(1 << 18, '\0');
    while (in) {
      in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
      LP_CHECK_OK(sink(std::string_view(chunk).substr(0, static_cast<std::size_t>(in.gcount()))));
    }
    if (in.bad()) return make_error(Errc::io, "reading " + source.filename().string() + " failed");
    return {};
  }, name, type);
}

Result<FileInfo> FileBlobs::write(const Feed& feed, std::string_view name, std::string_view type) {
  if (read_only_) return refused("opening", folder_, EROFS);
  std::error_code ec;
  fs::create_directories(folder_, ec);
  const fs::path temporary = folder_ / (".new-" + to_hex(random_bytes(12)));
  const Descriptor out(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
  if (out.get() < 0) return refused("creating", temporary, errno);
  Hasher hasher(Hasher::Algorithm::sha256);
  FileInfo info{{}, std::string(name), std::string(type), 0};
  Status written = feed([&](std::string_view bytes) -> Status {
    hasher.update(bytes);
    info.size += static_cast<std::int64_t>(bytes.size());
    return write_all(out.get(), bytes, temporary);
  });
  if (written && ::fsync(out.get()) != 0) written = refused("syncing", temporary, errno);
  info.hash = to_hex(hasher.finish());
  if (written) written = settle(temporary, place(info.hash));
  if (!written) {
    fs::remove(temporary, ec);
    return std::move(written).error();
  }
  return info;
}

Status FileBlobs::settle(const fs::path& temporary, const fs::path& final_path) {
  std::error_code ec;
  const bool new_folder = fs::create_directory(final_path.parent_path(), ec);
  if (ec) return refused("creating folder", final_path.parent_path(), ec.value());
  fs::rename(temporary, final_path, ec);  // the same content under the same name: replacing is harmless
  if (ec) return refused("renaming to", final_path, ec.value());
  LP_CHECK_OK(sync_folder(final_path.parent_path()));
  return new_folder ? sync_folder(folder_) : Status();
}

Result<std::string> FileBlobs::get(std::string_view hash) {
  LP_TRY(const fs::path file, path_of(hash));
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) return make_error(Errc::io, "reading file " + std::string(hash) + " failed");
  if (to_hex(sha256(bytes)) == hash) return bytes;
  Error e = make_error(Errc::corrupt, "file " + std::string(hash) + " no longer has the content its name proves", "restore it from a backup");
  e.message_zh = "附件内容已损坏或被改动，请从备份恢复。";
  return e;
}

Result<fs::path> FileBlobs::path_of(std::string_view hash) {
  if (!is_hash(hash)) return make_error(Errc::invalid, "not a SHA-256 address: '" + std::string(hash.substr(0, 80)) + "'");
  const fs::path file = place(hash);
  std::error_code ec;
  if (!fs::is_regular_file(file, ec)) return make_error(Errc::not_found, "no file " + std::string(hash));
  return file;
}

}  // namespace

std::unique_ptr<Blobs> make_blobs(const fs::path& folder, bool read_only) { return std::make_unique<FileBlobs>(folder, read_only); }

}  // namespace lp::store
