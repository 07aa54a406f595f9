#include "discover/engine.h"

#include <algorithm>

#include "base/hash.h"
#include "discover/secrets/secret_rules_reader.h"
#include "io/files.h"

namespace lp::discover {
namespace {

// Changes when code decides otherwise on the same rules.
constexpr std::string_view code_version = "1";

Result<std::string> digest_of(const std::filesystem::path& specs) {
  std::vector<std::filesystem::path> files;
  for (const char* folder : {"identifiers", "levels", "secrets"}) {
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(specs / folder, failed)) {
      if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::string all(code_version);
  for (const auto& file : files) {
    LP_TRY(const std::string text, io::read_file(file, 4u << 20));
    all += file.filename().string() + '\n' + text;
  }
  return to_hex(sm3(all));
}

// Names in running text are led by words, as secrets are: one pass looks for both.
void add_person_rules(const Rules& rules, std::vector<SecretRule>& out) {
  for (const Kind& kind : rules.kinds()) {
    const model::RunningText& words = kind.about.running_text;
    if (words.labels.empty() && words.phrases.empty() && words.titles.empty()) continue;
    const auto finder = std::make_shared<const NameFinder>(words);
    const auto add = [&](NameCue cue, const std::vector<std::string>& literals, int confidence) {
      if (literals.empty()) return;
      SecretRule rule;
      rule.id = kind.id;
      rule.title = kind.about.title;
      rule.literals = literals;
      rule.person = PersonRule{kind.id, cue, finder};
      rule.confidence = confidence;
      out.push_back(std::move(rule));
    };
    add(NameCue::label, words.labels, 85);
    add(NameCue::phrase, words.phrases, 80);
    add(NameCue::title, words.titles, 75);
  }
}

}  // namespace

Result<std::shared_ptr<const Engine>> Engine::load(const std::filesystem::path& specs, Diagnostics& out) {
  std::shared_ptr<Engine> engine(new Engine);
  LP_TRY(engine->rules_, Rules::load(specs, out));
  LP_TRY(std::vector<SecretRule> rules, load_secret_rules(specs, out));
  add_person_rules(*engine->rules_, rules);
  LP_TRY(SecretScanner secrets, SecretScanner::build(std::move(rules)));
  engine->secrets_ = std::make_unique<SecretScanner>(std::move(secrets));
  LP_TRY(engine->levels_, load_level_rules(specs, out));
  LP_TRY(engine->digest_, digest_of(specs));
  return std::shared_ptr<const Engine>(std::move(engine));
}

LocalText Engine::title_of(const std::string& kind) const {
  if (kind.starts_with("secret:")) {
    for (const SecretRule& rule : secrets_->rules()) {
      if (std::string_view(kind).substr(7) == rule.id) return rule.title;
    }
    return {kind == "secret:named_value" ? "凭据" : kind, kind == "secret:named_value" ? "Credential" : kind};
  }
  const Kind* found = rules_->find(kind);
  return found == nullptr ? LocalText{kind, kind} : found->about.title;
}

}  // namespace lp::discover
