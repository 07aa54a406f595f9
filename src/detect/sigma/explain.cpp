#include "detect/sigma/explain.h"

#include "base/text.h"
#include "detect/sigma/evaluate.h"

namespace lp::detect::sigma {
namespace {

constexpr std::size_t most_shown = 200;  // characters of a value

class Explainer {
 public:
  Explainer(const Event& event, RuleIndex index, const RuleProgram& program) : event_(event), rule_(program.rules()[index]), fields_(program.fields_of(index)) {}

  Explanation run() {
    Explanation out;
    out.condition = rule_.condition_text;
    out.matched = evaluate(rule_, fields_, event_, scratch_);
    for (const Selection& s : rule_.selections) {
      SelectionExplanation& of = out.selections.emplace_back();
      of.name = s.name;
      of.held = evaluate(s.expr, rule_, fields_, event_, scratch_);
      add_tests(s.expr, of.tests);
    }
    return out;
  }

 private:
  void add_tests(const Expr& expr, std::vector<TestExplanation>& out) {
    if (expr.op == Expr::Op::test) out.push_back(of_test(expr.index));
    for (const Expr& child : expr.children) add_tests(child, out);
  }

  TestExplanation of_test(std::size_t index) {
    const Test& test = rule_.tests[index];
    const TestFields& fields = fields_[index];
    TestExplanation out{.key = test.key.empty() ? "keywords" : test.key, .held = holds(test, fields, event_, scratch_)};
    if (!test.field.empty()) out.field_missing = !event_.has(fields.field);
    for (const Value* v = test.field.empty() ? nullptr : event_.first(fields.field); v != nullptr; v = event_.next(*v)) {
      if (out.value.empty()) out.value = truncate(v->text, most_shown);
      for (std::size_t i = 0; i < test.any.size(); ++i) {
        if (!holds(test.any[i], fields.others[i], *v, event_, scratch_)) continue;
        out.value = truncate(v->text, most_shown);
        out.pattern = truncate(test.any[i].written, most_shown);
        return out;
      }
    }
    out.pattern = truncate(test.any.front().written, most_shown);
    if (test.any.size() > 1) out.pattern += " … (" + std::to_string(test.any.size()) + ")";
    return out;
  }

  const Event& event_;
  const Rule& rule_;
  std::vector<TestFields> fields_;
  TestScratch scratch_;
};

}  // namespace

Explanation explain(const Event& event, RuleIndex rule, const RuleProgram& program, const RouteTable* routes) {
  Explanation out = Explainer(event, rule, program).run();
  out.seen = routes == nullptr || covers(program.rules()[rule].logsource, routes->sources(event.route));
  return out;
}

std::string to_text(const Explanation& e) {
  std::string out = e.matched ? (e.seen ? "matches" : "would match, but the event is of another log source") : "does not match";
  out += ": " + e.condition + "\n";
  for (const SelectionExplanation& s : e.selections) {
    out += (s.held ? "  + " : "  - ") + s.name + "\n";
    for (const TestExplanation& t : s.tests) {
      out += (t.held ? "    + " : "    - ") + t.key + ": " + t.pattern;
      if (t.field_missing) out += " (the event has no such field)";
      else if (!t.value.empty()) out += " ← " + t.value;
      out += "\n";
    }
  }
  return out;
}

}  // namespace lp::detect::sigma
