#pragma once
// Figures of a run that goes on: over HTTP for Prometheus, or into a file for its node exporter.

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "cli/context.h"

namespace lp::cli {

class RunMetrics {
 public:
  // `place` "127.0.0.1:9464" and `file` may be empty. unavailable: the port is in use.
  static Result<std::unique_ptr<RunMetrics>> start(Context& context, const std::string& place, const std::filesystem::path& file);
  bool wanted() const { return endpoint_ != nullptr || !file_.empty(); }
  // Once a second is enough. A file that cannot be written is told once; the run goes on.
  void update(Context& context, std::string text);

 private:
  std::mutex mutex_;
  std::string text_;
  std::filesystem::path file_;
  bool told_ = false;
  std::unique_ptr<MetricsEndpoint> endpoint_;   // last: its threads read text_
};

}  // namespace lp::cli
