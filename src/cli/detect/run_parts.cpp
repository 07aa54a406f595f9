#include "cli/detect/run_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <tuple>
#include <utility>

#include "cli/detect/report_parts.h"
#include "discover/report/summary.h"

namespace lp::cli {

Status RunOutput::open_file(std::optional<io::ResumableFile>& file, const std::string& path, bool goes_on, Kept& kept) {
  if (path.empty()) return ok_status();   // what an earlier run wrote stays as it is known
  std::error_code error;
  const std::string whole = std::filesystem::absolute(path, error).lexically_normal().string();
  std::optional<std::uint64_t> length;
  if (goes_on && kept.path == whole) {
    length = kept.length;
  } else if (goes_on && std::filesystem::is_regular_file(path, error) && std::filesystem::file_size(path, error) > 0) {
    return make_error(Errc::conflict, path + " is not the file the last run with this state wrote, and it is not empty", "name the same file, or one that is not there yet");
  }
  LP_TRY(file, io::ResumableFile::open(path, length));
  kept = {whole, length.value_or(0)};
  return ok_status();
}

Status RunOutput::open(Context& context, const RunOptions& options, const std::optional<Lengths>& lengths) {
  if (!options.html.empty()) {
    LP_CHECK_OK(check_report_file(options.html));
    alerts_.emplace();
  }
  to_terminal_ = options.out.empty() && context.json;
  keeps_page_ = !options.html.empty();
  kept_ = lengths.value_or(Lengths{});
  LP_CHECK_OK(open_file(out_, options.out, lengths.has_value(), kept_.out));
  LP_CHECK_OK(open_file(csv_, options.csv, lengths.has_value(), kept_.csv));
  LP_CHECK_OK(open_file(rejects_, options.rejects, lengths.has_value(), kept_.rejects));
  if (csv_) {
    LP_TRY(const std::uint64_t length, csv_->sync());
    if (length == 0) write(csv_, "\xEF\xBB\xBF" + detect::csv_header());
  }
  return health_;
}

void RunOutput::write(std::optional<io::ResumableFile>& file, std::string_view text) {
  if (!file || !health_) return;
  health_ = file->write(text);
}

bool RunOutput::take(Context& context, const detect::Alert& alert, const detect::AlertType& type) {
  if (out_ || to_terminal_) {
    const std::string line = to_text(detect::to_json(alert, type)) + "\n";
    if (out_) write(out_, line);
    else context.out << line;
  }
  if (csv_) write(csv_, detect::csv_row(alert, type));
  if (alerts_) alerts_->add(alert, type);
  Row& row = rows_[type.id];
  row.title = type.title;
  row.severity = std::max(row.severity, alert.severity);
  // An open alert that grew is told again; it is one alert.
  const auto [told, is_fresh] = told_.try_emplace(alert.id, 0);
  const bool fresh = is_fresh;
  row.alerts += fresh ? 1 : 0;
  row.events += alert.count - told->second;
  told->second = alert.count;
  if (alert.state == detect::AlertState::closed) told_.erase(told);
  worst_ = std::max(worst_, alert.severity);
  any_ = true;
  return fresh;
}

void RunOutput::take_rejected(const detect::BlockResult& block) {
  if (!rejects_) return;
  for (const detect::RejectedLine& line : block.rejected) write(rejects_, block.stream->name + ":" + std::to_string(line.line) + "\t" + line.reason + "\n");
}

Status RunOutput::flush() {
  for (auto* file : {&out_, &csv_, &rejects_})
    if (*file && health_) health_ = (*file)->flush();
  return health_;
}

Result<RunOutput::Lengths> RunOutput::sync() {
  LP_CHECK_OK(health_);
  for (const auto& [file, kept] : {std::pair(&out_, &kept_.out), std::pair(&csv_, &kept_.csv), std::pair(&rejects_, &kept_.rejects)}) {
    if (!*file) continue;
    LP_TRY(kept->length, (*file)->sync());
  }
  return kept_;
}

Status RunOutput::close() {
  LP_CHECK_OK(health_);
  for (auto* file : {&out_, &csv_, &rejects_})
    if (*file) LP_CHECK_OK((*file)->close());
  return ok_status();
}

Status RunOutput::save_report(Context& context, const RunOptions& options, const detect::Detector& detector, detect::LinesRead lines, bool goes_on) const {
  if (!alerts_) return ok_status();
  LP_TRY(const detect::ReportTitles titles, load_report_titles(context, detector.notes()));
  detect::AlertSummary summary;
  if (goes_on && !options.out.empty()) {
    // The file holds what earlier runs told as well.
    detect::AlertSet all;
    LP_TRY(const auto source, io::open_file_source(options.out));
    LP_CHECK_OK(detect::read_alerts(*source, options.out, [&](const detect::ReadAlert& read, std::uint64_t) { all.add(read.alert, read.type); }, summary.bad));
    detect::BadLines bad = std::move(summary.bad);
    summary = detect::summarise(all);
    summary.bad = std::move(bad);
  } else {
    summary = detect::summarise(*alerts_);
  }
  summary.lines = std::move(lines);
  return save_alert_report(context, summary, titles, options.html, names_text(options.paths), goes_on && options.out.empty());
}

bool RunOutput::found(std::string_view least) const { return any_ && !least.empty() && worst_ >= detect::parse_severity(least); }

void RunOutput::print(Context& context, bool all) const {
  std::vector<const Row*> sorted;
  for (const auto& [id, row] : rows_) sorted.push_back(&row);
  std::ranges::stable_sort(sorted, [](const Row* a, const Row* b) { return std::tuple(a->severity, a->alerts) > std::tuple(b->severity, b->alerts); });
  const std::size_t shown = all ? sorted.size() : std::min<std::size_t>(sorted.size(), 25);
  for (std::size_t i = 0; i < shown; ++i) {
    const Row& row = *sorted[i];
    context.out << fmt::format(fmt::runtime(context.zh ? "  [{}] {}：{} 条告警，{} 个事件\n" : "  [{}] {}: {} alerts, {} events\n"),
                               context.text(detect::title(row.severity)), discover::terminal_safe(context.text(row.title)), row.alerts, row.events);
  }
  if (shown < sorted.size())
    context.out << fmt::format(fmt::runtime(context.zh ? "  … 另有 {} 种，加 --all 全部列出\n" : "  … {} more kinds; --all lists them\n"), sorted.size() - shown);
  if (any_ && !out_ && !csv_ && !keeps_page_) context.out << (context.zh ? "加 --out alerts.jsonl 或 --csv 告警.csv 保存\n" : "keep them with --out alerts.jsonl or --csv alerts.csv\n");
}

void tell_unread(Context& context, std::string_view name, std::string_view reason, std::string_view detail) {
  if (!context.quiet) context.err << fmt::format(fmt::runtime(context.zh ? "未读 {}：{}（{}）\n" : "not read: {}: {} ({})\n"), discover::terminal_safe(name), reason, discover::terminal_safe(detail));
}

namespace {

void print_correlation_losses(Context& context, const detect::sigma::Correlator::Statistics& s) {
  if (s.late > 0)
    context.out << fmt::format(fmt::runtime(context.zh ? "  {} 个事件比前面的事件晚到一分钟以上，未参与关联\n" : "  {} events came more than a minute behind later ones and were not correlated\n"), s.late);
  if (s.closed_early > 0) context.out << fmt::format(fmt::runtime(context.zh ? "  关联分组过多，{} 组提前结束\n" : "  {} groups of correlations were closed early: there were too many\n"), s.closed_early);
}

}  // namespace

detect::LinesRead lines_read(const detect::DetectionStatistics& statistics, std::uint64_t not_read) {
  const detect::BlockCounts& n = statistics.lines;
  return {.lines = n.lines, .events = n.events, .control = n.control, .rejected = n.rejected, .rejected_for = n.rejected_for, .not_read = not_read};
}

void print_run_lines(Context& context, const detect::DetectionStatistics& s) {
  const detect::BlockCounts& n = s.lines;
  context.out << fmt::format(fmt::runtime(context.zh ? "{} 行 = {} 个事件 + {} 行控制信息 + {} 行未能识别\n" : "{} lines = {} events + {} control lines + {} rejected\n"), n.lines, n.events,
                             n.control, n.rejected);
  for (const auto& [reason, count] : n.rejected_for)
    context.out << fmt::format(fmt::runtime(context.zh ? "  未识别：{} {} 行\n" : "  rejected: {} {}\n"), reason, count);
  if (n.mended > 0) context.out << fmt::format(fmt::runtime(context.zh ? "  {} 行含非法字符，已修补\n" : "  {} lines held bytes that are no text and were mended\n"), n.mended);
  if (n.no_time > 0) context.out << fmt::format(fmt::runtime(context.zh ? "  {} 个事件没有时间\n" : "  {} events do not say when\n"), n.no_time);
  print_correlation_losses(context, s.correlation);
  for (const auto& [reason, count] : s.fold.suppressed_by)
    context.out << fmt::format(fmt::runtime(context.zh ? "  按清单抑制 {} 次：{}\n" : "  suppressed {}: {}\n"), count, reason);
}

}  // namespace lp::cli
