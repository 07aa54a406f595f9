// longpan probe show, verify, stop: what a run found, whether its evidence holds, and ending one.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <ostream>

#include "cli/colour.h"
#include "cli/probe/probe_commands.h"
#include "cli/table.h"
#include "io/csv_writer.h"
#include "probe/evidence.h"

namespace lp::cli {
namespace {

struct ShowOptions {
  std::string evidence, csv;
};

std::vector<std::string> row_of(const probe::EvidenceEntry& e) {
  const probe::Observation& o = e.observation;
  const auto verdict = e.verdict.find("verdict");
  return {e.step.substr(0, 12), to_string(o.at), probe::to_string(e.request.endpoint), e.method, std::string(probe::to_string(o.outcome)), o.product.empty() ? "" : o.vendor + " " + o.product,
          o.version, o.cpe, verdict != e.verdict.end() && verdict->value().is_string() ? std::string(verdict->value().as_string()) : ""};
}

Result<int> show(Context& context, const ShowOptions& options) {
  std::vector<std::vector<std::string>> rows;
  json::array list;
  LP_CHECK_OK(probe::read_evidence(options.evidence, [&](const probe::EvidenceEntry& e) {
    rows.push_back(row_of(e));
    if (context.json) list.push_back(json::object{{"step", e.step}, {"method", e.method}, {"engine", e.engine}, {"observation", probe::to_json(e.observation)}, {"verdict", e.verdict}});
    return true;
  }));
  const std::vector<std::string> header = context.zh ? std::vector<std::string>{"步骤", "时间", "目标", "方式", "结果", "产品", "版本", "CPE", "结论"}
                                                     : std::vector<std::string>{"step", "time", "target", "method", "outcome", "product", "version", "cpe", "verdict"};
  if (!options.csv.empty()) {
    LP_TRY(io::ByteSink out, io::open_file_sink(options.csv));
    io::CsvSink sink(std::move(out));
    std::vector<io::Column> columns;
    for (const std::string& title : header) columns.push_back({.name = title, .title = title});
    LP_CHECK_OK(sink.begin("evidence", columns));
    for (const auto& row : rows) {
      std::vector<io::Cell> cells;
      for (const std::string& text : row) cells.push_back(io::Cell::of(text));
      LP_CHECK_OK(sink.write(cells));
    }
    LP_CHECK_OK(sink.finish());
  }
  if (context.json) context.out << to_pretty_text(list);
  else if (rows.empty()) context.out << (context.zh ? "没有检测结果\n" : "nothing was observed\n");
  else context.out << to_table(header, rows);
  return 0;
}

struct VerifyOptions {
  std::string evidence, head;
  AuthorisationChoice authorisation;
};

Result<int> verify(Context& context, const VerifyOptions& options) {
  LP_TRY(const probe::Trust trust, load_trust(options.authorisation));
  probe::EvidenceCheck check{.authorisation = options.authorisation.file, .keys = trust.keys, .policy = {}, .head = {}};
  if (!options.authorisation.policy.empty()) {
    LP_TRY(check.policy, probe::load_policy(options.authorisation.policy));
  }
  if (!options.head.empty()) {
    const std::size_t colon = options.head.find(':');
    if (colon == std::string::npos) return make_error(Errc::invalid, "--head is ENTRIES:HASH, not " + options.head);
    check.head = probe::EvidenceHead{std::strtoull(options.head.c_str(), nullptr, 10), options.head.substr(colon + 1)};
  }
  LP_TRY(const probe::EvidenceReport report, probe::verify_evidence(options.evidence, check));
  if (context.json) {
    json::array problems;
    for (const probe::EvidenceProblem& p : report.problems) problems.push_back(json::object{{"line", p.line}, {"code", p.code}, {"why", context.text(p.words)}});
    context.out << to_pretty_text(json::object{{"good", report.good()}, {"entries", report.entries}, {"observations", report.observations}, {"runs", report.runs}, {"closed", report.closed},
                                               {"torn_tail", report.torn_tail}, {"head", fmt::format("{}:{}", report.head.entries, report.head.hash)}, {"problems", std::move(problems)}});
  } else {
    for (const probe::EvidenceProblem& p : report.problems) context.out << options.evidence << ':' << p.line << " [" << p.code << "] " << context.text(p.words) << '\n';
    const std::string words = report.good() ? (context.zh ? "证据完整，全部在授权之内" : "the evidence proves itself, all of it within the authorisation")
                                            : fmt::format(fmt::runtime(context.zh ? "证据有 {} 处问题" : "the evidence has {} problems"), report.problem_count);
    context.out << paint(context, report.good() ? Colour::green : Colour::red, words)
                << fmt::format(fmt::runtime(context.zh ? "：{} 条，{} 次检测，{} 项结果{}\n" : ": {} entries, {} runs, {} observations{}\n"), report.entries, report.runs, report.observations,
                               report.torn_tail ? (context.zh ? "；末行不完整（写入者被终止），未计" : "; the last line is torn (the writer was killed) and not counted") : "");
  }
  return report.good() ? 0 : 1;
}

}  // namespace

Run add_probe_show(CLI::App& app) {
  auto o = std::make_shared<ShowOptions>();
  app.add_option("evidence", o->evidence, "证据文件 / evidence")->required();
  app.add_option("--csv", o->csv, "另存 CSV / write CSV");
  return [o](Context& context) { return show(context, *o); };
}

Run add_probe_verify(CLI::App& app) {
  auto o = std::make_shared<VerifyOptions>();
  app.add_option("evidence", o->evidence, "证据文件 / evidence")->required();
  app.add_option("--authorisation", o->authorisation.file, "授权书 / the authorisation")->required();
  app.add_option("--key", o->authorisation.keys, "签发人的公钥 / public keys of those who may sign")->required();
  app.add_option("--policy", o->authorisation.policy, "本机策略 / policy of the machine that probed");
  app.add_option("--head", o->head, "另行保存的 条数:摘要，证明末尾未被删去 / ENTRIES:HASH kept elsewhere");
  app.footer("例 / examples:\n  longpan probe verify run.jsonl --authorisation authorisation.signed.json --key regulator.pub\n退出码 / exit codes: 0 完整 / good; 1 有问题 / problems");
  return [o](Context& context) { return verify(context, *o); };
}

Run add_probe_stop(CLI::App& app) {
  auto o = std::make_shared<std::string>();
  app.add_option("evidence", *o, "正在检测的证据文件 / evidence of the run to stop")->required();
  app.footer("例 / examples:\n  longpan probe stop run.jsonl");
  return [o](Context& context) -> Result<int> {
    LP_CHECK_OK(probe::request_stop(stop_file_of(*o)));
    context.out << (context.zh ? "已要求停止，一秒内生效\n" : "asked to stop; it does within a second\n");
    return 0;
  };
}

}  // namespace lp::cli
