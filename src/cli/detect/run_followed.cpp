// `longpan detect run --follow` and `--state`: logs that grow, and runs that go on where the last one ended.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ostream>
#include <thread>

#include "base/json.h"
#include "cli/detect/event_store_access.h"
#include "cli/detect/indicator_reload.h"
#include "cli/detect/live_view.h"
#include "cli/detect/run_metrics.h"
#include "cli/detect/run_parts.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"
#include "detect/inputs/log_follower.h"
#include "detect/run/detection_metrics.h"
#include "detect/run/detection_state.h"

namespace lp::cli {
namespace {

// A log that is written is looked at again at once; one that is quiet, less and less often.
constexpr auto shortest_pause = std::chrono::milliseconds(1), longest_pause = std::chrono::milliseconds(200);

struct Places {
  RunOutput::Lengths lengths;
  std::string logs;
  service::FeedMark kept;        // writer 0: events were never kept
};

json::object to_json(const RunOutput::Kept& kept) { return {{"path", kept.path}, {"length", kept.length}}; }

RunOutput::Kept to_kept(const json::object& o, std::string_view key) {
  const json::object* kept = find_object(o, key);
  if (kept == nullptr) return {};
  return {get_string(*kept, "path"), get_count(*kept, "length")};
}

std::string to_text(const Places& places) {
  json::object o{{"out", to_json(places.lengths.out)}, {"csv", to_json(places.lengths.csv)}, {"rejects", to_json(places.lengths.rejects)}, {"logs", places.logs}};
  if (places.kept.batch.writer != 0) o["store"] = service::to_json(places.kept);
  return lp::to_text(o);
}

Result<Places> parse_places(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed || !parsed->is_object()) return make_error(Errc::corrupt, "the places in the state file cannot be read", "begin anew with another state file");
  const json::object& o = parsed->as_object();
  const json::object* kept = find_object(o, "store");
  return Places{{to_kept(o, "out"), to_kept(o, "csv"), to_kept(o, "rejects")}, get_string(o, "logs"), kept == nullptr ? service::FeedMark{} : service::to_feed_mark(*kept)};
}

class FollowedRun {
 public:
  FollowedRun(Context& context, const RunOptions& options, const std::shared_ptr<const detect::Detector>& detector, const detect::ScanOptions& scan, const detect::Format* format)
      : context_(context), options_(options), detector_(detector),
        run_(detector, {.threads = options.threads, .fold = fold_options(), .scan = scan}, [this](const detect::Alert& alert, const detect::AlertType& type) {
          told(alert, type);
        }),
        follower_(options.paths, {.format = format, .tell = [this](const std::string& name, std::string_view reason, const std::string& detail) {
          ++skips_;
          tell_unread(context_, name, reason, detail);
        }, .rotated_for = std::chrono::seconds(options.follow ? 10 : 0), .look_every = std::chrono::milliseconds(500)}),
        progress_(context) {
    run_.on_done([this](const detect::BlockResult& block) {
      output_.take_rejected(block);
      if (kept_) kept_->feed().take(block);
      bytes_ += block.counts.bytes;
      if (!live_) progress_.show(fmt::format(fmt::runtime(context_.zh ? "{} 个文件，{} 条未关闭告警" : "{} files, {} open alerts"), follower_.files(), run_.open_alerts()), static_cast<std::int64_t>(bytes_), 0);
    });
  }

  Result<int> run() {
    LP_TRY(metrics_, RunMetrics::start(context_, options_.metrics, options_.metrics_file));
    LP_CHECK_OK(begin());
    if (options_.forward.any()) {
      LP_TRY(forward_, ForwardThread::start(options_.forward, options_.out));
    }
    if (options_.live) live_.emplace(context_);
    const Status read = read_on();
    live_.reset();
    measure();
    if (!read) return read.error();
    if (state_) {
      LP_CHECK_OK(save());
    } else {
      run_.finish();
      LP_CHECK_OK(settle());
    }
    LP_CHECK_OK(output_.close());
    LP_CHECK_OK(output_.save_report(context_, options_, *detector_, lines_read(run_.statistics(), skips_), continued_));
    print();
    const bool forwarded = forward_ == nullptr || forward_->finish(context_);
    if (output_.found(options_.fail_on)) return 16;
    return !forwarded || skips_ > 0 || run_.statistics().lines.rejected > 0 ? 1 : 0;
  }

 private:
  // Who watches wants to know of an alert when it begins, not when it has been quiet for half a day.
  static detect::FoldOptions fold_options() {
    detect::FoldOptions fold;
    fold.updates = true;
    return fold;
  }

  Status begin() {
    if (options_.state.empty()) {
      LP_CHECK_OK(output_.open(context_, options_, {}));
      return open_store();
    }
    LP_TRY(state_, detect::DetectionState::open(options_.state));
    LP_TRY(const bool has_places, restore_run());
    std::optional<RunOutput::Lengths> lengths;
    continued_ = has_places;
    if (has_places) {
      LP_TRY(const std::string text, state_->places());
      LP_TRY(const Places places, parse_places(text));
      LP_CHECK_OK(follower_.restore(places.logs));
      lengths = places.lengths;
      mark_ = places.kept;
    }
    LP_CHECK_OK(output_.open(context_, options_, lengths));
    return open_store();
  }

  // True: the state has places, whether the run goes on or begins with new rules.
  Result<bool> restore_run() {
    const Result<bool> restored = state_->restore(run_);
    if (restored || restored.error().code != Errc::conflict || !options_.new_rules) {
      if (restored) goes_on_ = *restored;
      return restored;
    }
    LP_TRY(const std::size_t forgotten, state_->forget_run());
    if (!context_.quiet)
      context_.err << fmt::format(fmt::runtime(context_.zh ? "规则已变：从原位置继续读日志，{} 条未关闭的告警和关联窗口不再继续\n" : "the rules are others: logs are read on from their places; {} open alerts and the windows of correlations do not go on\n"), forgotten);
    return true;
  }

  Status open_store() {
    if (options_.store.empty()) return ok_status();   // the mark of an earlier run stays as it is known
    const bool first = mark_.batch.writer == 0 && state_;
    if (first) mark_ = service::FeedMark::fresh();
    LP_TRY(kept_, RunStore::open(context_, options_.store, mark_, options_.use_register));
    // The next run must know whose rows these are, even if this one is killed before its first save.
    return first ? save() : ok_status();
  }

  void told(const detect::Alert& alert, const detect::AlertType& type) {
    const bool fresh = output_.take(context_, alert, type);
    if (live_) live_->take(alert, type, fresh);
    if (kept_) kept_->feed().take(alert, type);
  }

  Status settle() {
    if (!kept_) return ok_status();
    LP_TRY(mark_, kept_->feed().settle());
    return ok_status();
  }

  Status read_on() {
    const auto feed = [this](detect::StreamBlock block) {
      run_.feed(std::move(block));
      return !stop_.asked();
    };
    auto pause = shortest_pause;
    while (!stop_.asked()) {
      LP_TRY(const bool came, follower_.poll(feed));
      if (came) run_.drain();
      dirty_ = dirty_ || came;
      LP_CHECK_OK(output_.flush());
      if (kept_) LP_CHECK_OK(kept_->feed().health());
      if (options_.out.empty() && context_.json) context_.out.flush();
      if (state_ && dirty_ && std::chrono::steady_clock::now() - saved_ >= save_every_) LP_CHECK_OK(save());
      if (!state_ && dirty_ && std::chrono::steady_clock::now() - saved_ >= std::chrono::seconds(options_.save_seconds)) {
        LP_CHECK_OK(settle());
        saved_ = std::chrono::steady_clock::now();
        dirty_ = false;
      }
      show();
      (void)reload_.look(context_);
      if (came) {
        pause = shortest_pause;
        continue;
      }
      if (!options_.follow) return ok_status();
      std::this_thread::sleep_for(pause);
      pause = std::min(2 * pause, longest_pause);
    }
    stopped_ = true;
    run_.drain();
    return ok_status();
  }

  void show() {
    if (live_) live_->show([this] {
      LiveFrame frame;
      frame.statistics = run_.statistics();
      frame.files = follower_.files();
      frame.open_alerts = run_.open_alerts();
      return frame;
    });
    const auto now = std::chrono::steady_clock::now();
    if (now - measured_ < std::chrono::seconds(1)) return;
    measured_ = now;
    measure();
  }

  void measure() {
    if (!metrics_->wanted()) return;
    io::MetricsText text;
    detect::add_metrics(text, run_.statistics(), run_.open_alerts());
    text.gauge("longpan_detect_files", "Log files followed.", static_cast<double>(follower_.files()));
    text.counter("longpan_detect_skipped_streams_total", "Logs that were not read.", skips_);
    metrics_->update(context_, text.text());
  }

  // What was told is safe before the state says it was.
  Status save() {
    const auto begun = std::chrono::steady_clock::now();
    run_.drain();
    LP_CHECK_OK(settle());
    LP_TRY(const RunOutput::Lengths lengths, output_.sync());
    std::vector<std::filesystem::path> finished;
    if (options_.delete_read) finished = follower_.take_finished();
    LP_CHECK_OK(state_->save(run_, to_text({lengths, follower_.places(), mark_})));
    // Only now does nobody need them.
    for (const std::filesystem::path& file : finished) {
      std::error_code error;
      std::filesystem::remove(file, error);
    }
    saved_ = std::chrono::steady_clock::now();
    // Large states take long to write: at most a tenth of the time goes into it.
    save_every_ = std::max<std::chrono::steady_clock::duration>(std::chrono::seconds(options_.save_seconds), 10 * (saved_ - begun));
    dirty_ = false;
    return ok_status();
  }

  void print() {
    if (context_.json) return;
    const detect::DetectionStatistics statistics = run_.statistics();
    if (goes_on_) context_.out << (context_.zh ? "接着上次运行，以下为累计：\n" : "gone on from the last run; all runs together:\n");
    print_run_lines(context_, statistics);
    context_.out << fmt::format(fmt::runtime(context_.zh ? "{} 条告警已关闭，{} 条未关闭\n" : "{} alerts closed, {} open\n"), statistics.fold.alerts - std::min<std::uint64_t>(statistics.fold.alerts, run_.open_alerts()), run_.open_alerts());
    if (goes_on_ && output_.any()) context_.out << (context_.zh ? "本次运行告知的：\n" : "told in this run:\n");
    output_.print(context_, options_.show_all);
    if (kept_) kept_->print(context_);
    if (state_) context_.out << fmt::format(fmt::runtime(context_.zh ? "状态已存入 {}；再次运行即从此处继续\n" : "the state is in {}; run again to go on from here\n"), options_.state);
    else if (stopped_) context_.out << (context_.zh ? "加 --state 文件，下次可从停下处继续\n" : "with --state FILE the next run goes on where this one ended\n");
  }

  Context& context_;
  const RunOptions& options_;
  std::shared_ptr<const detect::Detector> detector_;
  RunOutput output_;
  service::FeedMark mark_;                   // of the last settle()
  std::unique_ptr<RunStore> kept_;           // null: events are not kept
  detect::Detection run_;
  detect::LogFollower follower_;
  Progress progress_;
  std::optional<detect::DetectionState> state_;
  std::unique_ptr<ForwardThread> forward_;
  IndicatorReload reload_{*detector_, options_.detector.indicators};
  std::unique_ptr<RunMetrics> metrics_;
  std::optional<LiveView> live_;
  std::chrono::steady_clock::time_point measured_{};
  StopOnSignal stop_;
  std::chrono::steady_clock::time_point saved_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::duration save_every_ = std::chrono::seconds(1);
  std::uint64_t bytes_ = 0, skips_ = 0;
  bool goes_on_ = false, continued_ = false, dirty_ = false, stopped_ = false;
};

}  // namespace

Result<int> run_followed(Context& context, const RunOptions& options, const std::shared_ptr<const detect::Detector>& detector, const detect::ScanOptions& scan,
                         const detect::Format* format) {
  for (const std::filesystem::path& path : options.paths)
    if (path == "-") return make_error(Errc::unsupported, "standard input cannot be gone back to", "name the file, or leave out --follow and --state");
  if (options.delete_read && options.state.empty()) return make_error(Errc::invalid, "--delete-read needs --state", "without it a run that ends could not go on");
  FollowedRun run(context, options, detector, scan, format);
  return run.run();
}

}  // namespace lp::cli
