#pragma once
// Inside html.cpp, html_lists.cpp and html_alerts.cpp: the report's sections over one page.

#include <string>
#include <string_view>
#include <vector>

#include "detect/report/html.h"
#include "io/html_page.h"

namespace lp::detect {

using io::both_html;
using io::escape_html;
using io::grouped;

class HtmlReport {
 public:
  HtmlReport(const AlertSummary& summary, const ReportTitles& titles, io::ByteSink out, const HtmlOptions& options)
      : s_(summary), titles_(titles), options_(options), page_(std::move(out)) {}
  Status write();

 private:
  // html.cpp: what it came to.
  void head();
  void figures();
  void warnings();
  void nothing_found();
  void severities();
  void over_time();
  void reading();
  void bad_lines();
  void method();
  // html_lists.cpp: with most.
  void rules();
  void entities();
  void organisations();
  void classes();
  std::string class_label(const ClassTotals& row) const;
  void attack();
  void tag_bars(const LocalText& caption, const std::vector<TagTotals>& rows);
  // html_alerts.cpp: one by one.
  void alerts();
  void alert_row(const AlertRow& row);
  std::string more_of(const AlertRow& row) const;

  std::string severity_tag(Severity severity) const;
  std::string entity_html(const std::string& entity) const;
  std::string organisation_html(const std::string& organisation) const;
  // "… more are left out", when there are.
  void cut_note(std::uint64_t shown, std::uint64_t all, const LocalText& where);

  const AlertSummary& s_;
  const ReportTitles& titles_;
  const HtmlOptions& options_;
  io::HtmlPage page_;
};

// "s4" of critical: the class that gives the colour.
std::string_view severity_class(Severity severity);
double share_of(std::uint64_t part, std::uint64_t whole);
// "3 alerts, 120 events"
LocalText counts_text(const Totals& totals);

}  // namespace lp::detect
