// How many events a second the Sigma stage takes: events decoded before, rules as given, one thread, CPU time.
// usage: sigma_bench EVENTS.jsonl RULES... [--rounds N] [--expect FILE.tsv] [--routed-only] [--all-only]
// The routed run takes each event's log sources from its Windows channel and event number, as a decoder would.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include "detect/sigma/event_testing.h"
#include "detect/sigma/plan.h"
#include "detect/sigma/route_testing.h"
#include "detect/sigma/rule_matcher.h"
#include "detect/sigma/rule_reader.h"

namespace {

using namespace lp;
using namespace lp::detect;
using namespace lp::detect::sigma;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

struct Options {
  std::string events, expect;
  std::vector<std::string> rules;
  int rounds = 5;
  bool routed = true, all = true;
};

Options parse(int argc, char** argv) {
  Options out;
  for (int i = 1; i < argc; ++i) {
    const std::string a = argv[i];
    if (a == "--rounds" && i + 1 < argc) out.rounds = std::atoi(argv[++i]);
    else if (a == "--expect" && i + 1 < argc) out.expect = argv[++i];
    else if (a == "--routed-only") out.all = false;
    else if (a == "--all-only") out.routed = false;
    else if (out.events.empty()) out.events = a;
    else out.rules.push_back(a);
  }
  return out;
}

using Events = std::vector<std::unique_ptr<JsonEvent>>;

void run(const char* name, const std::shared_ptr<const RuleProgram>& program, const RouteTable* routes, const Events& events, int rounds) {
  RuleMatcher matcher(program, routes);
  std::vector<RuleIndex> out;
  const double before = cpu_seconds();
  for (const auto& e : events) matcher.match(e->event(), out);  // makes the plans
  const double first = cpu_seconds() - before;
  const auto per_round = matcher.statistics();
  std::vector<double> seconds;
  for (int r = 0; r < rounds; ++r) {
    const double start = cpu_seconds();
    for (const auto& e : events) matcher.match(e->event(), out);
    seconds.push_back(cpu_seconds() - start);
  }
  std::ranges::sort(seconds);
  const double median = seconds[seconds.size() / 2], n = double(events.size());
  std::printf("%-8s %9.0f events/s  %6.3f us/event  (best %6.3f)  candidates %.2f/event  matches %llu  first round %.3f s\n", name, n / median, median / n * 1e6,
              seconds.front() / n * 1e6, double(per_round.candidates) / n, static_cast<unsigned long long>(per_round.matches), first);
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  RuleSet set;
  Diagnostics diagnostics;
  double start = cpu_seconds();
  for (const std::string& path : options.rules) {
    if (const auto loaded = load_rules(path, {}, set, diagnostics); !loaded) return std::fprintf(stderr, "%s\n", loaded.error().message.c_str()), 1;
  }
  const double read = cpu_seconds() - start;
  start = cpu_seconds();
  FieldTable table;
  const auto program = RuleProgram::compile(std::move(set.rules), table);
  const double compiled = cpu_seconds() - start;
  start = cpu_seconds();
  program->plan_of_all();
  std::printf("rules %zu (errors %zu)  tests %zu  read %.2f s  compile %.3f s  plan of all %.3f s\n", program->rules().size(), diagnostics.errors(), program->tests().size(), read, compiled, cpu_seconds() - start);
  RouteTable routes;
  Events events;
  std::ifstream in(options.events);
  for (std::string line; std::getline(in, line);) {
    events.push_back(std::make_unique<JsonEvent>(line, table));
    events.back()->event().route = routes.intern(sources_of(line));
  }
  if (options.all) run("all", program, nullptr, events, options.rounds);
  if (options.routed) run("routed", program, &routes, events, options.rounds);
  return 0;
}
