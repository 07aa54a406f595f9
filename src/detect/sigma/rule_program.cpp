#include "detect/sigma/rule_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "base/check.h"
#include "detect/sigma/plan.h"
#include "detect/sigma/witness.h"

namespace lp::detect::sigma {
namespace {

// The same for tests that ask the same.
std::string key_of(const Test& test) {
  std::string out = test.field + (test.negated ? "|!" : "|=");
  for (const Pattern& p : test.any) {
    out += fmt::format("\x1f{}\x1e{}\x1e{}\x1e{}\x1e", static_cast<int>(p.op), static_cast<int>(p.form), static_cast<int>(p.compare), p.part ? static_cast<int>(*p.part) : -1);
    out += p.text + "\x1e" + p.wildcards.written();
    // Expressions, ranges and numbers by what was written, with the modifiers.
    if (p.op == Op::regex || p.op == Op::address || p.text.empty()) out += "\x1e" + test.key + "\x1e" + p.written;
  }
  return out;
}

bool has_unknowable(const Test& test) {
  return std::ranges::any_of(test.any, [](const Pattern& p) { return p.op == Op::absent || p.op == Op::null; });
}

}  // namespace

class Compiler {
 public:
  Compiler(RuleProgram& program, FieldTable& table) : p_(program), table_(table) {}

  void run() {
    for (RuleIndex r = 0; r < p_.rules_.size(); ++r) {
      add_tests(p_.rules_[r]);
      add_condition(r);
      p_.witnesses_.push_back(find_witnesses(p_.nodes_, p_.tests_, p_.roots_[r]).value_or(std::vector<TestIndex>{}));
      const auto known = std::ranges::find(p_.sources_, p_.rules_[r].logsource);
      p_.source_of_.push_back(static_cast<std::uint32_t>(known - p_.sources_.begin()));
      if (known == p_.sources_.end()) p_.sources_.push_back(p_.rules_[r].logsource);
    }
  }

 private:
  void add_tests(const Rule& rule) {
    std::vector<TestIndex>& of = p_.tests_of_.emplace_back();
    for (const Test& test : rule.tests) {
      const auto [known, added] = known_.try_emplace(key_of(test), static_cast<TestIndex>(p_.tests_.size()));
      if (added) p_.tests_.push_back({&test, intern_fields(test, table_), guess_frequency(test), has_unknowable(test)});
      of.push_back(known->second);
    }
  }

  void add_condition(RuleIndex r) {
    const auto root = static_cast<std::uint32_t>(p_.nodes_.size());
    p_.roots_.push_back(root);
    p_.nodes_.emplace_back();
    fill(root, p_.rules_[r].condition, false, r);
  }

  void fill(std::uint32_t at, const Expr& expr, bool negated, RuleIndex r) {
    switch (expr.op) {
      case Expr::Op::negate: return fill(at, expr.children.front(), !negated, r);
      case Expr::Op::selection: return fill(at, p_.rules_[r].selections[expr.index].expr, negated, r);
      case Expr::Op::test:
        p_.nodes_[at] = {true, negated, p_.tests_of_[r][expr.index], 0, 0};
        return;
      case Expr::Op::at_least: break;
    }
    const auto first = static_cast<std::uint32_t>(p_.nodes_.size());
    const auto count = static_cast<std::uint32_t>(expr.children.size());
    p_.nodes_[at] = {false, negated, expr.index, first, count};
    p_.nodes_.resize(p_.nodes_.size() + count);
    for (std::uint32_t c = 0; c < count; ++c) fill(first + c, expr.children[c], false, r);
  }

  RuleProgram& p_;
  FieldTable& table_;
  std::unordered_map<std::string, TestIndex> known_;
};

std::shared_ptr<const RuleProgram> RuleProgram::compile(std::vector<Rule> rules, FieldTable& table) {
  std::shared_ptr<RuleProgram> program(new RuleProgram);
  program->rules_ = std::move(rules);
  Compiler(*program, table).run();
  return program;
}

RuleProgram::~RuleProgram() = default;

const Plan& RuleProgram::plan(const std::vector<Logsource>& sources) const {
  std::vector<std::uint32_t> covered;
  for (std::uint32_t s = 0; s < sources_.size(); ++s) {
    if (covers(sources_[s], sources)) covered.push_back(s);
  }
  const std::lock_guard lock(mutex_);
  std::unique_ptr<const Plan>& place = plans_[covered];
  if (place == nullptr) {
    std::vector<RuleIndex> rules;
    for (RuleIndex r = 0; r < rules_.size(); ++r) {
      if (std::ranges::binary_search(covered, source_of_[r])) rules.push_back(r);
    }
    place = std::make_unique<const Plan>(*this, std::move(rules));
  }
  return *place;
}

const Plan& RuleProgram::plan_of_all() const {
  std::vector<std::uint32_t> all(sources_.size());
  std::iota(all.begin(), all.end(), 0u);
  const std::lock_guard lock(mutex_);
  std::unique_ptr<const Plan>& place = plans_[all];
  if (place == nullptr) {
    std::vector<RuleIndex> rules(rules_.size());
    std::iota(rules.begin(), rules.end(), 0u);
    place = std::make_unique<const Plan>(*this, std::move(rules));
  }
  return *place;
}

std::vector<TestFields> RuleProgram::fields_of(RuleIndex rule) const {
  LP_CHECK(rule < tests_of_.size());
  std::vector<TestFields> out;
  for (const TestIndex t : tests_of_[rule]) out.push_back(tests_[t].fields);
  return out;
}

}  // namespace lp::detect::sigma
