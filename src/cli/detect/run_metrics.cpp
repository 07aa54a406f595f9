#include "cli/detect/run_metrics.h"

#include <ostream>
#include <utility>

#include "io/files.h"

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
    const Status written = io::write_file_atomic(file_, text);
    if (!written && !std::exchange(told_, true)) context.err << written.error().message << '\n';
  }
  const std::lock_guard lock(mutex_);
  text_ = std::move(text);
}

}  // namespace lp::cli
