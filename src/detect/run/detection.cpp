#include "detect/run/detection.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/text.h"

namespace lp::detect {
namespace {

int worker_count(int asked) { return asked > 0 ? asked : std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

std::vector<std::unique_ptr<BlockScanner>> make_scanners(const std::shared_ptr<const Detector>& detector, const DetectionOptions& options) {
  std::vector<std::unique_ptr<BlockScanner>> out;
  for (int i = 0; i < worker_count(options.threads); ++i) out.push_back(std::make_unique<BlockScanner>(detector, options.scan));
  return out;
}

}  // namespace

Detection::Detection(std::shared_ptr<const Detector> detector, DetectionOptions options, Tell tell)
    : detector_(std::move(detector)), types_(detector_->types()),
      fold_(types_, options.fold, detector_->suppressions(), [this, tell = std::move(tell)](const Alert& alert) { tell(alert, types_[alert.type]); }),
      correlator_(detector_->correlations()), scanners_(make_scanners(detector_, options)),
      pool_(worker_count(options.threads), [this](int worker, StreamBlock block) { return scanners_[static_cast<std::size_t>(worker)]->scan(block); }) {}

void Detection::feed(StreamBlock block) {
  while (auto result = pool_.take(pool_.full())) deliver(std::move(*result));
  pool_.put(std::move(block));
}

void Detection::drain() {
  while (auto result = pool_.take(true)) deliver(std::move(*result));
}

void Detection::finish() {
  drain();
  correlator_.finish(matches_);
  tell_correlations();
  fold_.finish();
}

std::uint32_t Detection::intern_type(const AlertType& type) {
  const auto [place, added] = sensor_types_.try_emplace(type.id, static_cast<std::uint32_t>(types_.size()));
  if (added) types_.push_back(type);
  return place->second;
}

void Detection::deliver(BlockResult result) {
  const auto known = static_cast<std::uint32_t>(detector_->types().size());
  std::vector<std::uint32_t> sensor;
  for (const AlertType& type : result.sensor_types) sensor.push_back(intern_type(type));
  for (Finding& finding : result.findings) {
    finding.sequence += events_;
    if (finding.type >= known) finding.type = sensor[finding.type - known];
    fold_.add(std::move(finding));
  }
  correlate(std::move(result.seeds));
  if (result.last != no_time) fold_.seen(result.last);
  events_ += result.counts.events;
  counts_.add(result.counts);
  if (result.first != no_time) first_ = first_ == no_time ? result.first : std::min(first_, result.first);
  last_ = std::max(last_, result.last);
  if (done_) done_(result);
}

void Detection::correlate(std::vector<CorrelationSeed> seeds) {
  for (CorrelationSeed& seed : seeds) {
    seed.input.sequence += events_;
    seed.finding.sequence += events_;
    seeds_.insert_or_assign(seed.input.sequence, std::move(seed.finding));
    correlator_.add(std::move(seed.input), matches_);
    tell_correlations();
  }
  forget_seeds();
}

void Detection::tell_correlations() {
  for (const sigma::CorrelationMatch& match : matches_) {
    if (!detector_->correlations()->correlation_reports(match.correlation)) continue;
    const auto seed = seeds_.find(match.sequence);
    Finding finding = seed == seeds_.end() ? Finding{.entity = "event"} : seed->second;
    finding.type = detector_->type_of(match.correlation);
    finding.severity = types_[finding.type].severity;
    finding.time = match.end;
    std::string group;
    for (const std::string& value : match.group) group += (group.empty() ? "" : ", ") + truncate(value, 100);
    finding.notes = {fmt::format("{}: {} events, {} from {} to {}", group.empty() ? "all" : group, match.events, match.value, time_text(match.begin), time_text(match.end))};
    fold_.add(std::move(finding));
  }
  matches_.clear();
}

// Events older than the correlator waits for complete nothing any more.
void Detection::forget_seeds() {
  constexpr std::size_t kept = 1'000'000;
  while (!seeds_.empty() && (seeds_.size() > kept || (last_ != no_time && seeds_.begin()->second.time != no_time && seeds_.begin()->second.time < last_ - one_hour)))
    seeds_.erase(seeds_.begin());
}

DetectionStatistics Detection::statistics() const {
  return {.lines = counts_, .fold = fold_.statistics(), .correlation = correlator_.statistics(), .first = first_, .last = last_};
}

}  // namespace lp::detect
