#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ostream>

namespace lp::cli {
namespace {

constexpr int bar_width = 28;

std::string bar(std::int64_t done, std::int64_t total) {
  const auto filled = static_cast<int>(total > 0 ? std::min(done, total) * bar_width / total : 0);
  std::string text;
  for (int i = 0; i < bar_width; ++i) text += i < filled ? "█" : "░";
  return text;
}

}  // namespace

Progress::Progress(Context& context)
    : context_(context), active_(!context.quiet && !context.json && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) context_.err << "\r\x1b[K" << std::flush;
}

void Progress::show(std::string_view what, std::int64_t done, std::int64_t total) {
  if (!active_) return;
  const Time now = std::chrono::steady_clock::now();
  if (what != what_) {
    what_ = what;
    started_ = now;
  } else if (now - drawn_ < std::chrono::milliseconds(100) && done < total) {
    return;
  }
  drawn_ = now;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  const double rate = seconds > 0.05 ? static_cast<double>(done) / seconds : 0;
  std::string line = fmt::format("\r\x1b[K{} {} {}/{}", what, bar(done, total), done, total);
  if (rate > 0) line += fmt::format("  {:.0f}/s", rate);
  if (rate > 0 && total > done) {
    const auto left = std::chrono::seconds(static_cast<std::int64_t>(static_cast<double>(total - done) / rate));
    line += (context_.zh ? "  剩余 " : "  left ") + to_words(left, context_.zh);
  }
  context_.err << line << std::flush;
}

std::string to_words(std::chrono::seconds left, bool zh) {
  const auto s = left.count();
  if (s >= 3600) return fmt::format(fmt::runtime(zh ? "{} 小时 {} 分" : "{} h {} min"), s / 3600, s / 60 % 60);
  if (s >= 60) return fmt::format(fmt::runtime(zh ? "{} 分 {} 秒" : "{} min {} s"), s / 60, s % 60);
  return fmt::format(fmt::runtime(zh ? "{} 秒" : "{} s"), s);
}

}  // namespace lp::cli
