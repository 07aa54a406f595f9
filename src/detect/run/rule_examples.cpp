#include "detect/run/rule_examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "base/text.h"
#include "detect/run/detection.h"

namespace lp::detect {
namespace {

constexpr std::int64_t example_start = 1'782'864'000'000'000;  // 2026-07-01T00:00:00Z

// "Jul  1 08:00:00", as syslog writes it.
std::string syslog_time(std::int64_t time) {
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  using namespace std::chrono;
  const sys_time<microseconds> at{microseconds(time) + hours(8)};
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(at - day)};
  return fmt::format("{} {:2} {:02}:{:02}:{:02}", months[static_cast<unsigned>(date.month()) - 1], static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::string fill(std::string line, int n, std::int64_t time) {
  line = replace_all(line, "{n}", std::to_string(n));
  line = replace_all(line, "{n4}", fmt::format("{:04}", n));
  line = replace_all(line, "{time}", time_text(time));
  line = replace_all(line, "{epoch}", std::to_string(time / one_second));
  return replace_all(line, "{syslog}", syslog_time(time));
}

}  // namespace

std::vector<ExampleText> example_texts(const std::vector<ExampleLine>& sequence) {
  std::vector<ExampleText> out;
  std::int64_t time = example_start;
  for (const ExampleLine& example : sequence) {
    ExampleText text{.format = example.format, .lines = {}};
    for (int n = 1; n <= example.repeat; ++n, time += example.every) text.lines += fill(example.line, n, time) + "\n";
    out.push_back(std::move(text));
  }
  return out;
}

Result<std::vector<std::string>> run_examples(const std::shared_ptr<const Detector>& detector, const std::vector<ExampleLine>& sequence) {
  std::set<std::string> told;
  Detection run(detector, {.threads = 1}, [&](const Alert&, const AlertType& type) { told.insert(type.id); });
  for (const ExampleText& text : example_texts(sequence)) {
    const Format* format = find_format(text.format);
    if (format == nullptr) return make_error(Errc::not_found, "no such format: " + text.format);
    const auto source = io::make_memory_source(text.lines);
    LineBlocks blocks(*source, {.is_control = format->is_control});
    const auto stream = std::make_shared<const StreamInfo>(StreamInfo{"example", format});
    while (true) {
      LP_TRY(auto block, blocks.next(true));
      if (!block) break;
      run.feed({stream, std::move(*block)});
    }
    run.drain();
    const BlockCounts& counts = run.statistics().lines;
    if (counts.rejected > 0) return make_error(Errc::invalid, "an example is no line of " + text.format + ": " + counts.rejected_for.begin()->first);
  }
  run.finish();
  return std::vector<std::string>(told.begin(), told.end());
}

}  // namespace lp::detect
