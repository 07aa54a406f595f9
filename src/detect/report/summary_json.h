#pragma once
// "longpan-alert-summary/1", docs/formats/detect-alert-summary.md: what `longpan --json detect report` writes. Members always in the
// same order; lists are cut as in the summary and say how many there are.

#include "base/json.h"
#include "detect/report/alert_summary.h"
#include "detect/report/report_titles.h"

namespace lp::detect {

json::object to_json(const AlertSummary& summary, const ReportTitles& titles);

}  // namespace lp::detect
