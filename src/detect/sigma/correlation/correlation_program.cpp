#include "detect/sigma/correlation/correlation_program.h"

#include <algorithm>

namespace lp::detect::sigma {
namespace {

constexpr std::size_t max_chain = 16;

}  // namespace

class CorrelationCompiler {
 public:
  CorrelationCompiler(CorrelationProgram& to, const RuleProgram& program, FieldTable& table, Diagnostics& out) : to_(to), program_(program), table_(table), out_(out) {}

  void run() {
    while (drop_unknown()) {}
    drop_circles();
    const std::size_t n = program_.rules().size();
    to_.uses_.resize(n);
    to_.carried_.resize(n);
    to_.silent_.resize(n);
    to_.silent_correlation_.resize(to_.rules_.size());
    for (RuleIndex r = 0; r < n; ++r) {
      const Rule& rule = program_.rules()[r];
      to_.uses_[r] = uses_of(rule.id, rule.name, r, 0);
      to_.silent_[r] = is_silent(rule.id, rule.name);
    }
    for (CorrelationIndex c = 0; c < to_.rules_.size(); ++c) to_.silent_correlation_[c] = is_silent(to_.rules_[c].id, to_.rules_[c].name);
  }

 private:
  static bool is(const std::string& reference, const std::string& id, const std::string& name) {
    return (!id.empty() && reference == id) || (!name.empty() && reference == name);
  }
  bool known(const std::string& reference) const {
    return std::ranges::any_of(program_.rules(), [&](const Rule& r) { return is(reference, r.id, r.name); }) ||
           std::ranges::any_of(to_.rules_, [&](const CorrelationRule& r) { return is(reference, r.id, r.name); });
  }
  // Leaving one out may leave others without a rule.
  bool drop_unknown() {
    return std::erase_if(to_.rules_, [&](const CorrelationRule& c) {
      const auto missing = std::ranges::find_if(c.rules, [&](const std::string& r) { return !known(r); });
      if (missing == c.rules.end()) return false;
      out_.error(c.where, "unknown_rule", "the correlation '" + c.title + "' refers to '" + *missing + "', which is not there", "it is left out", "check id and name, and that the rule itself was read");
      return true;
    }) != 0;
  }
  bool reaches(const CorrelationRule& from, const CorrelationRule& wanted, std::size_t depth) const {
    if (depth > max_chain) return true;
    return std::ranges::any_of(to_.rules_, [&](const CorrelationRule& c) {
      const bool child = std::ranges::any_of(from.rules, [&](const std::string& r) { return is(r, c.id, c.name); });
      return child && (&c == &wanted || reaches(c, wanted, depth + 1));
    });
  }
  void drop_circles() {
    std::vector<bool> circle;
    for (const CorrelationRule& c : to_.rules_) circle.push_back(reaches(c, c, 0));
    std::size_t i = 0;
    std::erase_if(to_.rules_, [&](const CorrelationRule& c) {
      if (!circle[i++]) return false;
      out_.error(c.where, "circle", "the correlation '" + c.title + "' refers to itself", "it is left out");
      return true;
    });
    while (drop_unknown()) {}
  }

  bool is_silent(const std::string& id, const std::string& name) const {
    bool referred = false;
    for (const CorrelationRule& c : to_.rules_) {
      if (std::ranges::none_of(c.rules, [&](const std::string& r) { return is(r, id, name); })) continue;
      if (c.generate) return false;
      referred = true;
    }
    return referred;
  }

  std::uint32_t carry(RuleIndex rule, const std::string& field) {
    const FieldId id = table_.intern(field);
    auto& carried = to_.carried_[rule];
    const auto at = static_cast<std::uint32_t>(std::ranges::find(carried, id) - carried.begin());
    if (at == carried.size()) carried.push_back(id);
    return at;
  }
  // A name of group-by as the field it is in what `id` or `name` matches.
  static const std::string& resolve(const CorrelationRule& c, const std::string& field, const std::string& id, const std::string& name) {
    for (const CorrelationRule::Alias& a : c.aliases) {
      if (a.alias == field && is(a.rule, id, name)) return a.field;
    }
    return field;
  }

  std::vector<CorrelationProgram::Use> uses_of(const std::string& id, const std::string& name, RuleIndex rule, std::size_t depth) {
    std::vector<CorrelationProgram::Use> out;
    if (depth > max_chain) return out;
    for (CorrelationIndex i = 0; i < to_.rules_.size(); ++i) {
      const CorrelationRule& c = to_.rules_[i];
      for (std::uint32_t position = 0; position < c.rules.size(); ++position) {
        if (!is(c.rules[position], id, name)) continue;
        CorrelationProgram::Use use{.correlation = i, .position = position};
        for (const std::string& field : c.group_by) use.group.push_back(carry(rule, resolve(c, field, id, name)));
        for (const std::string& field : c.fields) use.fields.push_back(carry(rule, resolve(c, field, id, name)));
        use.above = uses_of(c.id, c.name, rule, depth + 1);
        out.push_back(std::move(use));
      }
    }
    return out;
  }

  CorrelationProgram& to_;
  const RuleProgram& program_;
  FieldTable& table_;
  Diagnostics& out_;
};

std::shared_ptr<const CorrelationProgram> CorrelationProgram::compile(std::vector<CorrelationRule> rules, const RuleProgram& program, FieldTable& table, Diagnostics& out) {
  auto made = std::make_shared<CorrelationProgram>();
  made->rules_ = std::move(rules);
  CorrelationCompiler(*made, program, table, out).run();
  return made;
}

bool CorrelationProgram::extract(const Event& event, RuleIndex rule, std::uint64_t sequence, CorrelationInput& out) const {
  if (uses_[rule].empty()) return false;
  out.time = event.time;
  out.sequence = sequence;
  out.rule = rule;
  out.values.clear();
  for (const FieldId field : carried_[rule]) {
    const Value* value = event.first(field);
    if (value == nullptr || value->kind == Kind::null) out.values.emplace_back();
    else out.values.emplace_back(std::string(value->text));
  }
  return true;
}

}  // namespace lp::detect::sigma
