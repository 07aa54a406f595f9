// longpan discover report and diff: from results that were kept.
#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/discover/discover_commands.h"
#include "discover/report/diff.h"
#include "discover/report/result_json.h"
#include "io/bytes.h"

namespace lp::cli {
namespace {

struct ReportOptions {
  std::string result;
  ResultFiles files;
};
struct DiffOptions {
  std::string before, after, csv;
  int drift = 30;
};

Result<discover::ScanResult> read_result(const std::string& file) {
  LP_TRY(const auto source, io::open_file_source(file));
  return discover::read_result_json(*source);
}

Result<int> report(Context& context, const ReportOptions& options) {
  LP_TRY(const std::shared_ptr<const discover::Engine> engine, load_engine(context));
  LP_TRY(const discover::ScanResult result, read_result(options.result));
  return tell_result(context, *engine, result, options.files);
}

Result<int> diff(Context& context, const DiffOptions& options) {
  LP_TRY(const std::shared_ptr<const discover::Engine> engine, load_engine(context));
  LP_TRY(const discover::Titles titles, load_titles(context, *engine));
  LP_TRY(const discover::ScanResult before, read_result(options.before));
  LP_TRY(const discover::ScanResult after, read_result(options.after));
  discover::DiffOptions wanted;
  wanted.drift_percent = options.drift;
  const discover::Diff found = discover::compare(before, after, wanted);
  const discover::Language language = context.zh ? discover::Language::zh : discover::Language::en;
  if (!options.csv.empty()) {
    LP_TRY(io::ByteSink sink, io::open_file_sink(options.csv));
    LP_CHECK_OK(discover::write_diff_csv(found, titles, language, std::move(sink)));
  }
  if (context.json) {
    LP_CHECK_OK(discover::write_diff_json(found, [&](std::string_view piece) {
      context.out << piece;
      return ok_status();
    }));
  } else {
    context.out << discover::diff_text(found, titles, language);
  }
  return found.worth_telling() ? 1 : 0;
}

}  // namespace

Run add_discover_report(CLI::App& app) {
  auto o = std::make_shared<ReportOptions>();
  app.add_option("result", o->result, "扫描结果 JSON / a scan's result (JSON)")->required();
  add_result_options(app, o->files);
  app.footer("例 / examples:\n  longpan discover report result.json --html report.html --catalogue 目录.xlsx\n  longpan discover report result.json --decisions decisions.yaml");
  return [o](Context& context) { return report(context, *o); };
}

Run add_discover_diff(CLI::App& app) {
  auto o = std::make_shared<DiffOptions>();
  app.add_option("before", o->before, "较早的结果 / the earlier result")->required();
  app.add_option("after", o->after, "较晚的结果 / the later result")->required();
  app.add_option("--csv", o->csv, "写成 CSV / as CSV");
  app.add_option("--drift", o->drift, "规模变化的百分比门槛 / percent of change that counts")->check(CLI::Range(1, 1000))->capture_default_str();
  app.footer("例 / example:\n  longpan discover diff july.json october.json\n退出码 / exit codes: 0 无变化 / nothing changed; 1 有变化 / something did");
  return [o](Context& context) { return diff(context, *o); };
}

}  // namespace lp::cli
