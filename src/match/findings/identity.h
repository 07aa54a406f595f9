#pragma once
// What makes two reports the same finding: asset, component, set of canonical ids, location. White space, case and order do not
// matter; severity, version and prose never do.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "match/findings/finding.h"

namespace lp::match {

// Which ids name one flaw, as far as is known now.
class AliasView {
 public:
  virtual ~AliasView() = default;
  // One id for all of an alias set; the id itself when no alias is known. `id` is folded (fold_id); the answer lives as long as the
  // view or `id`, whichever ends first.
  virtual std::string_view canonical(std::string_view id) const = 0;
  // Another number when answers changed: a book then merges what became one.
  virtual std::uint64_t generation() const { return 0; }
};

// Every id stands for itself.
const AliasView& no_aliases();

std::string fold_id(std::string_view id);         // "cve-2024-1 " → "CVE-2024-1", "ghsa-AB-CD" → "GHSA-ab-cd", "Nuclei:X" → "nuclei:x"
std::string fold_place(std::string_view text);    // asset, component, location: lower case, blanks to one and trimmed

struct FindingIdentity {
  std::string asset, component, location;         // folded
  std::vector<std::string> ids;                   // canonical, sorted, unique
  auto operator<=>(const FindingIdentity&) const = default;
};
FindingIdentity identity_of(const ReportedFinding& finding, const AliasView& aliases);
// 32 hexadecimal digits of SHA-256.
std::string to_finding_id(const FindingIdentity& identity);

}  // namespace lp::match
