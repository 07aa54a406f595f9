#include "detect/sigma/correlation/window.h"

#include <algorithm>

namespace lp::detect::sigma {
namespace {

bool holds(double value, const Bound& b) {
  switch (b.op) {
    case Bound::Op::lt: return value < b.value;
    case Bound::Op::lte: return value <= b.value;
    case Bound::Op::gt: return value > b.value;
    case Bound::Op::gte: return value >= b.value;
    case Bound::Op::eq: return value == b.value;
    case Bound::Op::neq: return value != b.value;
  }
  return false;
}

bool needs_number(CorrelationType type) { return type == CorrelationType::value_sum || type == CorrelationType::value_avg; }

}  // namespace

bool within(double value, const std::vector<Bound>& bounds) {
  return std::ranges::all_of(bounds, [&](const Bound& b) { return holds(value, b); });
}

bool judged_at_once(const CorrelationRule& rule) {
  if (rule.type == CorrelationType::temporal || rule.type == CorrelationType::temporal_ordered || rule.type == CorrelationType::value_percentile) return true;
  return std::ranges::all_of(rule.bounds, [](const Bound& b) { return b.op == Bound::Op::gt || b.op == Bound::Op::gte; });
}

void Window::forget_before(std::int64_t time) {
  while (first_ < seen_.size() && seen_[first_].time < time) {
    const Seen& s = seen_[first_++];
    sum_ -= s.number;
    if (const auto found = values_.find(s.value_id); found != values_.end() && --found->second == 0) values_.erase(found);
  }
  if (first_ == seen_.size()) sum_ = 0;  // no rounding is carried on
  if (first_ > 32 && first_ * 2 > seen_.size()) {
    seen_.erase(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

void Window::remember(const Observation& o) {
  seen_.push_back({o.time, o.value_id, o.number.value_or(0)});
  if (o.value_id != 0) ++values_[o.value_id];
  sum_ += o.number.value_or(0);
}

double Window::measure(const CorrelationRule& rule, const Observation* at) const {
  const auto n = static_cast<double>(seen_.size() - first_);
  switch (rule.type) {
    case CorrelationType::value_count: return static_cast<double>(values_.size());
    case CorrelationType::value_sum: return sum_;
    case CorrelationType::value_avg: return n == 0 ? 0 : sum_ / n;
    case CorrelationType::value_percentile: {
      // A number: how many percent of the values are not above it. A text: how many percent are this text.
      std::size_t count = 0;
      if (at->number) count = static_cast<std::size_t>(std::count_if(seen_.begin() + static_cast<std::ptrdiff_t>(first_), seen_.end(), [&](const Seen& s) { return s.number <= *at->number; }));
      else if (const auto found = values_.find(at->value_id); found != values_.end()) count = found->second;
      return n == 0 ? 0 : 100.0 * static_cast<double>(count) / n;
    }
    default: return n;
  }
}

Verdict Window::verdict(const CorrelationRule& rule, const Observation* at) const {
  Verdict out;
  if (first_ == seen_.size()) return out;
  out.value = measure(rule, at);
  out.matched = within(out.value, rule.bounds);
  out.begin = seen_[first_].time;
  out.end = seen_.back().time;
  out.events = seen_.size() - first_;
  return out;
}

Verdict Window::temporal(const CorrelationRule& rule, const Observation& o) {
  steps_.resize(rule.rules.size());
  steps_[o.position] = {o.time, o.time, o.sequence, 0, true, false};
  Verdict out{.begin = o.time, .end = o.time};
  for (const Step& s : steps_) {
    if (!s.set || s.last <= o.time - rule.timespan_us) continue;
    ++out.events;
    out.begin = std::min(out.begin, s.last);
  }
  out.value = static_cast<double>(out.events);
  out.matched = rule.bounds.empty() ? out.events == steps_.size() : within(out.value, rule.bounds);
  if (out.matched) clear();
  return out;
}

// Per step the latest beginning of a chain that has come this far: if any chain fits into the time span, that one does.
Verdict Window::ordered(const CorrelationRule& rule, const Observation& o) {
  steps_.resize(rule.rules.size());
  std::int64_t start = o.time;
  if (o.position > 0) {
    const Step& before = steps_[o.position - 1];
    const bool same = before.set && before.sequence == o.sequence;
    if (same ? !before.set_before : !before.set) return {};
    start = same ? before.start_before : before.start;
  }
  if (start <= o.time - rule.timespan_us) return {};
  Step& step = steps_[o.position];
  if (!step.set || step.sequence != o.sequence) {
    step.start_before = step.start;
    step.set_before = step.set;
  }
  step.start = step.set ? std::max(step.start, start) : start;
  step.last = o.time;
  step.sequence = o.sequence;
  step.set = true;
  Verdict out{.value = static_cast<double>(o.position + 1), .begin = start, .end = o.time, .events = o.position + 1};
  out.matched = rule.bounds.empty() ? o.position + 1 == steps_.size() : within(out.value, rule.bounds);
  if (out.matched) clear();
  return out;
}

Verdict Window::add(const CorrelationRule& rule, const Observation& o) {
  if (rule.type == CorrelationType::temporal) return temporal(rule, o);
  if (rule.type == CorrelationType::temporal_ordered) return ordered(rule, o);
  if (needs_number(rule.type) && !o.number) return {};
  if (!judged_at_once(rule)) return remember(o), Verdict{};
  forget_before(o.time - rule.timespan_us + 1);
  remember(o);
  Verdict out = verdict(rule, &o);
  if (out.matched && rule.type != CorrelationType::value_percentile) clear();
  return out;
}

Verdict Window::close(const CorrelationRule& rule) const { return verdict(rule, nullptr); }

}  // namespace lp::detect::sigma
