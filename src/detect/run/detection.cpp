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
      correlator_(detector_->correlations()), again_(std::make_unique<BlockScanner>(detector_, options.scan)), scanners_(make_scanners(detector_, options)),
      pool_(worker_count(options.threads), [this](int worker, StreamBlock block) { return scanners_[static_cast<std::size_t>(worker)]->scan(std::move(block)); }) {}

void Detection::feed(StreamBlock block) {
  while (auto result = pool_.take(pool_.full())) deliver(std::move(*result));
  pool_.put(std::move(block));
}

void Detection::drain() {
  while (auto result = pool_.take(true)) deliver(std::move(*result));
}

void Detection::next_stream() {
  drain();
  new_stream_ = true;
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
  correlate(result);
  if (result.last != no_time) fold_.seen(result.last);
  events_ += result.counts.events;
  counts_.add(result.counts);
  if (result.first != no_time) first_ = first_ == no_time ? result.first : std::min(first_, result.first);
  last_ = std::max(last_, result.last);
  if (done_) done_(result);
}

void Detection::correlate(BlockResult& result) {
  if (result.seeds.empty()) return;
  held_bytes_ += result.block->block.buffer.size();
  held_.push_back({.first_event = events_, .last = no_time, .block = std::move(result.block), .seeds = std::move(result.seeds)});
  HeldBlock& held = held_.back();
  for (CorrelationSeed& seed : held.seeds) {
    sigma::CorrelationInput input = std::move(seed.input);
    seed.input.sequence = input.sequence;
    seed.input.rule = input.rule;
    input.sequence += events_;
    if (new_stream_ && input.time != no_time) begin_anew_if_late(input.time);
    held.last = std::max(held.last, input.time);
    correlator_.add(std::move(input), matches_);
    tell_correlations();
  }
  forget_blocks();
}

// Logs of the same time are read one after the other: without this all of the second would be too late.
void Detection::begin_anew_if_late(std::int64_t time) {
  new_stream_ = false;
  if (!correlator_.is_late(time)) return;
  correlator_.begin_anew(matches_);
  tell_correlations();
  while (held_.size() > 1) forget_oldest_block();
}

void Detection::tell_correlations() {
  for (const sigma::CorrelationMatch& match : matches_) {
    if (!detector_->correlations()->correlation_reports(match.correlation)) continue;
    Finding finding = finding_of(match, detector_->type_of(match.correlation));
    finding.time = match.end;
    std::string group;
    for (const std::string& value : match.group) group += (group.empty() ? "" : ", ") + truncate(value, 100);
    finding.notes = {fmt::format("{}: {} events, {} from {} to {}", group.empty() ? "all" : group, match.events, match.value, time_text(match.begin), time_text(match.end))};
    fold_.add(std::move(finding));
  }
  matches_.clear();
}

// Both null when its line was forgotten.
std::pair<const Detection::HeldBlock*, const CorrelationSeed*> Detection::find_seed(std::uint64_t sequence) const {
  const auto behind = std::ranges::upper_bound(held_, sequence, {}, &HeldBlock::first_event);
  if (behind == held_.begin()) return {};
  const HeldBlock& held = *std::prev(behind);
  const auto seed = std::ranges::lower_bound(held.seeds, sequence - held.first_event, {}, [](const CorrelationSeed& s) { return s.input.sequence; });
  if (seed == held.seeds.end() || seed->input.sequence != sequence - held.first_event) return {};
  return {&held, &*seed};
}

Finding Detection::finding_of(const sigma::CorrelationMatch& match, std::uint32_t type) {
  const Severity severity = types_[type].severity;
  Finding unknown{.type = type, .sequence = match.sequence, .severity = severity, .entity = match.group.empty() ? "event" : "group:" + truncate(match.group.front(), 100)};
  const auto [held, seed] = find_seed(match.sequence);
  if (seed == nullptr) return unknown;
  Finding found = again_->finding_of(*held->block, *seed, type, severity, detector_->entity_field(seed->input.rule));
  found.type = type;
  found.severity = severity;
  return found;
}

// Events older than the correlator waits for late ones complete nothing any more; its memory is bounded as well. By its clock, not by
// all events: one far ahead of the others (a sensor's own count of what it read) must not cost them their lines.
void Detection::forget_blocks() {
  constexpr std::size_t most_bytes = std::size_t{128} << 20;
  constexpr std::int64_t long_enough = 600 * one_second;
  const std::int64_t latest = correlator_.latest();
  while (!held_.empty() && (held_bytes_ > most_bytes || (latest != no_time && held_.front().last != no_time && held_.front().last < latest - long_enough))) forget_oldest_block();
}

void Detection::forget_oldest_block() {
  held_bytes_ -= held_.front().block->block.buffer.size();
  held_.pop_front();
}

DetectionStatistics Detection::statistics() const {
  return {.lines = counts_, .fold = fold_.statistics(), .correlation = correlator_.statistics(), .first = first_, .last = last_};
}

}  // namespace lp::detect
