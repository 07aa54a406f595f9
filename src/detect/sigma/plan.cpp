#include "detect/sigma/plan.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/text.h"

namespace lp::detect::sigma {
namespace {

// A field's literals while they are collected.
struct Collected {
  std::vector<Signal> present;
  std::map<std::tuple<Form, Op, std::string_view>, std::vector<Signal>> literals;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> numbers;
};

class Collector {
 public:
  explicit Collector(std::vector<std::unique_ptr<std::string>>& texts) : texts_(texts) {}

  void add(TestIndex index, const RuleProgram::UniqueTest& unique) {
    Collected& to = fields_[unique.fields.field];
    if (unique.test->negated) return to.present.emplace_back(index, false), void();
    for (const Pattern& p : unique.test->any) add(index, p, to);
  }
  std::map<FieldId, Collected>& fields() { return fields_; }

 private:
  void guard(TestIndex index, const std::string& text, Collected& to) {
    texts_.push_back(std::make_unique<std::string>(text));
    to.literals[{Form::folded, Op::contains, *texts_.back()}].emplace_back(index, false);
  }
  void add(TestIndex index, const Pattern& p, Collected& to) {
    switch (p.op) {
      case Op::equals: case Op::starts: case Op::ends: case Op::contains:
        to.literals[{p.form, p.op, p.text}].emplace_back(index, true);
        return;
      case Op::wildcards:
        // The longest text, in the form texts of the pattern are compared in.
        if (const std::string text = p.wildcards.longest_text(); text.size() >= 2) {
          texts_.push_back(std::make_unique<std::string>(text));
          to.literals[{p.form, Op::contains, *texts_.back()}].emplace_back(index, false);
        } else {
          to.present.emplace_back(index, false);
        }
        return;
      case Op::regex: {
        const auto texts = needed_texts(p.regex->pattern());
        for (const std::string& text : texts) guard(index, text, to);
        if (texts.empty()) to.present.emplace_back(index, false);
        return;
      }
      case Op::number_equals:
        if (!p.part) return to.numbers.emplace_back(number_key(p.number), Signal(index, !p.integer || std::abs(p.number) < 9e15).code), void();
        to.present.emplace_back(index, false);
        return;
      case Op::present: to.present.emplace_back(index, true); return;
      case Op::absent: case Op::null: return;  // RuleProgram::UniqueTest::unknowable
      default: to.present.emplace_back(index, false);
    }
  }

  std::vector<std::unique_ptr<std::string>>& texts_;
  std::map<FieldId, Collected> fields_;
};

// The longest part of a literal that stands in the line as it does in the text: no character that JSON writes otherwise or
// that the form changes. Empty when nothing can be said: too short, or it may be the text of a number.
std::string shown_part(std::string_view literal, Form form) {
  const bool dash = form == Form::folded_dash || form == Form::cased_dash;
  std::string_view best;
  for (std::size_t begin = 0, at = 0; at <= literal.size(); ++at) {
    const unsigned char c = at < literal.size() ? static_cast<unsigned char>(literal[at]) : 0;
    if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '/' && !(dash && c == '-')) continue;
    if (at - begin > best.size()) best = literal.substr(begin, at - begin);
    begin = at + 1;
  }
  std::string out = to_lower_ascii(best);
  return out.size() < QuickFilter::characters || out.find_first_not_of("0123456789+-.einfa") == out.npos ? std::string() : out;
}

QuickFilter line_filter(const Collected& c) {
  std::vector<std::string> parts;
  for (const auto& [key, signals] : c.literals) {
    parts.push_back(shown_part(std::get<std::string_view>(key), std::get<Form>(key)));
    if (parts.back().empty()) return QuickFilter();
  }
  return QuickFilter(std::vector<std::string_view>(parts.begin(), parts.end()));
}

FieldPlan freeze(Collected& c, bool keywords) {
  FieldPlan out;
  if (keywords) out.line = line_filter(c);
  out.when_present = std::move(c.present);
  out.numbers = KeyTable(std::move(c.numbers));
  for (auto at = c.literals.begin(); at != c.literals.end();) {
    const Form form = std::get<Form>(at->first);
    FormPlan plan{.form = form};
    std::vector<TextIndex::Literal> literals;
    for (; at != c.literals.end() && std::get<Form>(at->first) == form; ++at) {
      literals.push_back({std::get<Op>(at->first), std::get<std::string_view>(at->first)});
      plan.first.push_back(static_cast<std::uint32_t>(plan.signals.size()));
      plan.signals.insert(plan.signals.end(), at->second.begin(), at->second.end());
    }
    plan.first.push_back(static_cast<std::uint32_t>(plan.signals.size()));
    plan.index = TextIndex(std::move(literals));
    out.forms.push_back(std::move(plan));
  }
  return out;
}

void tests_below(const RuleProgram& program, std::uint32_t node, std::vector<bool>& out) {
  const RuleProgram::Node& n = program.nodes()[node];
  if (n.is_test) out[n.index] = true;
  for (std::uint32_t c = 0; c < n.count; ++c) tests_below(program, n.first + c, out);
}

}  // namespace

Plan::Plan(const RuleProgram& program, std::vector<RuleIndex> rules) : rules_(std::move(rules)) {
  std::vector<bool> used(program.tests().size());
  std::vector<std::pair<TestIndex, RuleIndex>> wakes;
  for (const RuleIndex rule : rules_) {
    tests_below(program, program.root(rule), used);
    for (const TestIndex test : program.witnesses(rule)) wakes.emplace_back(test, rule);
    if (program.witnesses(rule).empty()) always_.push_back(rule);
  }
  std::ranges::sort(wakes);
  wake_first_.resize(program.tests().size() + 1);
  for (const auto& [test, rule] : wakes) {
    ++wake_first_[test + 1];
    woken_.push_back(rule);
  }
  for (std::size_t i = 1; i < wake_first_.size(); ++i) wake_first_[i] += wake_first_[i - 1];

  Collector collector(texts_);
  for (TestIndex i = 0; i < used.size(); ++i) {
    if (used[i]) collector.add(i, program.tests()[i]);
  }
  by_field_.resize(1);
  for (auto& [field, collected] : collector.fields()) {
    if (by_field_.size() <= field) by_field_.resize(field + 1);
    fields_.push_back(freeze(collected, field == no_field));
    by_field_[field] = static_cast<std::uint32_t>(fields_.size());
  }
}

}  // namespace lp::detect::sigma
