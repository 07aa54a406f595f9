// longpan detect explain: why an event did or did not match a rule.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <ostream>

#include "cli/colour.h"
#include "cli/detect/detect_commands.h"
#include "detect/indicators/indicator_matcher.h"
#include "detect/sigma/explain.h"
#include "discover/report/summary.h"

namespace lp::cli {
namespace {

struct Options {
  DetectorChoice detector;
  std::string rule, format;
};

std::string logsource_text(const detect::Logsource& s) {
  return fmt::format("{}/{}/{}", s.product.empty() ? "–" : s.product, s.category.empty() ? "–" : s.category, s.service.empty() ? "–" : s.service);
}

std::string mark(const Context& context, bool held) { return paint(context, held ? Colour::green : Colour::red, held ? "✓" : "✗"); }

void print_test(Context& context, const detect::sigma::TestExplanation& test) {
  std::string beside;
  if (test.field_missing) beside = context.zh ? "（事件中没有此字段）" : " (the event has no such field)";
  else if (!test.value.empty()) beside = " ← " + discover::terminal_safe(test.value);
  context.out << "    " << mark(context, test.held) << ' ' << test.key << ": " << test.pattern << beside << '\n';
}

json::object to_json(const detect::sigma::Explanation& e) {
  json::array selections;
  for (const auto& selection : e.selections) {
    json::array tests;
    for (const auto& test : selection.tests)
      tests.push_back(json::object{{"key", test.key}, {"held", test.held}, {"field_missing", test.field_missing}, {"pattern", test.pattern}, {"value", test.value}});
    selections.push_back(json::object{{"name", selection.name}, {"held", selection.held}, {"tests", std::move(tests)}});
  }
  return {{"matched", e.matched && e.seen}, {"log_source_fits", e.seen}, {"condition", e.condition}, {"selections", std::move(selections)}};
}

void explain_rule(Context& context, const detect::Detector& detector, const detect::Event& event, std::size_t index, json::array& told) {
  const detect::sigma::Rule& rule = detector.rules()->rules()[index];
  const detect::sigma::Explanation e = detect::sigma::explain(event, static_cast<detect::sigma::RuleIndex>(index), *detector.rules(), detector.routes());
  const LocalText& title = detector.types()[index].title;
  if (context.json) {
    json::object one = to_json(e);
    one["rule"] = rule.id;
    one["title"] = json::object{{"zh", title.zh}, {"en", title.en}};
    one["logsource"] = logsource_text(rule.logsource);
    told.push_back(std::move(one));
    return;
  }
  const std::string_view outcome = !e.seen ? (context.zh ? "日志来源不符，不看此事件" : "its log source is another; it does not see the event") : e.matched ? (context.zh ? "命中" : "matches") : (context.zh ? "未命中" : "does not match");
  context.out << fmt::format("{} {}: {}\n", rule.id, context.text(title), paint(context, e.matched && e.seen ? Colour::green : Colour::yellow, outcome));
  context.out << "  logsource: " << logsource_text(rule.logsource) << "\n  condition: " << e.condition << '\n';
  for (const auto& selection : e.selections) {
    context.out << "  " << mark(context, selection.held) << ' ' << selection.name << '\n';
    for (const auto& test : selection.tests) print_test(context, test);
  }
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(const std::shared_ptr<const detect::Detector> detector, load_detector(context, options.detector));
  std::string line;
  if (!std::getline(std::cin, line)) return make_error(Errc::invalid, "standard input holds no event", "give one line of a log on standard input");
  const std::size_t size = line.size();
  line.resize(size + detect::line_slack);
  const std::string_view text = std::string_view(line).substr(0, size);
  const detect::Format* format = options.format.empty() ? detect::sniff_format(text) : detect::find_format(options.format);
  if (format == nullptr) return make_error(Errc::not_found, "no format knows this line", "name one with --format; longpan detect formats lists them");
  const auto decoder = format->make(detector->context(format->id));
  detect::Event event(detector->fields());
  if (decoder->decode(text, event) != detect::Decoded::event) return make_error(Errc::invalid, fmt::format("no event of {}: {}", format->id, decoder->reason()));
  if (!context.json) {
    context.out << fmt::format("{}  {}\n", format->id, detect::time_text(event.time));
    if (detector->routes() != nullptr)
      for (const detect::Logsource& source : detector->routes()->sources(event.route)) context.out << "  logsource " << logsource_text(source) << '\n';
  }
  const auto& rules = detector->rules()->rules();
  std::vector<detect::sigma::RuleIndex> matches;
  json::array told, reasons;
  if (!options.rule.empty()) {
    const auto found = std::ranges::find_if(rules, [&](const auto& r) { return r.id == options.rule || r.title == options.rule; });
    if (found == rules.end()) return make_error(Errc::not_found, "no such rule: " + options.rule, "longpan detect rules --list");
    matches.push_back(static_cast<detect::sigma::RuleIndex>(found - rules.begin()));
  } else {
    detect::sigma::RuleMatcher(detector->rules(), detector->routes()).match(event, matches);
    std::vector<detect::IndicatorHit> hits;
    detect::IndicatorMatcher(detector->indicators(), detector->watched(), detector->allow_lists()).match(event, hits);
    for (const detect::IndicatorHit& hit : hits)
      for (const std::string& reason : detect::explain(hit)) reasons.emplace_back(reason);
  }
  for (const auto index : matches) explain_rule(context, *detector, event, index, told);
  if (context.json) {
    context.out << to_text(json::object{{"format", format->id}, {"time", detect::time_text(event.time)}, {"rules", std::move(told)}, {"indicators", std::move(reasons)}}) << '\n';
    return 0;
  }
  for (const json::value& reason : reasons) context.out << "  " << std::string_view(reason.as_string()) << '\n';
  if (matches.empty() && reasons.empty()) context.out << (context.zh ? "没有规则或情报命中\n" : "no rule and no indicator matches\n");
  return 0;
}

}  // namespace

Run add_detect_explain(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("--rule", o->rule, "规则编号或标题，默认所有命中的 / id or title, default all that match");
  app.add_option("--format", o->format, "日志格式，默认按内容识别 / format, default told by content");
  add_detector_options(app, o->detector);
  app.footer("例 / examples:\n  sed -n 42p eve.json | longpan detect explain --rule 3f0e…\n  sed -n 42p eve.json | longpan --json detect explain");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
