// Any bytes as text to look for secrets in, and as a cell under a key; the first byte chooses whether they are rules instead.
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "discover/secrets/secret_rules_reader.h"
#include "discover/secrets/secret_scanner.h"

namespace {

using namespace lp::discover;

const SecretScanner& scanner() {
  static const SecretScanner built = [] {
    lp::Diagnostics out;
    auto rules = load_secret_rules(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
    LP_CHECK(rules.has_value() && out.errors() == 0);
    auto made = SecretScanner::build(*std::move(rules));
    LP_CHECK(made.has_value());
    return *std::move(made);
  }();
  return built;
}

void scan(std::string_view text) {
  static SecretScanner::Scratch scratch = scanner().make_scratch();
  std::size_t end = 0;
  scanner().scan(text, [&](const SecretHit& hit) {
    LP_CHECK(hit.rule < scanner().rules().size() && hit.length > 0 && hit.offset >= end && hit.offset + hit.length <= text.size());
    LP_CHECK(hit.confidence > 0 && hit.confidence <= 100);
    end = hit.offset + hit.length;
  }, scratch);
  const std::size_t cut = text.find(':');
  if (cut != std::string_view::npos) scanner().judge_value(text.substr(0, cut), text.substr(cut + 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] != 'R') {
    scan(text);
    return 0;
  }
  std::vector<SecretRule> rules;
  Placeholders shared;
  lp::Diagnostics out(100);
  read_secret_rules("secrets/fuzz.yaml", text, rules, shared, out);
  if (!rules.empty()) (void)SecretScanner::build(std::move(rules));
  return 0;
}
