#pragma once
// What the tests of secrets share: the real rules, and texts whose secrets stand between « and ».

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "discover/secrets/secret_lint.h"
#include "discover/secrets/secret_rules_reader.h"
#include "discover/secrets/secret_scanner.h"

namespace lp::discover::testing_rules {

inline const std::vector<SecretRule>& real_rules() {
  static const std::vector<SecretRule> rules = [] {
    Diagnostics out;
    auto loaded = load_secret_rules(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
    LP_CHECK(loaded.has_value(), "specs/secrets");
    return *std::move(loaded);
  }();
  return rules;
}

inline const SecretScanner& real_scanner() {
  static const SecretScanner scanner = [] {
    auto built = SecretScanner::build(real_rules());
    LP_CHECK(built.has_value(), "scanner of specs/secrets");
    return *std::move(built);
  }();
  return scanner;
}

inline std::vector<SecretHit> hits_of(const SecretScanner& scanner, std::string_view text) {
  std::vector<SecretHit> hits;
  auto scratch = scanner.make_scratch();
  scanner.scan(text, [&](const SecretHit& hit) { hits.push_back(hit); }, scratch);
  return hits;
}

using Marked = MarkedText;
using discover::read_marked;

}  // namespace lp::discover::testing_rules
