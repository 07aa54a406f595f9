#include "probe/net_tools.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

#include "base/text.h"
#include "io/child_process.h"
#include "io/error.h"
#include "io/files.h"

namespace lp::probe {
namespace {

// A namespace is the thread's, so that a thread can make or enter one and take it along when it ends.
Status in_thread(const std::function<Status()>& work) {
  Status done = io::fail(Errc::internal, "the thread did not run", "线程未运行");
  std::thread thread([&] { done = work(); });
  thread.join();
  return done;
}

std::filesystem::path kernel_path(std::string_view name) { return "/proc/sys/" + std::string(name); }

}  // namespace

Result<NetNamespace> NetNamespace::create() {
  int fd = -1;
  LP_CHECK_OK(in_thread([&]() -> Status {
    if (::unshare(CLONE_NEWNET) != 0) return io::os_error(errno, "making", "a network namespace");
    fd = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    return fd < 0 ? Status(io::os_error(errno, "opening", "a network namespace")) : ok_status();
  }));
  return NetNamespace(fd);
}

NetNamespace::~NetNamespace() {
  if (fd_ >= 0) ::close(fd_);
}
NetNamespace::NetNamespace(NetNamespace&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
NetNamespace& NetNamespace::operator=(NetNamespace&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

std::string NetNamespace::path() const { return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(fd_); }

Status NetNamespace::run(const std::function<Status()>& work) const {
  return in_thread([&]() -> Status {
    if (::setns(fd_, CLONE_NEWNET) != 0) return io::os_error(errno, "entering", "a network namespace");
    return work();
  });
}

Result<std::string> run_tool(std::string_view program, const std::vector<std::string>& arguments, std::string_view input) {
  LP_TRY(const std::filesystem::path path, io::find_program(program));
  io::ChildCommand command{.program = path, .arguments = arguments, .limits = {.output_bytes = 64u << 20, .cpu = std::chrono::seconds(60), .wall = std::chrono::seconds(60)}, .keep_network = true};
  if (!input.empty()) command.input = io::make_memory_source(input);
  LP_TRY(const auto child, io::ChildProcess::start(std::move(command)));
  std::string out;
  char buffer[16'384];
  for (;;) {
    auto n = child->read(buffer, sizeof buffer);
    if (!n) {
      const std::string said = truncate(trim(child->end().messages), 300);
      const std::string what = std::string(program) + (arguments.empty() ? "" : " " + join(arguments, " ")) + " failed: " + (said.empty() ? n.error().message : said);
      return io::fail(Errc::unavailable, what, "系统命令" + std::string(program) + "执行失败：" + said);
    }
    if (*n == 0) return out;
    out.append(buffer, *n);
  }
}

Result<std::string> read_kernel_value(std::string_view name) {
  LP_TRY(const std::string text, io::read_file(kernel_path(name), 4'096));
  return std::string(trim(text));
}

Status set_kernel_value(std::string_view name, std::string_view value) {
  const std::filesystem::path path = kernel_path(name);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return io::os_error(errno, "opening", path);
  Status done = io::write_all(fd, value, path);
  ::close(fd);
  return done;
}

}  // namespace lp::probe
