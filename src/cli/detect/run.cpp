// longpan detect run: logs in, alerts out.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/detect/event_store_access.h"
#include "cli/detect/live_view.h"
#include "cli/detect/run_parts.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"
#include "detect/inputs/log_streams.h"
#include "detect/run/detection.h"
#include "io/error.h"

namespace lp::cli {
namespace {

namespace fs = std::filesystem;

class Reader final : public detect::LogStreamVisitor {
 public:
  Reader(Context& context, detect::Detection& run, RunOutput& output, RunStore* kept, std::uint64_t total)
      : context_(context), run_(run), output_(output), kept_(kept), total_(total), progress_(context) {
    run_.on_done([this](const detect::BlockResult& block) { account(block); });
  }
  Status stream(const detect::LogStream& stream) override {
    const auto info = std::make_shared<const detect::StreamInfo>(detect::StreamInfo{std::string(stream.name), &stream.format});
    run_.next_stream();
    detect::LineBlocks blocks(stream.bytes, {.is_control = stream.format.is_control});
    while (!stop_.asked()) {
      LP_TRY(auto block, blocks.next(true));
      if (!block) break;
      run_.feed({info, std::move(*block)});
      if (kept_ != nullptr) LP_CHECK_OK(kept_->feed().health());
    }
    run_.drain();
    ++streams;
    return stop_.asked() ? Status(make_error(Errc::cancelled, "stopped")) : ok_status();
  }
  void skipped(std::string_view name, std::string_view reason, std::string_view detail) override {
    ++skips;
    tell_unread(context_, name, reason, detail);
  }
  std::uint64_t streams = 0, skips = 0;

 private:
  void account(const detect::BlockResult& block) {
    done_ += block.counts.bytes;
    events_ += block.counts.events;
    output_.take_rejected(block);
    if (kept_ != nullptr) kept_->feed().take(block);
    progress_.show(fmt::format(fmt::runtime(context_.zh ? "{} 个事件" : "{} events"), events_), static_cast<std::int64_t>(done_), static_cast<std::int64_t>(std::max(total_, done_)));
  }
  Context& context_;
  detect::Detection& run_;
  RunOutput& output_;
  RunStore* kept_;               // null: events are not kept
  std::uint64_t total_, done_ = 0, events_ = 0;
  Progress progress_;
  StopOnSignal stop_;
};

std::uint64_t total_size(const std::vector<fs::path>& files) {
  std::uint64_t total = 0;
  std::error_code error;
  for (const fs::path& file : files)
    if (const auto size = fs::file_size(file, error); !error) total += size;
  return total;
}

struct ReadLogs {
  Status status = ok_status();
  std::uint64_t skips = 0, streams = 0;
};

void print(Context& context, const RunOptions& options, const RunOutput& output, const RunStore* kept, const detect::DetectionStatistics& statistics, const ReadLogs& read) {
  if (context.json) return;
  if (read.streams == 0) context.out << (context.zh ? "没有可读的日志；`longpan detect formats` 列出支持的格式\n" : "no log was read; `longpan detect formats` lists what can be\n");
  print_run_lines(context, statistics);
  context.out << fmt::format(fmt::runtime(context.zh ? "{} 条告警\n" : "{} alerts\n"), statistics.fold.alerts);
  output.print(context, options.show_all);
  if (kept != nullptr) kept->print(context);
  if (!read.status) context.out << (context.zh ? "已中断：以上是中断前的结果\n" : "stopped: this is what was found until then\n");
}

// Once over all that is there.
Result<int> run_once(Context& context, const RunOptions& options, const std::shared_ptr<const detect::Detector>& detector, const detect::ScanOptions& scan, const detect::Format* format) {
  LP_TRY(const std::vector<fs::path> files, detect::list_logs(options.paths));
  RunOutput output;
  LP_CHECK_OK(output.open(context, options, {}));
  std::unique_ptr<ForwardThread> forward;
  if (options.forward.any()) {
    LP_TRY(forward, ForwardThread::start(options.forward, options.out));
  }
  std::unique_ptr<RunStore> kept;
  if (!options.store.empty()) {
    LP_TRY(kept, RunStore::open(context, options.store, {}, options.use_register));
  }
  detect::Detection detection(detector, {.threads = options.threads, .scan = scan}, [&](const detect::Alert& alert, const detect::AlertType& type) {
    output.take(context, alert, type);
    if (kept) kept->feed().take(alert, type);
  });
  ReadLogs read;
  {
    Reader reader(context, detection, output, kept.get(), total_size(files));
    read.status = detect::each_log_stream(files, {.format = format}, reader);
    detection.drain();
    read.skips = reader.skips;
    read.streams = reader.streams;
  }
  detection.on_done({});
  detection.finish();
  LP_CHECK_OK(output.close());
  if (kept) LP_CHECK_OK(kept->feed().settle());
  if (!read.status && read.status.error().code != Errc::cancelled) return std::move(read.status).error();
  const detect::DetectionStatistics statistics = detection.statistics();
  detect::LinesRead lines = lines_read(statistics, read.skips);
  lines.stopped = !read.status;
  LP_CHECK_OK(output.save_report(context, options, *detector, std::move(lines), false));
  print(context, options, output, kept.get(), statistics, read);
  const bool forwarded = forward == nullptr || forward->finish(context);
  if (output.found(options.fail_on)) return 16;
  return !forwarded || read.skips > 0 || statistics.lines.rejected > 0 || !read.status ? 1 : 0;
}

Result<int> run(Context& context, const RunOptions& options) {
  const detect::Format* format = nullptr;
  if (!options.format.empty()) {
    format = detect::find_format(options.format);
    if (format == nullptr) return make_error(Errc::not_found, "no such format: " + options.format, "longpan detect formats lists them");
  }
  LP_TRY(const std::shared_ptr<const detect::Detector> detector, load_detector(context, options.detector));
  detect::ScanOptions scan;
  if (!options.plain_evidence) {
    LP_TRY(scan.mask, make_masker(context));
  }
  if (!options.rejects.empty()) scan.rejected_kept = std::numeric_limits<std::size_t>::max();
  if (options.forward.any() && options.out.empty()) return io::fail(Errc::invalid, "--webhook and --syslog need --out", "--webhook 和 --syslog 须与 --out 同用", "the file of alerts is the queue: a receiver that stops loses nothing");
  if (options.live && (!options.follow || context.json || !LiveView::possible())) return io::fail(Errc::invalid, "--live needs --follow and a terminal", "--live 须与 --follow 同用，且在终端中", "without it the summary is printed at the end");
  scan.observe = !options.store.empty();
  if (!options.follow && (!options.metrics.empty() || !options.metrics_file.empty()))
    return io::fail(Errc::invalid, "--metrics and --metrics-file need --follow", "--metrics 和 --metrics-file 须与 --follow 同用", "a run that ends prints its figures");
  if (options.follow || !options.state.empty()) return run_followed(context, options, detector, scan, format);
  return run_once(context, options, detector, scan, format);
}

}  // namespace

Run add_detect_run(CLI::App& app) {
  auto o = std::make_shared<RunOptions>();
  app.add_option("paths", o->paths, "日志文件、目录或压缩包，- 为标准输入 / logs, folders or archives, - is standard input")->required();
  app.add_option("--format", o->format, "日志格式，默认按内容识别 / format, default told by content");
  add_detector_options(app, o->detector);
  app.add_option("--out", o->out, "告警 JSONL 文件 / alerts as JSONL");
  app.add_option("--csv", o->csv, "告警 CSV 文件 / alerts as CSV");
  add_forward_options(app, o->forward);
  app.add_option("--html", o->html, "结束时写 HTML 报告（离线可看）/ at the end, a report as HTML that opens offline");
  app.add_option("--rejects", o->rejects, "未识别的行：文件、行号、原因 / lines that were no events: file, line, reason");
  app.add_option("--store", o->store, "事件库目录：存下观测和告警，供 hunt 和 alerts 查询 / event store: observables and alerts are kept for hunt and alerts");
  app.add_flag("--register", o->use_register, "归属单位按名称对上 --data 中的单位登记 / give owners in the store their numbers of the register in --data");
  app.add_option("--fail-on", o->fail_on, "出现此级别及以上告警则退出码 16 / exit code 16 from this severity on")
      ->check(CLI::IsMember({"informational", "low", "medium", "high", "critical"}));
  app.add_flag("--follow", o->follow, "持续读取正在写的日志，直到 Ctrl-C / read on as logs are written, until Ctrl-C");
  app.add_flag("--live", o->live, "--follow 时在终端实时显示 / with --follow: show on the terminal what comes in");
  app.add_option("--metrics", o->metrics, "--follow 时的 Prometheus 指标，地址:端口 / with --follow: Prometheus metrics at address:port");
  app.add_option("--metrics-file", o->metrics_file, "指标写入文件（node exporter textfile）/ metrics into a file for the node exporter");
  app.add_option("--state", o->state, "状态文件：停在哪里下次就从哪里继续，告警不重不漏 / state file: the next run goes on where this one ended");
  app.add_flag("--new-rules", o->new_rules, "状态属于其他规则时：从原位置继续，未关闭的告警不再继续 / a state of other rules: go on from its places, without its open alerts")->needs("--state");
  app.add_option("--save-seconds", o->save_seconds, "多久保存一次状态 / how often the state is saved")->check(CLI::Range(1, 3600))->capture_default_str();
  app.add_flag("--delete-read", o->delete_read, "删除接收缓存（detect receive）中已读完的文件 / remove files of a spool of `detect receive` once they are read");
  app.add_option("--threads", o->threads, "线程数，默认处理器数 / threads, default one a processor")->check(CLI::Range(1, 256));
  app.add_flag("--all", o->show_all, "列出全部告警种类 / list all kinds of alerts");
  app.add_flag("--plain-evidence", o->plain_evidence, "证据不遮盖个人信息 / keep personal data in the evidence");
  app.footer("例 / examples:\n  longpan detect run /var/log/suricata/eve.json --csv 告警.csv\n"
             "  longpan detect run logs.zip --rules sigma/rules --indicators feeds.image --owners 归属.csv --out alerts.jsonl\n"
             "  longpan detect run logs.zip --html report.html\n"
             "  zcat eve.json.gz | longpan --json detect run - > alerts.jsonl\n"
             "  longpan detect run /var/log/suricata --follow --state eve.state --out alerts.jsonl\n"
             "  longpan detect run /var/log/nginx --state nginx.state --csv 告警.csv   # 定时运行，只读新增 / from cron: what is new\n"
             "  longpan detect run /var/log/suricata --follow --state eve.state --store events   # 存下观测，日后可回溯 / keep what was seen, to look back\n"
             "退出码 / exit codes: 0 每行都读懂了 / every line was read; 1 有未读的 / something was not; 16 --fail-on");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
