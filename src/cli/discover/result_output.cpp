#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "cli/colour.h"
#include "cli/diagnostics_text.h"
#include "cli/discover/discover_commands.h"
#include "discover/report/catalogue.h"
#include "discover/report/decisions.h"
#include "discover/report/html.h"
#include "discover/report/result_json.h"
#include "discover/report/sarif.h"
#include "discover/report/summary.h"
#include "io/bytes.h"
#include "io/files.h"
#include "spec/load.h"

namespace lp::cli {
namespace {

using discover::Language;

Language language_of(const Context& context) { return context.zh ? Language::zh : Language::en; }

template <class Write>
Status to_file(const std::string& path, Write write) {
  if (path.empty()) return ok_status();
  if (path == "-") return make_error(Errc::invalid, "a report needs a file's name", "use --json for standard output");
  LP_TRY(io::ByteSink sink, io::open_file_sink(path));
  return write(std::move(sink));
}

bool is_found(const discover::ScanResult& result, const discover::Overlay& overlay, const std::string& what) {
  for (std::size_t i = 0; i < result.documents.size(); ++i) {
    const discover::Document& d = result.documents[i];
    const discover::Level level = overlay.level_of(result, i);
    if (what == "important" && level >= discover::Level::important) return true;
    if (what == "core" && level == discover::Level::core) return true;
    for (std::size_t f = 0; f < d.findings.size(); ++f) {
      if (overlay.rejected(i, f)) continue;
      if (what == "any" || (what == "secret" && d.findings[f].kind.starts_with("secret:"))) return true;
    }
  }
  return false;
}

Result<discover::Overlay> overlay_of(Context& context, const discover::ScanResult& result, const std::string& file) {
  if (file.empty()) return discover::apply_decisions(result, {});
  LP_TRY(const std::string text, io::read_file(file, 16u << 20));
  Diagnostics found;
  LP_TRY(std::vector<discover::Decision> decisions, discover::read_decisions(text, file, found));
  print_diagnostics(context, found, Severity::warning);
  return discover::apply_decisions(result, std::move(decisions));
}

}  // namespace

Result<std::shared_ptr<const discover::Engine>> load_engine(Context& context) {
  std::filesystem::path specs = context.specs;
  if (specs.empty()) {
    LP_TRY(specs, find_specs(context.program));
  }
  Diagnostics found;
  LP_TRY(std::shared_ptr<const discover::Engine> engine, discover::Engine::load(specs, found));
  if (found.errors() > 0) print_diagnostics(context, found, Severity::error);
  return engine;
}

Result<discover::Titles> load_titles(Context& context, const discover::Engine& engine) {
  std::filesystem::path specs = context.specs;
  if (specs.empty()) {
    LP_TRY(specs, find_specs(context.program));
  }
  Diagnostics found;
  LP_TRY(const model::Catalogue catalogue, spec::load(specs, found));
  return discover::make_titles(catalogue, engine.secrets().rules(), engine.levels());
}

void add_result_options(CLI::App& app, ResultFiles& files) {
  app.add_option("--out", files.json, "结果 JSON 文件 / result as a JSON file");
  app.add_option("--html", files.html, "HTML 报告（离线可看）/ HTML report, opens offline");
  app.add_option("--sarif", files.sarif, "SARIF 2.1.0 文件 / file");
  app.add_option("--catalogue-csv", files.csv, "目录草稿 CSV / draft catalogue as CSV");
  app.add_option("--catalogue", files.xlsx, "目录草稿 XLSX / draft catalogue as XLSX");
  app.add_option("--processor", files.processor, "数据处理者名称 / name of the data processor");
  app.add_option("--system", files.system, "信息系统名称 / name of the information system");
  app.add_option("--decisions", files.decisions, "人工认定文件 / file of people's decisions");
  app.add_option("--fail-on", files.fail_on, "发现即返回 16 / exit code 16 when found: any secret important core")->check(CLI::IsMember({"any", "secret", "important", "core"}));
}

Result<int> tell_result(Context& context, const discover::Engine& engine, const discover::ScanResult& result, const ResultFiles& files) {
  LP_TRY(const discover::Titles titles, load_titles(context, engine));
  LP_TRY(const discover::Overlay overlay, overlay_of(context, result, files.decisions));
  LP_CHECK_OK(to_file(files.json, [&](io::ByteSink sink) { return discover::write_result_json(result, std::move(sink)); }));
  LP_CHECK_OK(to_file(files.html, [&](io::ByteSink sink) {
    discover::HtmlOptions options;
    options.language = language_of(context);
    return discover::write_html(result, titles, std::move(sink), options, &overlay);
  }));
  LP_CHECK_OK(to_file(files.sarif, [&](io::ByteSink sink) { return discover::write_sarif(result, titles, std::move(sink), {language_of(context)}, &overlay); }));
  if (!files.csv.empty() || !files.xlsx.empty()) {
    discover::CatalogueOptions options;
    options.processor = files.processor;
    options.system_name = files.system;
    const discover::Catalogue catalogue = discover::make_catalogue(result, options, &overlay);
    LP_CHECK_OK(to_file(files.csv, [&](io::ByteSink sink) { return discover::write_catalogue_csv(catalogue, titles, std::move(sink)); }));
    if (!files.xlsx.empty()) LP_CHECK_OK(discover::save_catalogue_xlsx(catalogue, titles, files.xlsx));
  }
  if (context.json) {
    LP_CHECK_OK(discover::write_result_json(result, [&](std::string_view piece) {
      context.out << piece;
      return ok_status();
    }));
    context.out << '\n';
  } else {
    discover::SummaryOptions options;
    options.language = language_of(context);
    options.colour = context.colour ? discover::Colour::yes : discover::Colour::no;
    context.out << discover::summary_text(result, titles, options, &overlay);
  }
  if (!files.fail_on.empty() && is_found(result, overlay, files.fail_on)) return 16;
  return result.interrupted || !result.coverage.complete() ? 1 : 0;
}

}  // namespace lp::cli
