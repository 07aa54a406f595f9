#pragma once
// A converter program as a child: it reads our bytes, we read its output, and a hostile document
// that makes it run wild costs only its limits.
//
// The child has its own session, an own empty folder as HOME, TMPDIR and working folder (removed at
// the end), a minimal environment, no other open files, and no network where the system permits a
// network namespace. When the ByteSource is destroyed, fails or ends, the child and what it
// started are killed and waited for.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/bytes.h"

namespace lp::io {

struct ChildLimits {
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;  // address space
  std::uint64_t file_bytes = std::uint64_t{256} << 20;  // of each file it writes
  std::uint64_t output_bytes = std::uint64_t{1} << 30;  // on standard output
  std::chrono::seconds cpu{60};
  std::chrono::seconds wall{120};  // spent waiting for the child; time the reader takes is not counted
  unsigned open_files = 256;
};

struct ChildCommand {
  std::filesystem::path program;         // as find_program() gives it
  std::vector<std::string> arguments{};  // without the program's name; "{home}" becomes the child's own folder
  std::unique_ptr<ByteSource> input{};   // standard input; none = empty
  ChildLimits limits{};
  // The network of the calling thread instead of an empty one; the program then ends with that thread at the latest.
  bool keep_network = false;
  const std::atomic<bool>* stop = nullptr;  // set: read() kills it within a tenth of a second and says cancelled
};

// On PATH and in the usual system folders; not_found otherwise.
Result<std::filesystem::path> find_program(std::string_view name);

// How a child ended that did not succeed; for telling an encrypted document from a broken one.
struct ChildEnd {
  int exit_code = -1;    // -1 = killed by `signal`
  int signal = 0;
  std::string messages;  // the start of its standard error; may quote the document: never part of an Error
};

class ChildProcess final : public ByteSource {
 public:
  // io when it cannot be started.
  static Result<std::unique_ptr<ChildProcess>> start(ChildCommand command);
  ~ChildProcess() override;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Standard output. 0 only when the child ended well (exit code 0), so a cut output is never taken
  // for a whole one. timeout: wall or CPU time; too_large: output, file or memory limit hit;
  // invalid: any other end, told by end().
  Result<std::size_t> read(char* out, std::size_t size) override;

  const ChildEnd& end() const;  // after read() failed or gave 0

 private:
  struct State;
  explicit ChildProcess(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lp::io
