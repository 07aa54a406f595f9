#include "io/child_spawn.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "io/files.h"

namespace lp::io {
namespace {

struct PipePair {
  Pipe read, write;
};

// Above the standard three, so that duplicating onto those never meets another end.
Result<PipePair> make_pipe() {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC) != 0) return os_error(errno, "making", "a pipe");
  PipePair out{Pipe(fds[0]), Pipe(fds[1])};
  for (Pipe* end : {&out.read, &out.write}) {
    if (end->get() > 2) continue;
    const int higher = ::fcntl(end->get(), F_DUPFD_CLOEXEC, 3);
    if (higher < 0) return os_error(errno, "making", "a pipe");
    *end = Pipe(higher);
  }
  return out;
}

// Everything the child needs, made before the fork: after it only async-signal-safe calls are allowed.
struct Plan {
  std::vector<char*> arguments, environment;
  const char* program;
  const char* home;
  int in, out, err, status;
  ChildLimits limits;
  bool keep_network;
};

void limit(__rlimit_resource what, rlim_t soft, rlim_t hard) {
  rlimit now{};
  if (::getrlimit(what, &now) != 0) return;
  now.rlim_max = std::min(now.rlim_max, hard);
  now.rlim_cur = std::min(now.rlim_max, soft);
  ::setrlimit(what, &now);
}

void close_others(int keep) {
  if (::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
  for (int fd = 3; fd < 65536; ++fd) {  // a kernel before 5.11
    if (fd != keep) ::close(fd);
  }
}

// Alone where that is allowed as root, else with a user namespace of its own; else with the network as it is.
void leave_network() {
  if (::unshare(CLONE_NEWNET) == 0) return;
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0) return;
}

void restrict_child(const Plan& plan) {
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (int s = 1; s < NSIG; ++s) ::signal(s, SIG_DFL);  // ignored ones would stay ignored
  ::setsid();
  ::umask(077);
  const auto cpu = static_cast<rlim_t>(plan.limits.cpu.count());
  limit(RLIMIT_CPU, cpu, cpu + 1);
  limit(RLIMIT_FSIZE, plan.limits.file_bytes, plan.limits.file_bytes);
  limit(RLIMIT_NOFILE, plan.limits.open_files, plan.limits.open_files);
  limit(RLIMIT_CORE, 0, 0);
  if (plan.keep_network) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // whoever watches its limits is gone
  } else {
    leave_network();
  }
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit(RLIMIT_AS, plan.limits.memory_bytes, plan.limits.memory_bytes);
}

[[noreturn]] void become(const Plan& plan) {
  const bool connected = ::dup2(plan.in, 0) == 0 && ::dup2(plan.out, 1) == 1 && ::dup2(plan.err, 2) == 2;
  if (connected && ::chdir(plan.home) == 0) {
    close_others(plan.status);
    restrict_child(plan);
    ::execve(plan.program, plan.arguments.data(), plan.environment.data());
  }
  const int error = errno;
  const ssize_t told = ::write(plan.status, &error, sizeof error);
  ::_exit(told == sizeof error ? 127 : 126);
}

// The errno of a child that could not become the program; 0 when the pipe closed by becoming it.
int failure_told(int fd) {
  int error = 0;
  ssize_t n;
  do {
    n = ::read(fd, &error, sizeof error);
  } while (n < 0 && errno == EINTR);
  return n == sizeof error ? error : 0;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Result<Spawned> spawn_limited(const std::filesystem::path& program, const std::vector<std::string>& arguments, const std::filesystem::path& home, const ChildLimits& limits, bool keep_network) {
  LP_TRY(PipePair in, make_pipe());
  LP_TRY(PipePair out, make_pipe());
  LP_TRY(PipePair err, make_pipe());
  LP_TRY(PipePair status, make_pipe());
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment{"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "HOME=" + home.string(), "TMPDIR=" + home.string()};
  const Plan plan{.arguments = pointers(words), .environment = pointers(environment), .program = program.c_str(), .home = home.c_str(),
                  .in = in.read.get(), .out = out.write.get(), .err = err.write.get(), .status = status.write.get(), .limits = limits,
                  .keep_network = keep_network};
  const pid_t pid = ::fork();
  if (pid < 0) return os_error(errno, "starting", program);
  if (pid == 0) become(plan);
  status.write.close();
  if (const int error = failure_told(status.read.get()); error != 0) {
    ::waitpid(pid, nullptr, 0);
    return os_error(error, "starting", program);
  }
  for (const Pipe* end : {&in.write, &out.read, &err.read}) ::fcntl(end->get(), F_SETFL, O_NONBLOCK);
  return Spawned{.pid = pid, .in = std::move(in.write), .out = std::move(out.read), .err = std::move(err.read)};
}

}  // namespace lp::io
