#pragma once
// Inside html.cpp and html_lists.cpp: the report's sections over one page.

#include <string>

#include "discover/report/html.h"
#include "io/html_page.h"
#include "discover/report/totals.h"

namespace lp::discover {

using io::both_html;
using io::escape_html;
using io::HtmlPage;

class HtmlReport {
 public:
  HtmlReport(const ScanResult& result, const Titles& titles, io::ByteSink out, const HtmlOptions& options, const Overlay* overlay);
  Status write();

 private:
  // html.cpp: what it came to.
  void head();
  void facts();
  void figures();
  void warnings();
  void levels();
  void coverage();
  void kinds();
  void persons();
  void method();
  // html_lists.cpp: what was found where.
  void datasets();
  void documents();
  void document_findings(std::size_t index);
  void skips();
  void skip_list();
  void decisions();

  Level level_of(std::size_t document) const;
  std::string level_tag(Level level) const;
  void cut_note(std::size_t shown, std::size_t all);

  const ScanResult& result_;
  const Titles& titles_;
  const HtmlOptions& options_;
  const Overlay* overlay_;
  const Totals totals_;
  HtmlPage page_;
};

}  // namespace lp::discover
