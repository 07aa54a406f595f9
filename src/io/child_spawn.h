#pragma once
// Starting a limited child; see child_process.h.

#include <sys/types.h>
#include <unistd.h>

#include <utility>

#include "base/result.h"
#include "io/child_process.h"

namespace lp::io {

class Pipe {
 public:
  Pipe() = default;
  explicit Pipe(int fd) : fd_(fd) {}
  ~Pipe() { close(); }
  Pipe(Pipe&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Pipe& operator=(Pipe&& other) noexcept {
    if (this != &other) {
      close();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_ = -1;
};

struct Spawned {
  pid_t pid = 0;  // also its process group
  Pipe in, out, err;  // our ends, not blocking
};

Result<Spawned> spawn_limited(const std::filesystem::path& program, const std::vector<std::string>& arguments, const std::filesystem::path& home, const ChildLimits& limits, bool keep_network);

}  // namespace lp::io
