#include "detect/indicators/indicator_set.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "detect/indicators/image_layout.h"
#include "detect/indicators/image_writer.h"
#include "io/files.h"

namespace lp::detect {
namespace {

// A file that is gone unless keep() was called.
class NewFile {
 public:
  explicit NewFile(std::filesystem::path path) : path_(std::move(path)), fd_(::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640)) {}
  ~NewFile() {
    if (fd_ >= 0) ::close(fd_);
    if (!kept_) ::unlink(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  int fd() const { return fd_; }
  const std::filesystem::path& path() const { return path_; }
  void keep() { kept_ = true; }

 private:
  std::filesystem::path path_;
  int fd_;
  bool kept_ = false;
};

Status sync_folder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return io::os_error(errno, "opening", folder);
  const bool synced = ::fsync(fd) == 0;
  const int number = errno;
  ::close(fd);
  return synced ? ok_status() : Status(io::os_error(number, "syncing", folder));
}

}  // namespace

ContextId IndicatorSet::add_context(const IndicatorContext& context) {
  IndicatorContext sane = context;
  sane.confidence = std::min<std::uint8_t>(sane.confidence, 100);
  std::string encoded = encode_context(sane);
  const auto [place, added] = context_ids_.emplace(std::move(encoded), static_cast<ContextId>(contexts_.size()));
  if (added) contexts_.push_back(place->first);
  return place->second;
}

bool IndicatorSet::add(IndicatorKind kind, std::string_view text, ContextId context) {
  if (!to_key(kind, text, scratch_)) return false;
  add_key(kind, scratch_, context);
  return true;
}

void IndicatorSet::add_key(IndicatorKind kind, std::string_view key, ContextId context) {
  const std::uint64_t place = keys_.size() | std::uint64_t{key.size()} << 40 | std::uint64_t{static_cast<std::uint8_t>(kind)} << 56;
  keys_ += key;
  rows_.push_back({hash_key(kind, key), place, context});
  ++counts_[static_cast<std::size_t>(kind)];
  if (kind == IndicatorKind::ip) has_internal_ = has_internal_ || is_internal(ip_of_key(key));
}

std::string IndicatorSet::to_bytes(const PublicSuffixes& suffixes) {
  ImageWriter writer(*this, suffixes);
  std::string out(writer.bytes(), '\0');
  writer.write_to(out.data());
  return out;
}

Status IndicatorSet::write(const std::filesystem::path& path, const PublicSuffixes& suffixes) {
  ImageWriter writer(*this, suffixes);
  NewFile file(path.string() + ".new");
  if (file.fd() < 0) return io::os_error(errno, "writing", file.path());
  // Reserved first: a full disk is an error here, and not a signal while the map is filled.
  if (const int number = ::posix_fallocate(file.fd(), 0, static_cast<off_t>(writer.bytes())); number != 0) return io::os_error(number, "writing", file.path());
  void* const map = ::mmap(nullptr, writer.bytes(), PROT_READ | PROT_WRITE, MAP_SHARED, file.fd(), 0);
  if (map == MAP_FAILED) return io::os_error(errno, "mapping", file.path());
  writer.write_to(static_cast<char*>(map));
  ::munmap(map, writer.bytes());
  if (::fdatasync(file.fd()) != 0) return io::os_error(errno, "writing", file.path());
  if (::rename(file.path().c_str(), path.c_str()) != 0) return io::os_error(errno, "renaming", file.path());
  file.keep();
  return sync_folder(path);
}

}  // namespace lp::detect
