#include "io/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <optional>

#include "base/check.h"
#include "base/text.h"
#include "io/child_spawn.h"
#include "io/error.h"
#include "io/files.h"

namespace lp::io {
namespace {

using Clock = std::chrono::steady_clock;

// A child may close its input early; the signal of that belongs to nobody.
ssize_t write_without_signal(int fd, std::string_view bytes) {
  sigset_t pipe_signal, before, pending;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  const ssize_t n = ::write(fd, bytes.data(), bytes.size());
  const int error = errno;
  if (n < 0 && error == EPIPE && sigismember(&pending, SIGPIPE) == 0) {
    const timespec at_once{};
    sigtimedwait(&pipe_signal, nullptr, &at_once);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return n;
}

bool executable(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

struct ChildProcess::State {
  std::filesystem::path program;
  ChildLimits limits;
  TempDir home;
  std::unique_ptr<ByteSource> input;
  Spawned child;
  std::string unwritten;
  std::uint64_t output = 0;
  Clock::duration waited{};
  ChildEnd end{};
  bool reaped = false;
  std::optional<Error> failed{};
  const std::atomic<bool>* stop = nullptr;

  void reap();
  bool ended() const;
  Status feed();
  void take_messages();
  Error fail_with(Error error);
  Error judge();
  Error too_late();
  Result<std::size_t> take(char* out, std::size_t size, bool& got);
  Status wait_for_something(Clock::time_point until);
};

// The group first, while the leader's number cannot yet be anybody else's.
void ChildProcess::State::reap() {
  if (reaped) return;
  ::kill(-child.pid, SIGKILL);
  int status = 0;
  while (::waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
  }
  reaped = true;
  end.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

bool ChildProcess::State::ended() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(child.pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == child.pid;
}

Error ChildProcess::State::fail_with(Error error) {
  reap();
  failed = error;
  return error;
}

Error ChildProcess::State::too_late() {
  const std::string name = program.filename().string();
  return fail(Errc::timeout, name + " was stopped at its time limit", "转换程序 " + name + " 超时，已终止");
}

Error ChildProcess::State::judge() {
  const std::string name = program.filename().string();
  if (end.signal == SIGXCPU) return too_late();
  if (end.signal == SIGXFSZ) return fail(Errc::too_large, name + " wrote more than its limit", "转换程序 " + name + " 的输出超过上限");
  const std::string how = end.signal != 0 ? "was ended by signal " + std::to_string(end.signal) : "ended with code " + std::to_string(end.exit_code);
  return fail(Errc::invalid, name + " " + how, "转换程序 " + name + " 未能处理该文件");
}

Status ChildProcess::State::feed() {
  if (unwritten.empty() && input) {
    unwritten.resize(65536);
    auto n = input->read(unwritten.data(), unwritten.size());
    unwritten.resize(n.value_or(0));
    if (!n) return std::move(n).error();
  }
  if (unwritten.empty()) {
    child.in.close();
    return ok_status();
  }
  const ssize_t n = write_without_signal(child.in.get(), unwritten);
  if (n > 0) unwritten.erase(0, static_cast<std::size_t>(n));
  if (n < 0 && errno != EAGAIN && errno != EINTR) child.in.close();  // it wants no more, which is its business
  return ok_status();
}

void ChildProcess::State::take_messages() {
  constexpr std::size_t kept = 2048;
  std::array<char, 4096> buffer;
  ssize_t n;
  while ((n = ::read(child.err.get(), buffer.data(), buffer.size())) > 0)
    end.messages.append(buffer.data(), std::min(static_cast<std::size_t>(n), kept - std::min(kept, end.messages.size())));
  if (n == 0) child.err.close();
}

// Waits at most until `until`; once the output is closed in short steps, because the end of a process is no readable pipe.
Status ChildProcess::State::wait_for_something(Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count() + 1;
  std::array<pollfd, 3> watched{{{child.out.get(), POLLIN, 0}, {child.err.get(), POLLIN, 0}, {child.in.get(), POLLOUT, 0}}};  // a closed one is -1: not watched
  const int patience = static_cast<int>(std::clamp<std::int64_t>(left, 0, !child.out.open() ? 5 : stop != nullptr ? 100 : 1000));
  if (::poll(watched.data(), watched.size(), patience) < 0) return errno == EINTR ? ok_status() : Status(os_error(errno, "waiting for", program));
  if (watched[1].revents != 0) take_messages();
  if (watched[2].revents != 0) LP_CHECK_OK(feed());
  return ok_status();
}

Result<std::size_t> ChildProcess::State::take(char* out, std::size_t size, bool& got) {
  if (!child.out.open()) return std::size_t{0};
  const ssize_t n = ::read(child.out.get(), out, size);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return std::size_t{0};
  if (n < 0) return os_error(errno, "reading from", program);
  if (n == 0) {
    child.out.close();
    return std::size_t{0};
  }
  got = true;
  output += static_cast<std::uint64_t>(n);
  if (output > limits.output_bytes)
    return fail(Errc::too_large, program.filename().string() + " gave more than " + std::to_string(limits.output_bytes) + " bytes", "转换结果超过上限");
  return static_cast<std::size_t>(n);
}

ChildProcess::ChildProcess(std::unique_ptr<State> state) : state_(std::move(state)) {}
ChildProcess::~ChildProcess() { state_->reap(); }
const ChildEnd& ChildProcess::end() const { return state_->end; }

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(ChildCommand command) {
  LP_TRY(TempDir home, TempDir::create("longpan-child"));
  for (std::string& argument : command.arguments) argument = replace_all(argument, "{home}", home.path().string());
  LP_TRY(Spawned child, spawn_limited(command.program, command.arguments, home.path(), command.limits, command.keep_network));
  auto state = std::make_unique<State>(State{.program = command.program, .limits = command.limits, .home = std::move(home), .input = std::move(command.input),
                                             .child = std::move(child), .unwritten = {}, .stop = command.stop});
  if (!state->input) state->child.in.close();
  return std::unique_ptr<ChildProcess>(new ChildProcess(std::move(state)));
}

Result<std::size_t> ChildProcess::read(char* out, std::size_t size) {
  LP_CHECK(size > 0, "a reader asks for at least a byte");
  State& s = *state_;
  if (s.failed) return *s.failed;
  if (s.reaped) return std::size_t{0};
  const auto started = Clock::now();
  const auto until = started + (s.limits.wall - s.waited);
  for (;;) {
    bool got = false;
    auto n = s.take(out, size, got);
    if (!n) return s.fail_with(std::move(n).error());
    if (got) {
      s.waited += Clock::now() - started;
      return *n;
    }
    if (!s.child.out.open() && s.ended()) {
      if (s.child.err.open()) s.take_messages();
      s.reap();
      if (s.end.exit_code == 0) return std::size_t{0};
      return s.fail_with(s.judge());
    }
    if (s.stop != nullptr && s.stop->load()) return s.fail_with(fail(Errc::cancelled, s.program.filename().string() + " was stopped", "已停止程序 " + s.program.filename().string()));
    if (Clock::now() >= until) return s.fail_with(s.too_late());
    if (Status waited = s.wait_for_something(until); !waited) return s.fail_with(std::move(waited).error());
  }
}

Result<std::filesystem::path> find_program(std::string_view name) {
  const char* path = std::getenv("PATH");
  const std::string folders = std::string(path ? path : "") + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
  for (const std::string_view folder : split(folders, ':')) {
    if (!folder.starts_with('/')) continue;  // a relative one could be anybody's
    std::filesystem::path candidate = std::filesystem::path(folder) / name;
    if (executable(candidate)) return candidate;
  }
  return fail(Errc::not_found, "program " + std::string(name) + " is not installed", "没有安装程序 " + std::string(name));
}

}  // namespace lp::io
