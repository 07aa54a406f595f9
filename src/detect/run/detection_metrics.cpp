#include "detect/run/detection_metrics.h"

namespace lp::detect {

void add_metrics(io::MetricsText& out, const DetectionStatistics& s, std::size_t open_alerts) {
  const auto lines = [&](std::string_view result, std::uint64_t n) { out.counter("longpan_detect_lines_total", "Lines read, by what became of them.", n, {{"result", result}}); };
  lines("event", s.lines.events);
  lines("control", s.lines.control);
  lines("rejected", s.lines.rejected);
  for (const auto& [reason, n] : s.lines.rejected_for) out.counter("longpan_detect_rejected_total", "Lines that were no events, by reason.", n, {{"reason", reason}});
  out.counter("longpan_detect_bytes_total", "Bytes of logs read.", s.lines.bytes);
  out.counter("longpan_detect_findings_total", "Matches of rules and indicators.", s.fold.folded, {{"result", "folded"}});
  out.counter("longpan_detect_findings_total", "Matches of rules and indicators.", s.fold.suppressed, {{"result", "suppressed"}});
  out.counter("longpan_detect_alerts_total", "Alerts begun.", s.fold.alerts);
  out.gauge("longpan_detect_open_alerts", "Alerts that may still grow.", static_cast<double>(open_alerts));
  out.counter("longpan_detect_correlation_inputs_total", "Matches looked at by correlations.", s.correlation.inputs);
  out.counter("longpan_detect_correlation_matches_total", "Correlations completed.", s.correlation.matches);
  out.counter("longpan_detect_correlation_late_total", "Matches too late for any window.", s.correlation.late);
  out.counter("longpan_detect_correlation_closed_early_total", "Groups closed because too many were open.", s.correlation.closed_early);
  out.gauge("longpan_detect_correlation_groups", "Groups of correlations held.", static_cast<double>(s.correlation.groups));
  if (s.last != no_time) out.gauge("longpan_detect_last_event_seconds", "Time of the latest event, Unix seconds.", static_cast<double>(s.last / 1'000'000));
}

}  // namespace lp::detect
