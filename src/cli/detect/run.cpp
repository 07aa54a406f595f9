// longpan detect run: logs in, alerts out.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <map>
#include <ostream>

#include "cli/detect/detect_commands.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"
#include "detect/inputs/log_streams.h"
#include "detect/run/detection.h"

namespace lp::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  DetectorChoice detector;
  std::vector<fs::path> paths;
  std::string format, out, csv, rejects, fail_on;
  int threads = 0;
  bool show_all = false, plain_evidence = false;
};

// Alerts to files as they close, and counts for the summary.
class AlertOutput {
 public:
  Status open(Context& context, const Options& options) {
    to_terminal_ = options.out.empty() && context.json;
    LP_CHECK_OK(open_file(out_, options.out));
    LP_CHECK_OK(open_file(csv_, options.csv));
    if (!options.csv.empty()) csv_ << "\xEF\xBB\xBF" << detect::csv_header();
    return ok_status();
  }
  void take(Context& context, const detect::Alert& alert, const detect::AlertType& type) {
    if (out_.is_open() || to_terminal_) (out_.is_open() ? out_ : context.out) << to_text(detect::to_json(alert, type)) << '\n';
    if (csv_.is_open()) csv_ << detect::csv_row(alert, type);
    Row& row = rows_[type.id];
    row.title = type.title;
    row.severity = std::max(row.severity, alert.severity);
    row.alerts += 1;
    row.events += alert.count;
    worst_ = std::max(worst_, alert.severity);
    any_ = true;
  }
  Status close() {
    for (std::ofstream* file : {&out_, &csv_}) {
      if (!file->is_open()) continue;
      file->close();
      if (!*file) return make_error(Errc::unavailable, "writing the alerts failed", "is the disk full?");
    }
    return ok_status();
  }
  void print(Context& context, bool all) const {
    std::vector<const Row*> sorted;
    for (const auto& [id, row] : rows_) sorted.push_back(&row);
    std::ranges::stable_sort(sorted, [](const Row* a, const Row* b) { return std::tuple(a->severity, a->alerts) > std::tuple(b->severity, b->alerts); });
    const std::size_t shown = all ? sorted.size() : std::min<std::size_t>(sorted.size(), 25);
    for (std::size_t i = 0; i < shown; ++i) {
      const Row& row = *sorted[i];
      context.out << fmt::format(fmt::runtime(context.zh ? "  [{}] {}：{} 条告警，{} 个事件\n" : "  [{}] {}: {} alerts, {} events\n"),
                                 context.text(detect::title(row.severity)), context.text(row.title), row.alerts, row.events);
    }
    if (shown < sorted.size())
      context.out << fmt::format(fmt::runtime(context.zh ? "  … 另有 {} 种，加 --all 全部列出\n" : "  … {} more kinds; --all lists them\n"), sorted.size() - shown);
  }
  bool found(std::string_view least) const { return any_ && !least.empty() && worst_ >= detect::parse_severity(least); }
  bool any() const { return any_; }

 private:
  struct Row {
    LocalText title;
    detect::Severity severity = detect::Severity::informational;
    std::uint64_t alerts = 0, events = 0;
  };
  static Status open_file(std::ofstream& file, const std::string& path) {
    if (path.empty()) return ok_status();
    file.open(path, std::ios::binary | std::ios::trunc);
    if (!file) return make_error(Errc::io, "cannot write " + path);
    return ok_status();
  }
  std::ofstream out_, csv_;
  bool to_terminal_ = false, any_ = false;
  detect::Severity worst_ = detect::Severity::informational;
  std::map<std::string, Row> rows_;
};

class Reader final : public detect::LogStreamVisitor {
 public:
  Reader(Context& context, detect::Detection& run, std::ostream* rejects, std::uint64_t total) : context_(context), run_(run), rejects_(rejects), total_(total), progress_(context) {
    run_.on_done([this](const detect::BlockResult& block) { account(block); });
  }
  Status stream(const detect::LogStream& stream) override {
    const auto info = std::make_shared<const detect::StreamInfo>(detect::StreamInfo{std::string(stream.name), &stream.format});
    detect::LineBlocks blocks(stream.bytes, {.is_control = stream.format.is_control});
    while (!stop_.asked()) {
      LP_TRY(auto block, blocks.next(true));
      if (!block) break;
      run_.feed({info, std::move(*block)});
    }
    run_.drain();
    ++streams;
    return stop_.asked() ? Status(make_error(Errc::cancelled, "stopped")) : ok_status();
  }
  void skipped(std::string_view name, std::string_view reason, std::string_view detail) override {
    ++skips;
    if (!context_.quiet) context_.err << fmt::format(fmt::runtime(context_.zh ? "未读 {}：{}（{}）\n" : "not read: {}: {} ({})\n"), name, reason, detail);
  }
  std::uint64_t streams = 0, skips = 0;

 private:
  void account(const detect::BlockResult& block) {
    done_ += block.counts.bytes;
    events_ += block.counts.events;
    if (rejects_ != nullptr)
      for (const detect::RejectedLine& line : block.rejected) *rejects_ << block.stream->name << ':' << line.line << '\t' << line.reason << '\n';
    progress_.show(fmt::format(fmt::runtime(context_.zh ? "{} 个事件" : "{} events"), events_), static_cast<std::int64_t>(done_), static_cast<std::int64_t>(std::max(total_, done_)));
  }
  Context& context_;
  detect::Detection& run_;
  std::ostream* rejects_;
  std::uint64_t total_, done_ = 0, events_ = 0;
  Progress progress_;
  StopOnSignal stop_;
};

void print_lines(Context& context, const detect::DetectionStatistics& s) {
  const detect::BlockCounts& n = s.lines;
  context.out << fmt::format(fmt::runtime(context.zh ? "{} 行 = {} 个事件 + {} 行控制信息 + {} 行未能识别\n" : "{} lines = {} events + {} control lines + {} rejected\n"), n.lines, n.events,
                             n.control, n.rejected);
  for (const auto& [reason, count] : n.rejected_for)
    context.out << fmt::format(fmt::runtime(context.zh ? "  未识别：{} {} 行\n" : "  rejected: {} {}\n"), reason, count);
  if (n.mended > 0) context.out << fmt::format(fmt::runtime(context.zh ? "  {} 行含非法字符，已修补\n" : "  {} lines held bytes that are no text and were mended\n"), n.mended);
  if (n.no_time > 0) context.out << fmt::format(fmt::runtime(context.zh ? "  {} 个事件没有时间\n" : "  {} events do not say when\n"), n.no_time);
  for (const auto& [reason, count] : s.fold.suppressed_by)
    context.out << fmt::format(fmt::runtime(context.zh ? "  按清单抑制 {} 次：{}\n" : "  suppressed {}: {}\n"), count, reason);
}

Result<int> run(Context& context, const Options& options) {
  const detect::Format* format = nullptr;
  if (!options.format.empty()) {
    format = detect::find_format(options.format);
    if (format == nullptr) return make_error(Errc::not_found, "no such format: " + options.format, "longpan detect formats lists them");
  }
  LP_TRY(const std::vector<fs::path> files, detect::list_logs(options.paths));
  LP_TRY(const std::shared_ptr<const detect::Detector> detector, load_detector(context, options.detector));
  detect::ScanOptions scan;
  if (!options.plain_evidence) {
    LP_TRY(scan.mask, make_masker(context));
  }
  AlertOutput output;
  LP_CHECK_OK(output.open(context, options));
  std::ofstream rejects;
  if (!options.rejects.empty()) {
    rejects.open(options.rejects, std::ios::binary | std::ios::trunc);
    if (!rejects) return make_error(Errc::io, "cannot write " + options.rejects);
    scan.rejected_kept = std::numeric_limits<std::size_t>::max();
  }
  detect::Detection detection(detector, {.threads = options.threads, .scan = scan},
                              [&](const detect::Alert& alert, const detect::AlertType& type) { output.take(context, alert, type); });
  std::uint64_t total = 0;
  std::error_code error;
  for (const fs::path& file : files) {
    if (const auto size = fs::file_size(file, error); !error) total += size;
  }
  std::uint64_t skips = 0, streams = 0;
  Status read = ok_status();
  {
    Reader reader(context, detection, options.rejects.empty() ? nullptr : &rejects, total);
    read = detect::each_log_stream(files, {.format = format}, reader);
    detection.drain();
    skips = reader.skips;
    streams = reader.streams;
  }
  detection.on_done({});
  detection.finish();
  LP_CHECK_OK(output.close());
  if (!read && read.error().code != Errc::cancelled) return std::move(read).error();
  const detect::DetectionStatistics statistics = detection.statistics();
  if (!context.json) {
    if (streams == 0) context.out << (context.zh ? "没有可读的日志；`longpan detect formats` 列出支持的格式\n" : "no log was read; `longpan detect formats` lists what can be\n");
    print_lines(context, statistics);
    context.out << fmt::format(fmt::runtime(context.zh ? "{} 条告警\n" : "{} alerts\n"), statistics.fold.alerts);
    output.print(context, options.show_all);
    if (output.any() && options.out.empty() && options.csv.empty()) context.out << (context.zh ? "加 --out alerts.jsonl 或 --csv 告警.csv 保存\n" : "keep them with --out alerts.jsonl or --csv alerts.csv\n");
    if (!read) context.out << (context.zh ? "已中断：以上是中断前的结果\n" : "stopped: this is what was found until then\n");
  }
  if (output.found(options.fail_on)) return 16;
  return skips > 0 || statistics.lines.rejected > 0 || !read ? 1 : 0;
}

}  // namespace

Run add_detect_run(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("paths", o->paths, "日志文件、目录或压缩包，- 为标准输入 / logs, folders or archives, - is standard input")->required();
  app.add_option("--format", o->format, "日志格式，默认按内容识别 / format, default told by content");
  add_detector_options(app, o->detector);
  app.add_option("--out", o->out, "告警 JSONL 文件 / alerts as JSONL");
  app.add_option("--csv", o->csv, "告警 CSV 文件 / alerts as CSV");
  app.add_option("--rejects", o->rejects, "未识别的行：文件、行号、原因 / lines that were no events: file, line, reason");
  app.add_option("--fail-on", o->fail_on, "出现此级别及以上告警则退出码 16 / exit code 16 from this severity on")
      ->check(CLI::IsMember({"informational", "low", "medium", "high", "critical"}));
  app.add_option("--threads", o->threads, "线程数，默认处理器数 / threads, default one a processor")->check(CLI::Range(1, 256));
  app.add_flag("--all", o->show_all, "列出全部告警种类 / list all kinds of alerts");
  app.add_flag("--plain-evidence", o->plain_evidence, "证据不遮盖个人信息 / keep personal data in the evidence");
  app.footer("例 / examples:\n  longpan detect run /var/log/suricata/eve.json --csv 告警.csv\n"
             "  longpan detect run logs.zip --rules sigma/rules --indicators feeds.image --owners 归属.csv --out alerts.jsonl\n"
             "  zcat eve.json.gz | longpan --json detect run - > alerts.jsonl\n"
             "退出码 / exit codes: 0 每行都读懂了 / every line was read; 1 有未读的 / something was not; 16 --fail-on");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
