#pragma once
// STIX 2.1 patterns: the comparison expressions in them, "[domain-name:value = 'bad.example' OR …]".

#include <string>
#include <string_view>
#include <vector>

namespace lp::detect {

struct StixComparison {
  std::string path;                  // "file:hashes.'SHA-256'" → "file:hashes.SHA-256"
  std::string op;                    // "=", "IN", "ISSUBSET", "LIKE", …; upper case
  bool negated = false;              // NOT, or !=
  std::vector<std::string> values{};  // of texts: without quotes; of others: as written
};

struct StixPattern {
  std::vector<StixComparison> comparisons{};
  bool narrowed = false;  // AND, FOLLOWEDBY or a qualifier: each comparison alone says less than the pattern meant
};

// False: not a pattern. At most 10,000 comparisons.
bool parse_stix_pattern(std::string_view text, StixPattern& out);

}  // namespace lp::detect
