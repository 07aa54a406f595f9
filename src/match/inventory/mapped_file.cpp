#include "match/inventory/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "io/files.h"

namespace lp::match {
namespace {

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

Result<MappedFile> MappedFile::open(const std::filesystem::path& path, std::uint64_t most) {
  const Descriptor fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (fd.number < 0) return io::os_error(errno, "opening", path);
  struct stat status{};
  if (::fstat(fd.number, &status) != 0) return io::os_error(errno, "reading the size of", path);
  if (!S_ISREG(status.st_mode)) return make_error(Errc::io, path.string() + " is no file");
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > most) return make_error(Errc::too_large, path.string() + " is larger than " + std::to_string(most) + " bytes", "split the file");
  if (size == 0) return MappedFile(nullptr, 0);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd.number, 0);
  if (data == MAP_FAILED) return io::os_error(errno, "mapping", path);
  return MappedFile(data, size);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace lp::match
