#pragma once
// What `longpan detect report` and `longpan detect run --html` share: titles from specs, and the page itself.

#include <string>

#include "cli/context.h"
#include "detect/report/alert_summary.h"
#include "detect/report/report_titles.h"

namespace lp::cli {

Result<detect::ReportTitles> load_report_titles(Context& context, const detect::RuleNotesById& notes);

// Refuses what cannot become a page's name before hours of reading, not after.
Status check_report_file(const std::string& html);

// `source`: what the page says it is of. `part_of_run`: earlier runs told the rest.
Status save_alert_report(Context& context, const detect::AlertSummary& summary, const detect::ReportTitles& titles, const std::string& html, const std::string& source, bool part_of_run);

// "eve.json, auth.log … (12)"
std::string names_text(const std::vector<std::filesystem::path>& paths);

}  // namespace lp::cli
