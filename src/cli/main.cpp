#include "cli/main.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "base/check.h"
#include "cli/colour.h"
#include "cli/command.h"

namespace lp::cli {
namespace {

void add_global_options(CLI::App& app, Context& context, std::string& language, bool& no_colour) {
  app.add_option("--data", context.data, "数据目录 / data folder")->envname("LONGPAN_DATA")->capture_default_str();
  app.add_option("--specs", context.specs, "规则目录 / specs folder")->envname("LONGPAN_SPECS");
  app.add_option("--today", context.today, "把今天当作此日 (YYYY-MM-DD) / take this date as today");
  app.add_option("--lang", language, "zh | en")->check(CLI::IsMember({"zh", "en"}))->capture_default_str();
  app.add_flag("--json", context.json, "JSON 输出 / JSON output");
  app.add_flag("--no-colour,--no-color", no_colour, "不用颜色 / no colour");
  app.add_flag("--quiet,-q", context.quiet, "只输出结果 / results only");
  app.set_version_flag("--version", std::string(program_name));
}

Result<int> guarded(Context& context, const Run& run) {
  try {
    return run(context);
  } catch (const Bug& bug) {
    return make_error(Errc::internal, bug.what(), "please report this with the command you ran");
  } catch (const std::exception& e) {
    return make_error(Errc::internal, e.what(), "please report this with the command you ran");
  }
}

}  // namespace

int report(Context& context, const Error& error) {
  const ErrcInfo& row = info(error.code);
  if (context.json) {
    json::array fields;
    for (const FieldProblem& f : error.fields) {
      fields.push_back(json::object{{"field", f.field}, {"code", f.code}, {"zh", f.zh}, {"en", f.en}});
    }
    context.err << to_text(json::object{{"error", json::object{{"code", std::string(row.name)}, {"message", error.message},
                                                               {"message_zh", error.message_zh.empty() ? std::string(row.zh) : error.message_zh},
                                                               {"hint", error.hint}, {"fields", std::move(fields)}}}})
                << '\n';
    return row.exit_code;
  }
  const std::string sentence = context.zh ? (error.message_zh.empty() ? fmt::format("{}：{}", row.zh, error.message) : error.message_zh)
                                          : error.message;
  context.err << paint(context, Colour::red, context.zh ? "错误：" : "error: ") << sentence << '\n';
  for (const FieldProblem& f : error.fields) context.err << "  " << f.field << ": " << (context.zh ? f.zh : f.en) << '\n';
  if (!error.hint.empty()) context.err << (context.zh ? "建议：" : "hint: ") << error.hint << '\n';
  return row.exit_code;
}

int run(Context& context, std::vector<std::string> arguments) {
  CLI::App app("龙磐 Longpan：从义务到证据 / from obligation to evidence", "longpan");
  std::string language = context.zh ? "zh" : "en";
  bool no_colour = false;
  add_global_options(app, context, language, no_colour);
  app.require_subcommand(1);
  app.fallthrough();
  std::vector<std::pair<CLI::App*, Run>> runs;
  for (const Command& command : builtin_commands()) {
    CLI::App* sub = app.add_subcommand(command.name, command.summary.zh + " / " + command.summary.en);
    sub->footer("例 / examples:\n" + command.examples);
    runs.emplace_back(sub, command.setup(*sub));
  }
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& e) {
    const int code = app.exit(e, context.out, context.err);
    return code == 0 ? 0 : info(Errc::invalid).exit_code;
  }
  context.zh = language == "zh";
  if (no_colour) context.colour = false;
  for (const auto& [sub, run] : runs) {
    if (!sub->parsed()) continue;
    const Result<int> result = guarded(context, run);
    context.out.flush();
    if (!result) return report(context, result.error());
    // What a program reads from here must not end early and be called whole.
    if (!context.out) return report(context, make_error(Errc::unavailable, "writing to standard output failed", "is the disk full?"));
    return *result;
  }
  return info(Errc::internal).exit_code;
}

}  // namespace lp::cli
