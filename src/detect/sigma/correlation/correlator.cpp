#include "detect/sigma/correlation/correlator.h"

#include <algorithm>

#include "detect/sigma/fold.h"
#include "detect/sigma/key_table.h"

namespace lp::detect::sigma {
namespace {

// Values of the group-by fields; letter case does not count. nullopt: one is missing.
std::optional<std::string> key_of(const std::vector<std::uint32_t>& fields, const CorrelationInput& input) {
  std::string out;
  for (const std::uint32_t f : fields) {
    if (!input.values[f]) return std::nullopt;
    const std::string folded = in_form(*input.values[f], Form::folded);
    out += std::to_string(folded.size()) + ":" + folded;
  }
  return out;
}

}  // namespace

Correlator::Correlator(std::shared_ptr<const CorrelationProgram> program, Limits limits)
    : program_(std::move(program)), limits_(limits), groups_(program_->rules().size()), order_(program_->rules().size()) {}

void Correlator::add(CorrelationInput input, std::vector<CorrelationMatch>& out) {
  ++statistics_.inputs;
  if (input.time == no_time) {
    ++statistics_.without_time;
    input.time = latest_ == no_time ? 0 : latest_;
  }
  if (is_late(input.time)) {
    ++statistics_.late;
    return;
  }
  latest_ = latest_ == no_time ? input.time : std::max(latest_, input.time);
  waiting_.emplace(std::pair(input.time, std::pair(input.sequence, input.rule)), std::move(input));
  advance(latest_ - limits_.lateness_us, out);
  while (waiting_.size() > limits_.max_waiting) {
    ++statistics_.released_early;
    advance(waiting_.begin()->first.first, out);
  }
}

void Correlator::finish(std::vector<CorrelationMatch>& out) {
  if (latest_ != no_time) advance(latest_, out);
  close_due(std::numeric_limits<std::int64_t>::max(), out);
}

void Correlator::begin_anew(std::vector<CorrelationMatch>& out) {
  finish(out);
  for (const auto& order : order_) {
    while (!order.empty()) drop(*order.front());
  }
  latest_ = watermark_ = no_time;
}

// Everything up to `watermark` is complete and is judged in the order of time.
void Correlator::advance(std::int64_t watermark, std::vector<CorrelationMatch>& out) {
  watermark_ = watermark_ == no_time ? watermark : std::max(watermark_, watermark);
  while (!waiting_.empty() && waiting_.begin()->first.first <= watermark_) {
    const auto node = waiting_.extract(waiting_.begin());
    close_due(node.mapped().time, out);
    process(node.mapped(), out);
  }
  close_due(watermark_, out);
}

void Correlator::process(const CorrelationInput& input, std::vector<CorrelationMatch>& out) {
  for (const Use& use : program_->uses(input.rule)) apply(use, input, out);
}

bool Correlator::observe(const Use& use, const CorrelationInput& input, Observation& out) {
  out = {.time = input.time, .sequence = input.sequence, .position = use.position};
  if (use.fields.empty()) return true;
  const auto value = key_of(use.fields, input);
  if (!value) return false;
  out.value_id = hash_bytes(value->data(), value->size()) | 1;
  const CorrelationType type = program_->rules()[use.correlation].type;
  if (type == CorrelationType::value_count) return true;
  out.number = number_of(Value{.kind = Kind::text, .text = *input.values[use.fields.front()]});
  return out.number || type == CorrelationType::value_percentile;
}

void Correlator::apply(const Use& use, const CorrelationInput& input, std::vector<CorrelationMatch>& out) {
  const CorrelationRule& rule = program_->rules()[use.correlation];
  auto key = key_of(use.group, input);
  if (!key) {
    ++statistics_.without_group;
    return;
  }
  Observation o;
  if (!observe(use, input, o)) {
    ++statistics_.without_value;
    return;
  }
  Group& group = group_of(use, std::move(*key), input, out);
  const Verdict verdict = group.window.add(rule, o);
  if (group.window.empty()) drop(group);
  if (verdict.matched) fire(use, input, verdict, out);
}

void Correlator::fire(const Use& use, const CorrelationInput& input, const Verdict& verdict, std::vector<CorrelationMatch>& out) {
  CorrelationMatch match{.correlation = use.correlation, .value = verdict.value, .events = verdict.events, .begin = verdict.begin, .end = verdict.end, .sequence = input.sequence};
  for (const std::uint32_t f : use.group) match.group.push_back(input.values[f].value_or(""));
  ++statistics_.matches;
  out.push_back(std::move(match));
  for (const Use& above : use.above) apply(above, input, out);
}

Correlator::Group& Correlator::group_of(const Use& use, std::string key, const CorrelationInput& input, std::vector<CorrelationMatch>& out) {
  const CorrelationRule& rule = program_->rules()[use.correlation];
  const bool at_once = judged_at_once(rule);
  if (at_once) drop_dead(use.correlation, input.time - rule.timespan_us);
  auto& groups = groups_[use.correlation];
  auto& order = order_[use.correlation];
  if (const auto found = groups.find(key); found != groups.end()) {
    Group& group = *found->second;
    group.touched = input.time;
    order.splice(order.end(), order, group.place);
    return group;
  }
  make_room(out);
  auto made = std::make_unique<Group>();
  Group& group = *made;
  group.correlation = use.correlation;
  group.key = key;
  group.touched = input.time;
  group.place = order.insert(order.end(), &group);
  if (!at_once) {
    group.first = std::make_unique<CorrelationInput>(input);
    group.use = &use;
    group.due = due_.emplace(input.time + rule.timespan_us, &group);
  }
  groups.emplace(std::move(key), std::move(made));
  statistics_.most_groups = std::max(statistics_.most_groups, ++statistics_.groups);
  return group;
}

void Correlator::drop(Group& group) {
  const CorrelationIndex c = group.correlation;
  order_[c].erase(group.place);
  groups_[c].erase(std::string(group.key));
  --statistics_.groups;
}

// What was last touched before the time span can no longer be part of anything.
void Correlator::drop_dead(CorrelationIndex correlation, std::int64_t now) {
  auto& order = order_[correlation];
  while (!order.empty() && order.front()->touched <= now) drop(*order.front());
}

void Correlator::make_room(std::vector<CorrelationMatch>& out) {
  while (statistics_.groups >= std::max<std::size_t>(limits_.max_groups, 1)) {
    Group* oldest = nullptr;
    for (const auto& order : order_) {
      if (!order.empty() && (oldest == nullptr || order.front()->touched < oldest->touched)) oldest = order.front();
    }
    ++statistics_.closed_early;
    if (oldest->first != nullptr) close(*oldest, out);
    else drop(*oldest);
  }
}

void Correlator::close_due(std::int64_t now, std::vector<CorrelationMatch>& out) {
  while (!due_.empty() && due_.begin()->first <= now) {
    close(*due_.begin()->second, out);
  }
}

void Correlator::close(Group& group, std::vector<CorrelationMatch>& out) {
  const Verdict verdict = group.window.close(program_->rules()[group.correlation]);
  const auto first = std::move(group.first);
  first->time = group.due->first;  // for what is above: the moment it was found
  due_.erase(group.due);
  const Use& use = *group.use;
  drop(group);
  if (verdict.matched) fire(use, *first, verdict, out);
}

}  // namespace lp::detect::sigma
