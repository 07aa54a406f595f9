// longpan detect explain: why an event did or did not match a rule.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <ostream>

#include "cli/detect/detect_commands.h"
#include "detect/indicators/indicator_matcher.h"
#include "detect/sigma/evaluate.h"

namespace lp::cli {
namespace {

struct Options {
  DetectorChoice detector;
  std::string rule, format;
};

std::string logsource_text(const detect::Logsource& s) {
  return fmt::format("{}/{}/{}", s.product.empty() ? "–" : s.product, s.category.empty() ? "–" : s.category, s.service.empty() ? "–" : s.service);
}

void explain_rule(Context& context, const detect::Detector& detector, const detect::Event& event, std::size_t index) {
  const detect::sigma::Rule& rule = detector.rules()->rules()[index];
  const auto fields = detector.rules()->fields_of(static_cast<detect::sigma::RuleIndex>(index));
  detect::sigma::TestScratch scratch;
  const bool seen = detector.routes() == nullptr || detect::covers(rule.logsource, detector.routes()->sources(event.route));
  const bool holds = detect::sigma::evaluate(rule, fields, event, scratch);
  context.out << fmt::format("{} {}: {}\n", rule.id, context.text(detector.types()[index].title),
                             !seen ? (context.zh ? "日志来源不符，不看此事件" : "its log source is another; it does not see the event") : holds ? (context.zh ? "命中" : "matches") : (context.zh ? "未命中" : "does not match"));
  context.out << "  logsource: " << logsource_text(rule.logsource) << "\n  condition: " << rule.condition_text << '\n';
  for (const detect::sigma::Selection& selection : rule.selections)
    context.out << fmt::format("  {}: {}\n", selection.name, detect::sigma::evaluate(selection.expr, rule, fields, event, scratch) ? "✓" : "✗");
  for (std::size_t i = 0; i < rule.tests.size(); ++i) {
    const detect::sigma::Test& test = rule.tests[i];
    const std::string_view value = fields[i].field == detect::no_field ? std::string_view("…") : event.text(fields[i].field);
    context.out << fmt::format("    {} {} = {} {}\n", detect::sigma::holds(test, fields[i], event, scratch) ? "✓" : "✗", test.key, test.any.empty() ? "" : test.any.front().written,
                               value.empty() ? (context.zh ? "（事件中没有）" : "(not in the event)") : "");
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
  context.out << fmt::format("{}  {}\n", format->id, detect::time_text(event.time));
  if (detector->routes() != nullptr)
    for (const detect::Logsource& source : detector->routes()->sources(event.route)) context.out << "  logsource " << logsource_text(source) << '\n';
  const auto& rules = detector->rules()->rules();
  if (!options.rule.empty()) {
    const auto found = std::ranges::find_if(rules, [&](const auto& r) { return r.id == options.rule || r.title == options.rule; });
    if (found == rules.end()) return make_error(Errc::not_found, "no such rule: " + options.rule, "longpan detect rules --list");
    explain_rule(context, *detector, event, static_cast<std::size_t>(found - rules.begin()));
    return 0;
  }
  detect::sigma::RuleMatcher matcher(detector->rules(), detector->routes());
  std::vector<detect::sigma::RuleIndex> matches;
  matcher.match(event, matches);
  for (const auto index : matches) explain_rule(context, *detector, event, index);
  std::vector<detect::IndicatorHit> hits;
  detect::IndicatorMatcher(detector->indicators(), detector->watched(), detector->allow_lists()).match(event, hits);
  for (const detect::IndicatorHit& hit : hits)
    for (const std::string& reason : detect::explain(hit)) context.out << "  " << reason << '\n';
  if (matches.empty() && hits.empty()) context.out << (context.zh ? "没有规则或情报命中\n" : "no rule and no indicator matches\n");
  return 0;
}

}  // namespace

Run add_detect_explain(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("--rule", o->rule, "规则编号或标题，默认所有命中的 / id or title, default all that match");
  app.add_option("--format", o->format, "日志格式，默认按内容识别 / format, default told by content");
  add_detector_options(app, o->detector);
  app.footer("例 / examples:\n  sed -n 42p eve.json | longpan detect explain --rule 3f0e…");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
