#include "probe/run_watch.h"

#include <cstdlib>
#include <filesystem>

#include "probe/authorised_gate.h"

namespace lp::probe {
namespace {

using namespace std::chrono_literals;

std::int64_t micros(std::chrono::steady_clock::duration d) { return std::chrono::duration_cast<std::chrono::microseconds>(d).count(); }

bool is_revocation(const Error& error) { return !error.fields.empty() && error.fields.front().code == "revoked"; }

}  // namespace

RunWatch::RunWatch(const RunOptions& options, const Clock& clock, Authorisation authorisation, AuthorisedGate& gate)
    : options_(options), clock_(clock), authorisation_(std::move(authorisation)), gate_(gate), steady_start_(Steady::now()), steady_last_(steady_start_), file_looked_(steady_start_),
      wall_start_(clock.now()), wall_last_(wall_start_) {}

std::optional<RunEnd> RunWatch::end(RunEnd why, std::string detail) {
  detail_ = std::move(detail);
  return why;
}

bool RunWatch::stop_wanted(Steady::time_point now) {
  if (options_.stop != nullptr && options_.stop->load()) return true;
  if (options_.stop_file.empty() || now - stop_looked_ < 50ms) return false;
  stop_looked_ = now;
  std::error_code ignored;
  return std::filesystem::exists(options_.stop_file, ignored);
}

// A small step is an adjustment; a jump, or steps that add up, leave it open what time it is.
bool RunWatch::clock_jumped(Steady::time_point now) {
  constexpr std::int64_t step = 2'000'000, sum = 60'000'000;
  const Timestamp wall = clock_.now();
  const std::int64_t since_last = wall.micros() - wall_last_.micros() - micros(now - steady_last_);
  const std::int64_t since_start = wall.micros() - wall_start_.micros() - micros(now - steady_start_);
  steady_last_ = now;
  wall_last_ = wall;
  return std::abs(since_last) > step || std::abs(since_start) > sum;
}

std::optional<RunEnd> RunWatch::read_again(Steady::time_point now) {
  if (now - file_looked_ < 1s) return std::nullopt;
  file_looked_ = now;
  auto read = load_authorisation(options_.authorisation, options_.trust);
  if (!read) return end(is_revocation(read.error()) ? RunEnd::revoked : RunEnd::authorisation_gone, read.error().message);
  if (read->id != authorisation_.id) return end(RunEnd::authorisation_gone, "the file holds another authorisation");
  if (read->digest == authorisation_.digest) return std::nullopt;
  authorisation_ = *std::move(read);
  gate_.renew(authorisation_, options_.trust.policy);
  changed_ = true;
  return std::nullopt;
}

std::optional<RunEnd> RunWatch::look() {
  const auto now = Steady::now();
  if (stop_wanted(now)) return end(RunEnd::stopped, "a stop was asked for");
  if (clock_jumped(now)) return end(RunEnd::clock_jumped, "the wall clock and the monotonic clock disagree");
  if (auto gone = read_again(now)) return gone;
  if (const Status in_time = gate_.in_time(); !in_time) return end(RunEnd::window_closed, in_time.error().message);
  return std::nullopt;
}

}  // namespace lp::probe
