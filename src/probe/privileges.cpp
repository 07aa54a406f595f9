#include "probe/privileges.h"

#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>

#include "io/error.h"
#include "io/files.h"

namespace lp::probe {
namespace {

constexpr unsigned nobody = 65534;

// The effective set as /proc tells it; all ones when it cannot be read, so that a proof by it fails.
std::uint64_t effective_capabilities() {
  const std::string status = io::read_file("/proc/thread-self/status", 65'536).value_or("");
  const std::size_t at = status.find("CapEff:\t");
  std::uint64_t out = ~std::uint64_t{0};
  if (at != std::string::npos) std::from_chars(status.data() + at + 8, status.data() + status.size(), out, 16);
  return out;
}

void limit(__rlimit_resource what, rlim_t most) {
  rlimit now{};
  if (::getrlimit(what, &now) != 0) return;
  now.rlim_max = now.rlim_max < most ? now.rlim_max : most;
  now.rlim_cur = now.rlim_cur < most ? now.rlim_cur : most;
  ::setrlimit(what, &now);
}

}  // namespace

bool has_guard_rights() {
  const std::uint64_t have = effective_capabilities();
  if (have == ~std::uint64_t{0}) return false;
  for (const int one : {CAP_NET_ADMIN, CAP_SYS_ADMIN, CAP_SETUID, CAP_SETGID}) {
    if ((have >> one & 1) == 0) return false;
  }
  return true;
}

Status drop_privileges() {
  const auto failed = [](std::string_view what) { return io::os_error(errno, "giving up", std::string(what)); };
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 1'024);
  if (::geteuid() == 0) {
    if (::setgroups(0, nullptr) != 0) return failed("groups");
    if (::setresgid(nobody, nobody, nobody) != 0) return failed("the group");
    if (::setresuid(nobody, nobody, nobody) != 0) return failed("the user");
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("new privileges");
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return failed("life after the parent");  // after the user: a change of it clears this
  if (effective_capabilities() != 0 || ::geteuid() == 0 || ::setuid(0) == 0)
    return io::fail(Errc::internal, "rights are left after they were given up", "权限未能完全放弃");
  return ok_status();
}

}  // namespace lp::probe
