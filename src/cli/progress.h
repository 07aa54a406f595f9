#pragma once
// A progress line on standard error: what, share, rate, time left. On a terminal it is redrawn
// at most ten times a second; elsewhere nothing is shown.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/context.h"

namespace lp::cli {

class Progress {
 public:
  explicit Progress(Context& context);
  ~Progress();                              // clears the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(std::string_view what, std::int64_t done, std::int64_t total);

 private:
  using Time = std::chrono::steady_clock::time_point;
  Context& context_;
  bool shown_ = false;
  bool active_ = false;
  std::string what_;
  Time started_, drawn_;
};

// "3 min 20 s" / "3 分 20 秒"
std::string to_words(std::chrono::seconds left, bool zh);

}  // namespace lp::cli
