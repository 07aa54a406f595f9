#include "cli/detect/live_view.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <ostream>
#include <string_view>

#include "cli/colour.h"
#include "cli/table.h"

namespace lp::cli {
namespace {

constexpr auto draw_every = std::chrono::milliseconds(250);
constexpr std::size_t most_latest = 100;

std::string cut(std::string_view text, int width) { return first_columns(printable(text), width); }
std::string padded(std::string_view text, int width) {
  std::string out = cut(text, width);
  out.append(static_cast<std::size_t>(std::max(0, width - display_width(out))), ' ');
  return out;
}

Colour colour_of(detect::Severity s) {
  return s >= detect::Severity::high ? Colour::red : s == detect::Severity::medium ? Colour::yellow : Colour::grey;
}

std::string alert_line(const Context& context, const LiveFrame::Told& told, int width) {
  const int rest = std::max(10, width - 8 - 21 - 9);
  const int title = rest * 5 / 10, entity = rest * 3 / 10, organisation = rest - title - entity - 2;
  const std::string severity = padded(context.text(detect::title(told.severity)), 8);
  return paint(context, colour_of(told.severity), severity) + padded(told.last.substr(0, 19), 20) + ' ' + padded(told.title, title) + ' ' + padded(told.entity, entity) + ' ' +
         padded(told.organisation, organisation) + padded(fmt::format("{:>8}", told.count), 8);
}

}  // namespace

std::vector<std::string> live_lines(const Context& context, const LiveFrame& f, int width, int height) {
  std::vector<std::string> out;
  const detect::BlockCounts& lines = f.statistics.lines;
  const auto add = [&](const std::string& text) { out.push_back(cut(text, width)); };
  add(fmt::format(fmt::runtime(context.zh ? "龙磐检测  {} 个文件  {:.0f} 个事件/秒   Ctrl-C 结束" : "Longpan detect  {} files  {:.0f} events/s   Ctrl-C ends"), f.files, f.events_a_second));
  add(fmt::format(fmt::runtime(context.zh ? "{} 行 = {} 个事件 + {} 行控制 + {} 行未识别   最新事件 {}" : "{} lines = {} events + {} control + {} rejected   latest event {}"), lines.lines, lines.events,
                  lines.control, lines.rejected, f.statistics.last == detect::no_time ? "-" : detect::time_text(f.statistics.last).substr(0, 19)));
  std::string counts;
  for (std::size_t s = f.by_severity.size(); s-- > 0;) counts += fmt::format("{} {}   ", context.text(detect::title(static_cast<detect::Severity>(s))), f.by_severity[s]);
  add((context.zh ? "告警  " : "alerts  ") + counts + fmt::format(fmt::runtime(context.zh ? "未关闭 {}" : "open {}"), f.open_alerts));
  add("");
  if (f.latest.empty()) add(context.zh ? "还没有告警" : "no alerts yet");
  for (const LiveFrame::Told& told : f.latest) {
    if (static_cast<int>(out.size()) >= height) break;
    out.push_back(alert_line(context, told, width));
  }
  if (static_cast<int>(out.size()) > height) out.resize(static_cast<std::size_t>(std::max(0, height)));
  return out;
}

bool LiveView::possible() { return isatty(STDOUT_FILENO) == 1; }

LiveView::LiveView(Context& context) : context_(context) { context_.out << "\x1b[?1049h\x1b[?25l" << std::flush; }
LiveView::~LiveView() { context_.out << "\x1b[?25h\x1b[?1049l" << std::flush; }

void LiveView::take(const detect::Alert& alert, const detect::AlertType& type, bool fresh) {
  if (fresh) ++by_severity_[static_cast<std::size_t>(alert.severity)];
  latest_.push_front({alert.severity, context_.text(type.title), alert.entity, alert.owner.organisation, detect::time_text(alert.last), alert.count});
  if (latest_.size() > most_latest) latest_.pop_back();
}

bool LiveView::due() const { return std::chrono::steady_clock::now() - drawn_ >= draw_every; }

void LiveView::draw(LiveFrame frame) {
  const auto now = std::chrono::steady_clock::now();
  const double seconds = std::chrono::duration<double>(now - drawn_).count();
  const std::uint64_t events = frame.statistics.lines.events;
  frame.events_a_second = drawn_ == std::chrono::steady_clock::time_point{} ? 0 : static_cast<double>(events - std::min(events, events_then_)) / seconds;
  drawn_ = now;
  events_then_ = events;
  frame.by_severity = by_severity_;
  frame.latest = latest_;
  winsize size{};
  const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  std::string picture = "\x1b[H";
  for (const std::string& line : live_lines(context_, frame, known ? size.ws_col : 80, (known ? size.ws_row : 24) - 1)) picture += line + "\x1b[K\r\n";
  context_.out << picture << "\x1b[J" << std::flush;
}

}  // namespace lp::cli
