#include "match/inventory/file_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "io/files.h"
#include "match/inventory/inventory_format.h"

namespace lp::match {
namespace {

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

void grow(FileBytes& file, std::size_t& capacity, std::size_t to) {
  auto bigger = std::make_unique_for_overwrite<char[]>(to + inventory_slack);
  if (file.size > 0) std::memcpy(bigger.get(), file.bytes.get(), file.size);
  file.bytes = std::move(bigger);
  capacity = to;
}

}  // namespace

Result<FileBytes> read_bytes(const std::filesystem::path& path, std::uint64_t most) {
  const Descriptor fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (fd.number < 0) return io::os_error(errno, "opening", path);
  struct stat status{};
  if (::fstat(fd.number, &status) != 0) return io::os_error(errno, "reading the size of", path);
  FileBytes file;
  std::size_t capacity = 0;
  // One byte more than stated, so that the end shows without growing.
  grow(file, capacity, static_cast<std::size_t>(std::clamp<std::int64_t>(status.st_size, 0, static_cast<std::int64_t>(most))) + 1);
  for (;;) {
    if (file.size == capacity) grow(file, capacity, std::max<std::size_t>(capacity * 2, 65536));
    const ssize_t n = ::read(fd.number, file.bytes.get() + file.size, std::min<std::size_t>(capacity - file.size, std::size_t{1} << 30));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io::os_error(errno, "reading", path);
    if (n == 0) break;
    file.size += static_cast<std::size_t>(n);
    if (file.size > most) return make_error(Errc::too_large, path.string() + " is larger than " + std::to_string(most) + " bytes", "split the file");
  }
  std::memset(file.bytes.get() + file.size, 0, inventory_slack);
  return file;
}

}  // namespace lp::match
