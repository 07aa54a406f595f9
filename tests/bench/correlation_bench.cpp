// Correlations: bytes a group remembers, and inputs a second with many distinct values in the window.
//   correlation_bench
#include <malloc.h>

#include <cstdio>
#include <string>
#include <vector>

#include "bench/cpu_time.h"
#include "detect/sigma/correlation/correlator.h"
#include "detect/sigma/rule_reader.h"

namespace {

using namespace lp;
using namespace lp::detect;
using namespace lp::detect::sigma;

struct Program {
  explicit Program(const std::string& text) {
    Diagnostics out;
    RuleSet set;
    read_rules(text, "bench.yaml", {}, set, out);
    program = RuleProgram::compile(set.rules, table);
    correlations = CorrelationProgram::compile(set.correlations, *program, table, out);
  }
  FieldTable table;
  std::shared_ptr<const RuleProgram> program;
  std::shared_ptr<const CorrelationProgram> correlations;
};

std::string rules(const char* correlation) {
  return std::string("title: a\nname: a\nid: a\nlogsource: {product: p}\ndetection: {s: {E: a}, condition: s}\n---\ntitle: c\nname: c\ncorrelation: ") + correlation + "\n";
}

CorrelationInput input(std::uint64_t sequence, std::int64_t time, std::string group, std::string value) {
  CorrelationInput out;
  out.time = time;
  out.sequence = sequence;
  out.values = {std::move(group)};
  if (!value.empty()) out.values.emplace_back(std::move(value));
  return out;
}

void groups(const char* what, const char* correlation, bool with_value) {
  const Program p(rules(correlation));
  Correlator correlator(p.correlations, {.lateness_us = 0, .max_groups = 2'000'000});
  std::vector<CorrelationMatch> found;
  constexpr std::uint64_t n = 1'000'000;
  const std::size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
  const double took = cpu_seconds([&] {
    for (std::uint64_t i = 0; i < n; ++i) correlator.add(input(i, 1'000'000'000 + static_cast<std::int64_t>(i), "10." + std::to_string(i % 256) + "." + std::to_string(i / 256), with_value ? "v" : ""), found);
  });
  const std::size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
  std::printf("%-14s %zu groups: %.0f bytes a group, %.2f M inputs/s\n", what, correlator.statistics().groups, static_cast<double>(after - before) / static_cast<double>(correlator.statistics().groups), static_cast<double>(n) / took / 1e6);
}

void values() {
  const Program p(rules("{type: value_count, rules: [a], group-by: [U], timespan: 30m, condition: {gte: 100000, field: V}}"));
  Correlator correlator(p.correlations, {.lateness_us = 60'000'000});
  std::vector<CorrelationMatch> found;
  constexpr std::uint64_t n = 2'000'000;
  std::vector<std::string> names;
  for (int i = 0; i < 1800; ++i) names.push_back("host" + std::to_string(i) + ".example.cn");
  const double took = cpu_seconds([&] {
    for (std::uint64_t i = 0; i < n; ++i) correlator.add(input(i, 1'000'000'000 + static_cast<std::int64_t>(i) * 10'000, "10.1.1.1", names[i % names.size()]), found);
  });
  std::printf("1,800 distinct values in the window: %.2f M inputs/s\n", static_cast<double>(n) / took / 1e6);
}

}  // namespace

int main() {
  groups("event_count", "{type: event_count, rules: [a], group-by: [U], timespan: 10m, condition: {gte: 1000}}", false);
  groups("value_count", "{type: value_count, rules: [a], group-by: [U], timespan: 10m, condition: {gte: 1000, field: V}}", true);
  values();
}
