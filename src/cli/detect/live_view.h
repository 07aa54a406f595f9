#pragma once
// `longpan detect run --follow --live`: what comes in and what is told, on a screen of its own that is given back at the end.

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "cli/context.h"
#include "detect/run/detection.h"

namespace lp::cli {

// What one picture shows.
struct LiveFrame {
  detect::DetectionStatistics statistics;
  std::size_t files = 0, open_alerts = 0;
  double events_a_second = 0;
  std::array<std::uint64_t, 5> by_severity{};      // alerts begun in this run
  struct Told {
    detect::Severity severity = detect::Severity::informational;
    std::string title, entity, organisation, last;
    std::uint64_t count = 0;
  };
  std::deque<Told> latest;                         // the newest first
};
// Lines of at most `width` columns, at most `height` of them. Control characters of logs never reach the terminal.
std::vector<std::string> live_lines(const Context& context, const LiveFrame& frame, int width, int height);

class LiveView {
 public:
  static bool possible();                          // standard output is a terminal
  explicit LiveView(Context& context);
  ~LiveView();
  LiveView(const LiveView&) = delete;
  LiveView& operator=(const LiveView&) = delete;

  void take(const detect::Alert& alert, const detect::AlertType& type, bool fresh);
  // At most four pictures a second; `now` gives the rest when it is time for one.
  template <class Now>
  void show(Now now) {
    if (due()) draw(now());
  }

 private:
  bool due() const;
  void draw(LiveFrame frame);

  Context& context_;
  std::array<std::uint64_t, 5> by_severity_{};
  std::deque<LiveFrame::Told> latest_;
  std::chrono::steady_clock::time_point drawn_{};
  std::uint64_t events_then_ = 0;
};

}  // namespace lp::cli
