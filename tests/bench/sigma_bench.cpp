// How many events a second the Sigma stage takes: events decoded before, rules as given, one thread, CPU time.
// usage: sigma_bench EVENTS.jsonl RULES... [--rounds N] [--every N] [--routed-only] [--all-only]
// One event is filled again and again, as a decoder does, so that it is near; what the filling costs is measured alone and taken
// off. The routed run takes each event's log sources from its Windows channel and event number, as a decoder would.
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
  std::string events;
  std::vector<std::string> rules;
  int rounds = 5, every = 1;  // every: only each so-many-th event, so that all stay in the cache
  bool routed = true, all = true;
};

Options parse(int argc, char** argv) {
  Options out;
  for (int i = 1; i < argc; ++i) {
    const std::string a = argv[i];
    if (a == "--rounds" && i + 1 < argc) out.rounds = std::atoi(argv[++i]);
    else if (a == "--every" && i + 1 < argc) out.every = std::max(1, std::atoi(argv[++i]));
    else if (a == "--routed-only") out.all = false;
    else if (a == "--all-only") out.routed = false;
    else if (out.events.empty()) out.events = a;
    else out.rules.push_back(a);
  }
  return out;
}

// A decoded event laid down in one piece.
class Stored final : public Texts {
 public:
  Stored(const std::string& line, const FieldTable& table, RouteTable& routes) : route_(routes.intern(sources_of(line))) {
    const JsonEvent decoded(line, table);
    for (const Value& v : decoded.event().values()) {
      values_.push_back(v);
      value_texts_.push_back(keep(v.text));
    }
    decoded.any([](void* self, std::string_view text) { return static_cast<Stored*>(self)->texts_.push_back(static_cast<Stored*>(self)->keep(text)), false; }, this);
  }
  void fill(Event& event, std::string& line) const {
    event.clear();
    if (line.size() < text_.size()) line.resize(text_.size());
    std::copy(text_.begin(), text_.end(), line.begin());
    base_ = line.data();
    for (std::size_t i = 0; i < values_.size(); ++i) {
      Value v = values_[i];
      v.text = {base_ + value_texts_[i].first, value_texts_[i].second};
      v.next = 0;
      event.add(v);
    }
    event.texts = this;
    event.route = route_;
  }
  bool any(bool (*matches)(void*, std::string_view), void* context) const override {
    for (const auto& [at, size] : texts_) {
      if (matches(context, {base_ + at, size})) return true;
    }
    return false;
  }

 private:
  using Place = std::pair<std::uint32_t, std::uint32_t>;
  Place keep(std::string_view text) {
    text_ += text;
    return {static_cast<std::uint32_t>(text_.size() - text.size()), static_cast<std::uint32_t>(text.size())};
  }
  std::string text_;
  std::vector<Value> values_;
  std::vector<Place> value_texts_, texts_;
  RouteId route_;
  mutable const char* base_ = nullptr;
};

using Events = std::vector<std::unique_ptr<Stored>>;

void run(const char* name, const std::shared_ptr<const RuleProgram>& program, const RouteTable* routes, const FieldTable& table, const Events& events, int rounds) {
  RuleMatcher matcher(program, routes);
  Event event(table);
  std::string line;
  std::vector<RuleIndex> out;
  const auto pass = [&](bool match) {
    const double start = cpu_seconds();
    for (const auto& e : events) {
      e->fill(event, line);
      if (match) matcher.match(event, out);
    }
    return cpu_seconds() - start;
  };
  const double first = pass(true);  // makes the plans
  const auto counts = matcher.statistics();
  std::vector<double> seconds;
  double filling = 1e9;
  for (int r = 0; r < rounds; ++r) {
    const double fill = pass(false);
    filling = std::min(filling, fill);
    seconds.push_back(pass(true) - fill);
  }
  std::ranges::sort(seconds);
  const double median = seconds[seconds.size() / 2], n = double(events.size());
  std::printf("%-8s %9.0f events/s  %6.3f us/event  (best %6.3f, filling %.3f)  candidates %.2f/event  matches %llu  first round %.3f s\n", name, n / median, median / n * 1e6,
              seconds.front() / n * 1e6, filling / n * 1e6, double(counts.candidates) / n, static_cast<unsigned long long>(counts.matches), first);
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
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    if (number++ % options.every != 0) continue;
    events.push_back(std::make_unique<Stored>(line, table, routes));
  }
  if (options.all) run("all", program, nullptr, table, events, options.rounds);
  if (options.routed) run("routed", program, &routes, table, events, options.rounds);
  return 0;
}
