#pragma once
// The few things the guard does to the network of this machine: programs run, values of the kernel set, threads in a namespace.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lp::probe {

// A namespace without a name: it lives as long as this, or a process in it.
class NetNamespace {
 public:
  static Result<NetNamespace> create();
  ~NetNamespace();
  NetNamespace(NetNamespace&& other) noexcept;
  NetNamespace& operator=(NetNamespace&& other) noexcept;
  int descriptor() const { return fd_; }
  std::string path() const;                  // under /proc, for other programs
  // `work` in a thread of its own that has entered; what it starts is inside as well.
  Status run(const std::function<Status()>& work) const;

 private:
  explicit NetNamespace(int fd) : fd_(fd) {}
  int fd_ = -1;
};

// A program of the system with root's rights in the thread's network; its output. The error holds the start of its messages.
Result<std::string> run_tool(std::string_view program, const std::vector<std::string>& arguments, std::string_view input = {});
// "net/ipv4/ip_forward" in the thread's network.
Result<std::string> read_kernel_value(std::string_view name);
Status set_kernel_value(std::string_view name, std::string_view value);

}  // namespace lp::probe
