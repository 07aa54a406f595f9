#include "cli/detect/event_store_access.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <limits>
#include <ostream>

#include "base/text.h"
#include "cli/org_lookup.h"

namespace lp::cli {
namespace {

namespace fs = std::filesystem;

bool holds_events(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("events-") && name.ends_with(".duckdb")) return true;
  }
  return false;
}

}  // namespace

Result<std::unique_ptr<store::EventStore>> open_event_store(const std::string& folder) {
  if (!holds_events(folder)) {
    Error e = make_error(Errc::not_found, "no events are kept in " + folder, "`longpan detect run LOGS --store " + folder + "` keeps them");
    e.message_zh = "目录“" + folder + "”中没有事件库";
    return e;
  }
  return store::open_duckdb_event_store({.folder = folder});
}

Result<store::Reach> operators_reach() { return store::Reach::everything(model::Viewer::system("an operator's command")); }

void add_span_options(CLI::App& app, SpanChoice& choice) {
  app.add_option("--since", choice.since, "从这一天起（北京时间）/ from this day on, China time");
  app.add_option("--until", choice.until, "到这一天为止，含当天 / to the end of this day");
}

Result<std::optional<store::TimeSpan>> parse_span(const SpanChoice& choice) {
  if (choice.since.empty() && choice.until.empty()) return std::optional<store::TimeSpan>{};
  store::TimeSpan span{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
  if (!choice.since.empty()) {
    LP_TRY(const Date day, parse_date_lenient(choice.since));
    span.from = start_of_day_in_china(day).micros();
  }
  if (!choice.until.empty()) {
    LP_TRY(const Date day, parse_date_lenient(choice.until));
    span.to = start_of_day_in_china(day.plus_days(1)).micros();
  }
  if (span.from >= span.to) return make_error(Errc::invalid, "--since is behind --until");
  return std::optional(span);
}

std::string day_and_time(std::int64_t micros) {
  return replace_all(to_string(Timestamp(micros)), "T", " ").substr(0, 19);
}

Result<std::unique_ptr<RunStore>> RunStore::open(Context& context, const std::string& folder, const service::FeedMark& mark, bool matched) {
  auto out = std::make_unique<RunStore>();
  out->folder_ = folder;
  LP_TRY(const Clock* clock, context.clock());
  service::FeedOptions options;
  if (matched) {
    LP_TRY(store::Store* const records, context.store());
    options.find_organisation = [records](std::string_view name) -> Result<OrgId> {
      OrgId found;
      LP_CHECK_OK(records->read([&](store::ReadTx& tx) -> Status {
        LP_TRY(found, find_exact_org(tx, model::Viewer::system("owners of events"), name));
        return ok_status();
      }));
      return found;
    };
  }
  LP_TRY(out->store_, store::open_duckdb_event_store({.folder = folder}));
  LP_TRY(out->feed_, service::EventFeed::open(*out->store_, mark, *clock, std::move(options)));
  return out;
}

void RunStore::print(Context& context) const {
  const service::FeedStatistics& n = feed_->statistics();
  context.out << fmt::format(fmt::runtime(context.zh ? "{} 条观测、{} 次告警状态存入 {}\n" : "{} observables and {} states of alerts kept in {}\n"), n.observables, n.alerts, folder_);
  if (n.odd_times > 0) context.out << fmt::format(fmt::runtime(context.zh ? "  其中 {} 条没有可信的时间，按此前最近的时间存入\n" : "  {} of them have no time that can be, and count at the latest one before\n"), n.odd_times);
  if (n.left_out > 0) context.out << fmt::format(fmt::runtime(context.zh ? "  {} 条未存：所在事件的观测过多\n" : "  {} not kept: their events show too many\n"), n.left_out);
  if (n.cut > 0) context.out << fmt::format(fmt::runtime(context.zh ? "  上次运行中断前多存的 {} 行已收回重存\n" : "  {} rows of the run before, which its state did not know of, were taken back first\n"), n.cut);
}

}  // namespace lp::cli
