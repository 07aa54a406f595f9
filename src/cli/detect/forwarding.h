#pragma once
// Alerts on to webhooks and syslog servers: the options, and a thread that does it beside a run.

#include <CLI/CLI.hpp>
#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "cli/context.h"
#include "service/alerts/alert_forwarder.h"

namespace lp::cli {

struct ForwardOptions {
  std::vector<std::string> webhooks, syslogs;
  std::filesystem::path secret_file, ca_file, places;   // places: empty = beside the alerts, ".forwarded"
  std::string severity = "informational";
  bool any() const { return !webhooks.empty() || !syslogs.empty(); }
};
void add_forward_options(CLI::App& app, ForwardOptions& options);

// invalid: an address that is none; conflict: somebody forwards these alerts already. `clock` outlives the forwarder.
Result<service::AlertForwarder> open_forwarder(const ForwardOptions& options, const std::filesystem::path& alerts, const Clock& clock);
// Sent, refused, failed, for each receiver. True: everything was taken.
bool print_forwarded(Context& context, const service::AlertForwarder& forwarder);

// Forwards what a run writes, on a thread of its own, until finish().
class ForwardThread {
 public:
  static Result<std::unique_ptr<ForwardThread>> start(const ForwardOptions& options, const std::filesystem::path& alerts);
  ~ForwardThread();
  // Once all alerts are written: waits for receivers that work, prints. True: everything was taken.
  bool finish(Context& context);

 private:
  explicit ForwardThread(service::AlertForwarder forwarder) : forwarder_(std::move(forwarder)) {}
  void run();

  service::AlertForwarder forwarder_;
  std::atomic<bool> ending_ = false, abandoned_ = false;
  Status health_ = ok_status();
  std::thread thread_;
};

}  // namespace lp::cli
