#include "spec/lint.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "cli/colour.h"
#include "cli/command.h"
#include "cli/diagnostics_text.h"
#include "detect/event_mapping.h"
#include "discover/levels.h"
#include "discover/secrets/secret_lint.h"
#include "discover/secrets/secret_rules_reader.h"
#include "match/findings/due.h"
#include "match/findings/priority.h"
#include "match/index/tier_rules.h"
#include "probe/fingerprints.h"
#include "spec/load.h"

namespace lp::cli {
namespace {

struct Options {
  std::filesystem::path folder;
  bool notes = false;
};

std::string summary(const Context& context, const model::Catalogue& c, const Diagnostics& found) {
  return fmt::format(fmt::runtime(context.zh
                                      ? "{} 个方案、{} 项义务、{} 种记录、{} 个代码表；{} 个错误，{} 个警告\n"
                                      : "{} plans, {} obligations, {} record kinds, {} taxonomies; {} errors, {} warnings\n"),
                     c.plans.size(), c.obligations.size(), c.kinds.size(), c.taxonomies.size(), found.errors(), found.warnings());
}

// What the engines read of the folder. A folder that is not there has no mistakes in it.
Status lint_engines(const std::filesystem::path& specs, const model::Catalogue& catalogue, Diagnostics& found) {
  const auto there = [&](const char* name) {
    std::error_code error;
    return std::filesystem::exists(specs / name, error);
  };
  if (there("events")) LP_CHECK_OK(detect::load_event_mappings(specs, found));
  if (there("levels")) LP_CHECK_OK(discover::load_level_rules(specs, found));
  if (there("fingerprints")) {
    LP_TRY(const probe::Fingerprints fingerprints, probe::Fingerprints::load(specs, found));
    probe::lint_fingerprints(fingerprints, found);
  }
  if (there("match")) {
    LP_CHECK_OK(match::load_tier_rules(specs, found));
    LP_CHECK_OK(match::load_priority_rules(specs, found));
    LP_CHECK_OK(match::load_due_rules(specs, catalogue, found));
  }
  if (!there("secrets")) return ok_status();
  LP_TRY(const std::vector<discover::SecretRule> secrets, discover::load_secret_rules(specs, found));
  discover::lint_secret_rules(secrets, found);
  return ok_status();
}

Result<int> lint(Context& context, const Options& options) {
  std::filesystem::path folder = options.folder.empty() ? context.specs : options.folder;
  if (folder.empty()) {
    LP_TRY(folder, find_specs(context.program));
  }
  Diagnostics found;
  LP_TRY(const model::Catalogue catalogue, spec::load(folder, found));
  spec::lint(catalogue, found);
  LP_CHECK_OK(lint_engines(folder, catalogue, found));
  if (context.json) {
    context.out << to_pretty_text(to_json(found));
  } else {
    print_diagnostics(context, found, options.notes ? Severity::note : Severity::warning);
    context.out << summary(context, catalogue, found);
  }
  return found.errors() > 0 ? 1 : 0;
}

}  // namespace

Command command_lint() {
  return {"lint", {"检查 specs/ 规则文件", "check the specs folder"},
          "  longpan lint specs/\n  longpan lint specs/ --notes      # 也列出未核实的数值 / unverified values too\n"
          "  longpan --json lint specs/ > lint.json",
          [](CLI::App& app) -> Run {
            auto options = std::make_shared<Options>();
            app.add_option("folder", options->folder, "规则目录 / specs folder");
            app.add_flag("--notes", options->notes, "显示提示 / show notes");
            return [options](Context& context) { return lint(context, *options); };
          }};
}

}  // namespace lp::cli
