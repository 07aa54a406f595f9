#pragma once
// A summary of alerts as one HTML file that needs nothing else (io/html_page.h): Chinese first, English by a switch that works
// without script; light and dark; for wide and narrow screens and paper. Everything from logs and rules is escaped. One thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "detect/report/alert_summary.h"
#include "detect/report/report_titles.h"
#include "io/bytes.h"
#include "io/report_text.h"

namespace lp::detect {

struct HtmlOptions {
  io::Language language = io::Language::zh;   // shown first
  std::string source{};                       // what it is of: names of files
  std::int64_t made = no_time;
  bool part_of_run = false;                   // an earlier part of the run was told elsewhere
};

Status write_html(const AlertSummary& summary, const ReportTitles& titles, io::ByteSink out, const HtmlOptions& options = {});

// The sheet behind the shared one: colours of severities, evidence.
extern const std::string_view alert_style;

}  // namespace lp::detect
