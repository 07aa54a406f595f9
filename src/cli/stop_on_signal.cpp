#include "cli/stop_on_signal.h"

#include <array>
#include <csignal>

namespace lp::cli {
namespace {

constexpr std::array signals{SIGINT, SIGTERM};
std::atomic<bool> came{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set by a signal handler");

}  // namespace

StopOnSignal::StopOnSignal() {
  came = false;
  for (std::size_t i = 0; i < signals.size(); ++i) before_[i] = std::signal(signals.at(i), [](int) { came = true; });
}
StopOnSignal::~StopOnSignal() {
  for (std::size_t i = 0; i < signals.size(); ++i) std::signal(signals.at(i), before_[i]);
}
bool StopOnSignal::asked() const { return came; }
const std::atomic<bool>& StopOnSignal::flag() const { return came; }

}  // namespace lp::cli
