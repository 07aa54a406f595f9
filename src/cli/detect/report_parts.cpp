#include "cli/detect/report_parts.h"

#include <fmt/format.h>

#include <system_error>

#include "detect/report/html.h"
#include "io/buffered_sink.h"
#include "io/files.h"
#include "spec/load.h"

namespace lp::cli {

namespace fs = std::filesystem;

Result<detect::ReportTitles> load_report_titles(Context& context, const detect::RuleNotesById& notes) {
  fs::path specs = context.specs;
  if (specs.empty()) {
    LP_TRY(specs, find_specs(context.program));
  }
  Diagnostics found;
  LP_TRY(const model::Catalogue catalogue, spec::load(specs, found));
  return detect::make_report_titles(catalogue, notes);
}

Status check_report_file(const std::string& html) {
  if (html == "-") return make_error(Errc::invalid, "a report needs a file's name", "use --json for standard output");
  std::error_code error;
  const fs::path folder = fs::absolute(html, error).parent_path();
  if (!html.empty() && !fs::is_directory(folder, error)) return make_error(Errc::not_found, "no such folder: " + folder.string(), "make it first");
  if (fs::is_directory(html, error)) return make_error(Errc::invalid, html + " is a folder", "name a file in it");
  return ok_status();
}

Status save_alert_report(Context& context, const detect::AlertSummary& summary, const detect::ReportTitles& titles, const std::string& html, const std::string& source, bool part_of_run) {
  LP_TRY(const Clock* clock, context.clock());
  std::string page;
  LP_CHECK_OK(detect::write_html(summary, titles, io::append_to(page),
                                 {.language = context.zh ? io::Language::zh : io::Language::en, .source = source, .made = clock->now().micros(), .part_of_run = part_of_run}));
  return io::write_file_atomic(html, page);
}

std::string names_text(const std::vector<fs::path>& paths) {
  constexpr std::size_t shown = 3;
  std::string text;
  for (std::size_t i = 0; i < paths.size() && i < shown; ++i) text += (i == 0 ? "" : ", ") + paths[i].string();
  return paths.size() > shown ? text + fmt::format(" … ({})", paths.size()) : text;
}

}  // namespace lp::cli
