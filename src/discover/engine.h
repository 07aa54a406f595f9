#pragma once
// Everything a scan needs that does not change while it runs: identifiers, secret rules, level rules. Immutable;
// shared by all threads.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "discover/distinct.h"
#include "discover/levels.h"
#include "discover/rules.h"
#include "discover/secrets/secret_scanner.h"

namespace lp::discover {

class Engine {
 public:
  // Bad rules are reported and left out; errors only when specs/ cannot be read.
  static Result<std::shared_ptr<const Engine>> load(const std::filesystem::path& specs, Diagnostics& out);

  const std::shared_ptr<const Rules>& rules() const { return rules_; }
  const SecretScanner& secrets() const { return *secrets_; }
  const std::vector<LevelRule>& levels() const { return levels_; }
  const ValueHasher& hasher() const { return hasher_; }
  // SM3 of all rule files and of the program's version: a stored verdict counts only under the same digest.
  const std::string& digest() const { return digest_; }
  // Title of a kind, "secret:…" too; the id itself when it is not known.
  LocalText title_of(const std::string& kind) const;

 private:
  Engine() = default;
  std::shared_ptr<const Rules> rules_;
  std::unique_ptr<SecretScanner> secrets_;
  std::vector<LevelRule> levels_;
  ValueHasher hasher_;
  std::string digest_;
};

}  // namespace lp::discover
