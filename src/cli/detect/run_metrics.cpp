#include "cli/detect/run_metrics.h"

#include <fstream>
#include <ostream>
#include <system_error>
#include <utility>

namespace lp::cli {

Result<std::unique_ptr<RunMetrics>> RunMetrics::start(Context& context, const std::string& place, const std::filesystem::path& file) {
  auto metrics = std::make_unique<RunMetrics>();
  metrics->file_ = file;
  if (place.empty()) return metrics;
  if (!context.serve_metrics) return make_error(Errc::unsupported, "this program serves no metrics", "write them to a file with --metrics-file");
  LP_TRY(metrics->endpoint_, context.serve_metrics(place, [raw = metrics.get()] {
    const std::lock_guard lock(raw->mutex_);
    return raw->text_;
  }));
  context.err << (context.zh ? "指标：" : "metrics: ") << metrics->endpoint_->place() << '\n';
  return metrics;
}

void RunMetrics::update(Context& context, std::string text) {
  if (!file_.empty()) {
    // Whole or not at all, readable by the exporter's user; figures need no safe disk.
    const std::filesystem::path fresh = file_.string() + ".new";
    std::error_code error;
    const bool written = static_cast<bool>(std::ofstream(fresh, std::ios::binary) << text << std::flush);
    if (written) std::filesystem::rename(fresh, file_, error);
    if ((!written || error) && !std::exchange(told_, true)) context.err << (context.zh ? "无法写入指标文件 " : "metrics cannot be written to ") << file_.string() << '\n';
  }
  const std::lock_guard lock(mutex_);
  text_ = std::move(text);
}

}  // namespace lp::cli
