#pragma once
#include "io/metrics_text.h"
#include "detect/run/detection.h"

namespace lp::detect {

// longpan_detect_…: lines by what became of them, bytes, findings, alerts, correlations, the latest event's time.
void add_metrics(io::MetricsText& out, const DetectionStatistics& statistics, std::size_t open_alerts);

}  // namespace lp::detect
