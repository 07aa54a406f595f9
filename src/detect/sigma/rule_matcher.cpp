#include "detect/sigma/rule_matcher.h"

#include <algorithm>

#include "detect/sigma/plan.h"

namespace lp::detect::sigma {

RuleMatcher::RuleMatcher(std::shared_ptr<const RuleProgram> program, const RouteTable* routes)
    : program_(std::move(program)), routes_(routes), states_(program_->tests().size()), woken_(program_->rules().size()) {
  if (routes_ == nullptr) plans_.push_back(&program_->plan_of_all());
}

const Plan& RuleMatcher::plan_for(RouteId route) {
  if (routes_ == nullptr) return *plans_.front();
  if (route >= plans_.size()) plans_.resize(route + 1, nullptr);
  if (plans_[route] == nullptr) plans_[route] = &program_->plan(routes_->sources(route));
  return *plans_[route];
}

void RuleMatcher::begin_event() {
  candidates_.clear();
  if (++round_ < (1u << 30)) return;
  std::ranges::fill(states_, 0);
  std::ranges::fill(woken_, 0);
  round_ = 1;
}

inline void RuleMatcher::signal(std::uint32_t code, const Plan& plan) {
  const TestIndex test = code >> 1;
  const std::uint32_t state = round_ * 4 + ((code & 1) != 0 ? yes : maybe);
  if (states_[test] >= state) return;
  const bool first = states_[test] < round_ * 4;
  states_[test] = state;
  if (!first) return;
  for (const RuleIndex rule : plan.woken_by(test)) {
    if (woken_[rule] == round_) continue;
    woken_[rule] = round_;
    candidates_.push_back(rule);
  }
}

void RuleMatcher::look_at_text(std::string_view text, const FieldPlan& field, const Plan& plan) {
  for (const FormPlan& form : field.forms) {
    if (form.form == Form::folded && form.index.surely_none(text)) continue;
    form.index.scan(in_form(text, form.form, room_), [&](std::uint32_t literal) {
      for (std::uint32_t s = form.first[literal]; s < form.first[literal + 1]; ++s) signal(form.signals[s].code, plan);
    });
  }
}

void RuleMatcher::look_at_number(const Value& value, const FieldPlan& field, const Plan& plan) {
  const auto number = number_of(value);
  if (!number) return;
  for (const std::uint32_t code : field.numbers.find(number_key(*number))) signal(code, plan);
}

void RuleMatcher::look_at_keywords(const Event& event, const Plan& plan) {
  const FieldPlan* field = plan.keywords();
  if (field == nullptr) return;
  for (const Signal s : field->when_present) signal(s.code, plan);
  if (field->forms.empty()) return;
  if (event.texts == nullptr) {
    for (const Value& v : event.values()) look_at_text(v.text, *field, plan);
    return;
  }
  if (field->line.is_on() && !field->line.may_have_any(event.raw) && event.texts->shown_in(event.raw)) return;
  struct Context {
    RuleMatcher& self;
    const FieldPlan& field;
    const Plan& plan;
  } context{*this, *field, plan};
  event.texts->any(
      [](void* c, std::string_view text) {
        auto& to = *static_cast<Context*>(c);
        to.self.look_at_text(text, to.field, to.plan);
        return false;
      },
      &context);
}

void RuleMatcher::look_at(const Event& event, const Plan& plan) {
  for (const Value& value : event.values()) {
    const FieldPlan* field = plan.field(value.field);
    if (field == nullptr) continue;
    if (event.first(value.field) == &value) {
      for (const Signal s : field->when_present) signal(s.code, plan);
    }
    if (value.kind == Kind::null) continue;
    if (!field->forms.empty()) look_at_text(value.text, *field, plan);
    if (!field->numbers.empty()) look_at_number(value, *field, plan);
  }
  look_at_keywords(event, plan);
}

bool RuleMatcher::test_holds(TestIndex test, const Event& event) {
  std::uint32_t& state = states_[test];
  const RuleProgram::UniqueTest& unique = program_->tests()[test];
  if (state < round_ * 4) {
    if (!unique.unknowable) return false;
    state = round_ * 4 + maybe;
  }
  if (state == round_ * 4 + maybe) state = round_ * 4 + (holds(*unique.test, unique.fields, event, scratch_) ? yes : no);
  return state == round_ * 4 + yes;
}

bool RuleMatcher::node_holds(std::uint32_t at, const Event& event) {
  const RuleProgram::Node& node = program_->nodes()[at];
  if (node.is_test) return test_holds(node.index, event) != node.negated;
  std::uint32_t held = 0;
  for (std::uint32_t c = 0; c < node.count && held < node.index && held + (node.count - c) >= node.index; ++c) {
    held += node_holds(node.first + c, event) ? 1u : 0u;
  }
  return (held >= node.index) != node.negated;
}

void RuleMatcher::match(const Event& event, std::vector<RuleIndex>& out) {
  out.clear();
  const Plan& plan = plan_for(event.route);
  if (plan.rules().empty()) {
    ++statistics_.events;
    return;
  }
  begin_event();
  look_at(event, plan);
  for (const RuleIndex rule : candidates_) {
    if (node_holds(program_->root(rule), event)) out.push_back(rule);
  }
  for (const RuleIndex rule : plan.always()) {
    if (node_holds(program_->root(rule), event)) out.push_back(rule);
  }
  std::ranges::sort(out);
  ++statistics_.events;
  statistics_.candidates += candidates_.size() + plan.always().size();
  statistics_.matches += out.size();
}

RuleMatcher::Statistics RuleMatcher::statistics() const {
  Statistics out = statistics_;
  out.regex_gave_up = scratch_.regex.gave_up;
  return out;
}

}  // namespace lp::detect::sigma
