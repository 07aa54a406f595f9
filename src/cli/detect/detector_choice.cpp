#include <CLI/CLI.hpp>
#include <array>

#include "cli/detect/detect_commands.h"
#include "cli/diagnostics_text.h"
#include "cli/discover/discover_commands.h"
#include "detect/credentials.h"
#include "discover/mask.h"
#include "discover/record_scanner.h"

namespace lp::cli {
namespace {

// Identifiers of machines, networks and flaws: masking them would leave nothing to act on.
bool is_evidence(std::string_view kind) {
  static constexpr std::array<std::string_view, 9> kept{"ipv4", "ipv6", "client_ip", "mac", "cve", "cnvd", "cnnvd", "oid", "icp_filing"};
  for (const std::string_view id : kept)
    if (id == kind) return true;
  return false;
}

std::string masked(discover::RecordScanner& scanner, const discover::Rules& rules, std::string_view line) {
  std::string out;
  std::size_t done = 0;
  for (const discover::Hit& hit : scanner.scan(line)) {
    const discover::Kind& kind = rules.kinds()[hit.kind];
    if (is_evidence(kind.id) || hit.offset < done) continue;
    out += line.substr(done, hit.offset - done);
    out += discover::mask(line.substr(hit.offset, hit.length), kind);
    done = hit.offset + hit.length;
  }
  return out += line.substr(done);
}

}  // namespace

void add_detector_options(CLI::App& app, DetectorChoice& choice) {
  app.add_option("--rules", choice.rules, "另加的 Sigma 规则文件或目录，可多次 / Sigma files or folders beside our own, repeatable");
  app.add_flag("!--no-own-rules", choice.own_rules, "不用自带规则 / without our own rules");
  app.add_flag("!--no-routing", choice.routing, "规则不按日志来源筛选 / let every rule see every event");
  app.add_option("--indicators", choice.indicators, "情报映像，由 detect indicators 制作 / image of indicators");
  app.add_option("--allow-lists", choice.allow_lists, "白名单目录（MISP warninglists）/ folder of allow-lists");
  app.add_option("--owners", choice.owners, "归属表 CSV 或 JSON / who owns which addresses and names");
  app.add_option("--owner", choice.owner, "查不到归属时日志所属单位 / whose log it is when no owner is known");
  app.add_option("--suppress", choice.suppressions, "抑制清单 YAML / what shall not be told");
  app.add_option("--public-suffixes", choice.public_suffixes, "公共后缀表，默认系统自带 / public suffix list, default the system's");
}

Result<std::shared_ptr<const detect::Detector>> load_detector(Context& context, const DetectorChoice& choice, Diagnostics* found) {
  detect::DetectorOptions options{.specs = context.specs, .rules = choice.rules, .routing = choice.routing, .indicators = choice.indicators,
                                  .allow_lists = choice.allow_lists, .owners = choice.owners, .public_suffixes = choice.public_suffixes,
                                  .suppressions = choice.suppressions, .log_owner = choice.owner};
  if (options.specs.empty()) {
    LP_TRY(options.specs, find_specs(context.program));
  }
  if (choice.own_rules) options.rules.insert(options.rules.begin(), options.specs / "rules");
  LP_TRY(const Clock* clock, context.clock());
  options.reference = clock->now().micros();
  if (found != nullptr) return detect::Detector::load(options, *found);
  Diagnostics warnings;
  auto detector = detect::Detector::load(options, warnings);
  print_diagnostics(context, warnings, Severity::warning);
  return detector;
}

Result<detect::Masker> make_masker(Context& context) {
  LP_TRY(const std::shared_ptr<const discover::Engine> engine, load_engine(context));
  return detect::Masker([engine](std::string_view line) {
    thread_local std::shared_ptr<const discover::Engine> of;
    thread_local std::unique_ptr<discover::RecordScanner> scanner;
    if (of != engine) {
      scanner = std::make_unique<discover::RecordScanner>(engine->rules());
      of = engine;
    }
    return masked(*scanner, *engine->rules(), detect::hide_credentials(line));
  });
}

}  // namespace lp::cli
