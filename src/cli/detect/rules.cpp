// longpan detect rules: check Sigma rules and run their examples.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "cli/detect/detect_commands.h"
#include "detect/run/rule_examples.h"

namespace lp::cli {
namespace {

struct Options {
  DetectorChoice detector;
  bool list = false;
};

struct Tally {
  int tested = 0, failed = 0;
};

bool tells(const std::vector<std::string>& told, const std::string& id) { return std::ranges::find(told, id) != told.end(); }

Status try_examples(Context& context, const std::shared_ptr<const detect::Detector>& detector, Tally& tally) {
  for (const auto& [id, note] : detector->notes()) {
    if (note.match.empty() && note.no_match.empty()) continue;
    ++tally.tested;
    const auto matched = detect::run_examples(detector, note.match), other = detect::run_examples(detector, note.no_match);
    std::string why;
    if (!matched || !other) why = (!matched ? matched : other).error().message;
    else if (!note.match.empty() && !tells(*matched, id)) why = context.zh ? "未命中应命中的样例" : "does not tell of its example";
    else if (tells(*other, id)) why = context.zh ? "命中了不应命中的样例" : "tells of what it should not";
    if (why.empty()) continue;
    ++tally.failed;
    context.out << fmt::format("{}: {} {}: {}\n", to_string(note.where), id, note.title, why);
  }
  return ok_status();
}

Result<int> check(Context& context, const Options& options) {
  LP_TRY(const std::shared_ptr<const detect::Detector> detector, load_detector(context, options.detector));
  const auto& rules = detector->rules()->rules();
  if (options.list) {
    for (std::size_t i = 0; i < rules.size(); ++i)
      context.out << fmt::format("{}\t{}\t{}\t{}\n", rules[i].id, rules[i].level, to_string(rules[i].where), context.text(detector->types()[i].title));
    return 0;
  }
  Tally tally;
  LP_CHECK_OK(try_examples(context, detector, tally));
  context.out << fmt::format(fmt::runtime(context.zh ? "{} 条规则可用；{} 条带样例，{} 条未通过\n" : "{} rules can be used; {} have examples, {} of them fail\n"), rules.size(), tally.tested, tally.failed);
  return tally.failed > 0 ? 1 : 0;
}

}  // namespace

Run add_detect_rules(CLI::App& app) {
  auto o = std::make_shared<Options>();
  add_detector_options(app, o->detector);
  app.add_flag("--list", o->list, "列出规则 / list the rules");
  app.footer("例 / examples:\n  longpan detect rules --rules my-rules/ --no-own-rules   # 检查语法并运行样例 / check, and run the examples\n"
             "  longpan detect rules --list");
  return [o](Context& context) { return check(context, *o); };
}

}  // namespace lp::cli
