// What a correlator remembers between two lives of a run: exactly what it would have remembered without the end in between.
#include <algorithm>

#include "base/hash.h"
#include "detect/sigma/correlation/correlator.h"
#include "detect/state_bytes.h"

namespace lp::detect::sigma {
namespace {

void save(StateWriter& out, const CorrelationInput& input) {
  out.signed_number(input.time);
  out.number(input.sequence);
  out.number(input.rule);
  out.number(input.values.size());
  for (const auto& value : input.values) {
    out.flag(value.has_value());
    if (value) out.text(*value);
  }
}

CorrelationInput read_input(StateReader& in) {
  CorrelationInput input;
  input.time = in.signed_number();
  input.sequence = in.number();
  input.rule = static_cast<RuleIndex>(in.number());
  input.values.resize(in.count());
  for (auto& value : input.values)
    if (in.flag()) value = in.text();
  return input;
}

// The uses of a rule and of what is above it, in one order.
template <class Take>
bool any_use(const std::vector<CorrelationProgram::Use>& uses, Take&& take) {
  return std::ranges::any_of(uses, [&](const CorrelationProgram::Use& use) { return take(use) || any_use(use.above, take); });
}

Error broken() { return make_error(Errc::corrupt, "the state of the correlations cannot be read", "begin anew with another state file"); }

}  // namespace

void Window::save(StateWriter& out) const {
  out.number(seen_.size() - first_);
  for (std::size_t i = first_; i < seen_.size(); ++i) {
    out.signed_number(seen_[i].time);
    out.number(seen_[i].value_id);
    out.real(seen_[i].number);
  }
  out.real(sum_);
  out.number(steps_.size());
  for (const Step& step : steps_) {
    out.signed_number(step.start);
    out.signed_number(step.last);
    out.number(step.sequence);
    out.signed_number(step.start_before);
    out.flag(step.set);
    out.flag(step.set_before);
  }
}

void Window::restore(StateReader& in) {
  clear();
  seen_.resize(in.count());
  for (Seen& seen : seen_) {
    seen.time = in.signed_number();
    seen.value_id = in.number();
    seen.number = in.real();
    if (seen.value_id != 0) ++values_[seen.value_id];
  }
  sum_ = in.real();
  steps_.resize(in.count());
  for (Step& step : steps_) {
    step.start = in.signed_number();
    step.last = in.signed_number();
    step.sequence = in.number();
    step.start_before = in.signed_number();
    step.set = in.flag();
    step.set_before = in.flag();
  }
}

std::string Correlator::program_digest() const {
  StateWriter out;
  for (const CorrelationRule& rule : program_->rules()) {
    out.text(rule.id);
    out.number(static_cast<std::uint64_t>(rule.type));
    out.signed_number(rule.timespan_us);
    out.real(rule.percentile);
    for (const auto* list : {&rule.rules, &rule.group_by, &rule.fields})
      for (const std::string& item : *list) out.text(item);
    for (const Bound& bound : rule.bounds) {
      out.number(static_cast<std::uint64_t>(bound.op));
      out.real(bound.value);
    }
  }
  for (RuleIndex rule = 0; rule < program_->size(); ++rule) {
    if (program_->uses(rule).empty()) continue;
    out.number(rule);
    for (const FieldId field : program_->carried(rule)) out.number(field);
  }
  return to_hex(sha256(out.bytes()));
}

void Correlator::save(StateWriter& out) const {
  out.text(program_digest());
  out.signed_number(latest_);
  out.signed_number(watermark_);
  const Statistics& s = statistics_;
  for (const std::uint64_t n : {s.inputs, s.matches, s.late, s.without_time, s.without_group, s.without_value, s.closed_early, s.released_early, std::uint64_t{s.most_groups}}) out.number(n);
  out.number(waiting_.size());
  for (const auto& [key, input] : waiting_) detect::sigma::save(out, input);
  for (const auto& order : order_) {
    out.number(order.size());
    for (const Group* group : order) {
      out.text(group->key);
      out.signed_number(group->touched);
      group->window.save(out);
      out.flag(group->first != nullptr);
      if (group->first == nullptr) continue;
      detect::sigma::save(out, *group->first);
      std::uint64_t place = 0;
      any_use(program_->uses(group->first->rule), [&](const Use& use) { return &use == group->use || (++place, false); });
      out.number(place);
      // Groups due at one time are closed in the order they were made.
      out.signed_number(group->due->first);
      out.number(static_cast<std::uint64_t>(std::distance(due_.lower_bound(group->due->first), std::multimap<std::int64_t, Group*>::const_iterator(group->due))));
    }
  }
}

Status Correlator::restore(StateReader& in) {
  if (in.text() != program_digest()) return make_error(Errc::conflict, "the correlation rules are not those of the state", "load the same rules, or begin anew with another state file");
  latest_ = in.signed_number();
  watermark_ = in.signed_number();
  Statistics& s = statistics_;
  for (std::uint64_t* n : {&s.inputs, &s.matches, &s.late, &s.without_time, &s.without_group, &s.without_value, &s.closed_early, &s.released_early}) *n = in.number();
  s.most_groups = static_cast<std::size_t>(in.number());
  for (std::size_t n = in.count(); n > 0 && in.good(); --n) {
    CorrelationInput input = read_input(in);
    if (!fits(input)) return broken();
    waiting_.emplace(std::pair(input.time, std::pair(input.sequence, input.rule)), std::move(input));
  }
  std::map<std::tuple<std::int64_t, std::uint64_t, std::size_t>, Group*> due;
  for (CorrelationIndex c = 0; c < order_.size(); ++c) {
    for (std::size_t n = in.count(); n > 0 && in.good(); --n) {
      auto made = std::make_unique<Group>();
      Group& group = *made;
      group.correlation = c;
      group.key = in.text();
      group.touched = in.signed_number();
      group.window.restore(in);
      if (in.flag()) {
        group.first = std::make_unique<CorrelationInput>(read_input(in));
        if (!in.good() || !fits(*group.first)) return broken();
        std::uint64_t place = in.number();
        any_use(program_->uses(group.first->rule), [&](const Use& use) { return place-- == 0 && (group.use = &use, true); });
        const std::int64_t at = in.signed_number();
        const std::uint64_t turn = in.number();
        if (group.use == nullptr || group.use->correlation != c) return broken();
        due.emplace(std::tuple(at, turn, due.size()), &group);
      }
      group.place = order_[c].insert(order_[c].end(), &group);
      if (!groups_[c].try_emplace(group.key, std::move(made)).second) {
        order_[c].pop_back();
        return broken();
      }
      ++statistics_.groups;
    }
  }
  for (const auto& [when, group] : due) group->due = due_.emplace(std::get<0>(when), group);
  return in.good() ? ok_status() : Status(broken());
}

bool Correlator::fits(const CorrelationInput& input) const {
  return input.rule < program_->size() && input.values.size() == program_->carried(input.rule).size();
}

void Correlator::each_needed(const std::function<void(std::uint64_t sequence)>& take) const {
  for (const auto& [key, input] : waiting_) take(input.sequence);
  for (const auto& [when, group] : due_) take(group->first->sequence);
}

}  // namespace lp::detect::sigma
