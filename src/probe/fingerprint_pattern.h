#pragma once
// The regular expression of a fingerprint: PCRE, letter case aside, found anywhere. Steps and memory of a match are limited: one
// that needs more is no match. Immutable; any number of threads may match.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lp::probe {

class FingerprintPattern {
 public:
  using Groups = std::map<std::string, std::string, std::less<>>;

  // invalid: with the place in the pattern. At most 1000 bytes.
  static Result<FingerprintPattern> compile(std::string_view pattern);
  ~FingerprintPattern();
  FingerprintPattern(FingerprintPattern&&) noexcept;
  FingerprintPattern& operator=(FingerprintPattern&&) noexcept;

  // Every named group of the first match; "" for a group that took no part. Texts are looked at up to 4 KiB.
  std::optional<Groups> match(std::string_view text) const;
  // In every match of the pattern, in lower case: a text without it need not be tried. "" when nothing is certain.
  const std::string& literal() const { return literal_; }
  bool has_group(std::string_view name) const;

 private:
  struct Code;
  explicit FingerprintPattern(std::unique_ptr<Code> code);
  std::unique_ptr<Code> code_;
  std::string literal_;
  std::vector<std::pair<std::string, std::uint32_t>> groups_;  // name, number
};

// The longest run of plain characters that stands outside every group, choice and repetition; in lower case.
std::string certain_literal(std::string_view pattern);

}  // namespace lp::probe
