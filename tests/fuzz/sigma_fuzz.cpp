// Any bytes as Sigma rules, compiled and matched: no crash, no hang, and the matcher finds what the plain evaluation says.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "detect/sigma/correlation/correlator.h"
#include "detect/sigma/evaluate.h"
#include "detect/sigma/explain.h"
#include "detect/sigma/filter.h"
#include "detect/sigma/rule_matcher.h"
#include "detect/sigma/rule_reader.h"

namespace {

using namespace lp;
using namespace lp::detect;
using namespace lp::detect::sigma;

void fill(Event& event, const FieldTable& table, std::string_view text) {
  event.clear();
  for (FieldId f = 1; f <= table.size(); ++f) {
    if (f % 4 == 0) event.add_null(f);
    if (f % 4 == 1) event.add_text(f, text.substr(0, 200));
    if (f % 4 == 2) event.add_integer(f, static_cast<std::int64_t>(text.size()));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  RuleSet set;
  Diagnostics out(20);
  read_rules(text, "fuzz", {.max_file_bytes = 1u << 16}, set, out);
  apply_filters(set, out);
  FieldTable table;
  const auto program = RuleProgram::compile(set.rules, table);
  const auto correlations = CorrelationProgram::compile(set.correlations, *program, table, out);
  Event event(table);
  fill(event, table, text);
  event.time = 1'000'000;
  RuleMatcher matcher(program, nullptr);
  std::vector<RuleIndex> found;
  matcher.match(event, found);
  TestScratch scratch;
  std::size_t at = 0;
  Correlator correlator(correlations);
  std::vector<CorrelationMatch> matches;
  for (RuleIndex r = 0; r < program->rules().size(); ++r) {
    const bool want = evaluate(program->rules()[r], program->fields_of(r), event, scratch);
    const bool got = at < found.size() && found[at] == r;
    if (got) ++at;
    LP_CHECK(want == got || matcher.statistics().regex_gave_up > 0);
    LP_CHECK(explain(event, r, *program, nullptr).matched == want || scratch.regex.gave_up > 0);
    CorrelationInput input;
    if (got && correlations->extract(event, r, 1, input)) correlator.add(std::move(input), matches);
  }
  correlator.finish(matches);
  return 0;
}
