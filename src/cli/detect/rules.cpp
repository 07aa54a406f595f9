// longpan detect rules: check Sigma rules and run their examples.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <ostream>

#include "cli/colour.h"
#include "cli/detect/detect_commands.h"
#include "cli/diagnostics_text.h"
#include "detect/run/rule_examples.h"

namespace lp::cli {
namespace {

struct Options {
  DetectorChoice detector;
  std::vector<std::string> words;   // "check", then rules to check without our own
  bool list = false;
};

// A rule whose examples are not told as they say.
struct Failure {
  std::string id, title, why;
  SourceRef where;
};
struct Checked {
  int tested = 0;
  std::vector<Failure> failures;
};

bool tells(const std::vector<std::string>& told, const std::string& id) { return std::ranges::find(told, id) != told.end(); }

Checked try_examples(const Context& context, const std::shared_ptr<const detect::Detector>& detector) {
  Checked out;
  for (const auto& [id, note] : detector->notes()) {
    if (note.match.empty() && note.no_match.empty()) continue;
    ++out.tested;
    const auto matched = detect::run_examples(detector, note.match), other = detect::run_examples(detector, note.no_match);
    std::string why;
    if (!matched || !other) why = (!matched ? matched : other).error().message;
    else if (!note.match.empty() && !tells(*matched, id)) why = context.zh ? "未命中应命中的样例" : "does not tell of its example";
    else if (tells(*other, id)) why = context.zh ? "命中了不应命中的样例" : "tells of what it should not";
    if (!why.empty()) out.failures.push_back({id, note.title, why, note.where});
  }
  return out;
}

int list(Context& context, const detect::Detector& detector) {
  const auto& rules = detector.rules()->rules();
  json::array all;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const LocalText& title = detector.types()[i].title;
    if (context.json) all.push_back(json::object{{"id", rules[i].id}, {"level", rules[i].level}, {"place", to_string(rules[i].where)}, {"title", json::object{{"zh", title.zh}, {"en", title.en}}}});
    else context.out << fmt::format("{}\t{}\t{}\t{}\n", rules[i].id, rules[i].level, to_string(rules[i].where), context.text(title));
  }
  if (context.json) context.out << to_text(all) << '\n';
  return 0;
}

void print(Context& context, std::size_t usable, const Diagnostics& found, const Checked& checked) {
  if (context.json) {
    json::array failures;
    for (const Failure& f : checked.failures) failures.push_back(json::object{{"rule", f.id}, {"title", f.title}, {"place", to_string(f.where)}, {"why", f.why}});
    json::object out{{"usable", usable}, {"with_examples", checked.tested}, {"failed_examples", std::move(failures)}};
    for (auto& [key, value] : to_json(found)) out[key] = value;
    context.out << to_text(out) << '\n';
    return;
  }
  print_diagnostics(context, found, Severity::warning);
  for (const Failure& f : checked.failures) context.out << fmt::format("{}: {} {}: {}\n", to_string(f.where), f.id, f.title, paint(context, Colour::red, f.why));
  context.out << fmt::format(fmt::runtime(context.zh ? "{} 条规则可用；{} 条带样例，{} 条未通过\n" : "{} rules can be used; {} have examples, {} of them fail\n"), usable, checked.tested, checked.failures.size());
}

Result<int> check(Context& context, const Options& options) {
  DetectorChoice choice = options.detector;
  std::size_t first = !options.words.empty() && options.words.front() == "check" ? 1 : 0;
  for (std::size_t i = first; i < options.words.size(); ++i) {
    if (!std::filesystem::exists(options.words[i])) return make_error(Errc::not_found, options.words[i] + " is not there", "name files or folders of Sigma rules");
    choice.rules.emplace_back(options.words[i]);
    choice.own_rules = false;
  }
  Diagnostics found;
  LP_TRY(const std::shared_ptr<const detect::Detector> detector, load_detector(context, choice, &found));
  if (options.list) return list(context, *detector);
  const Checked checked = try_examples(context, detector);
  print(context, detector->rules()->rules().size(), found, checked);
  return found.errors() > 0 || !checked.failures.empty() ? 1 : 0;
}

}  // namespace

Run add_detect_rules(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("rules", o->words, "check [规则文件或目录…]：只检查这些 / check [files or folders…]: these alone");
  add_detector_options(app, o->detector);
  app.add_flag("--list", o->list, "列出规则 / list the rules");
  app.footer("例 / examples:\n  longpan detect rules check my-rules/   # 检查语法并运行样例 / check, and run the examples\n"
             "  longpan --json detect rules check my-rules/   # 错误的文件、行、提示 / errors with file, line, hint\n"
             "  longpan detect rules --list\n"
             "退出码 / exit codes: 0 全部可用 / all can be used; 1 有错误或样例未通过 / errors, or examples that fail");
  return [o](Context& context) { return check(context, *o); };
}

}  // namespace lp::cli
