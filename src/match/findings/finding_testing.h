#pragma once
// For tests of findings: short ways to say what a report says.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "match/findings/finding_book.h"

namespace lp::match::testing {

inline ReportedFinding reported(std::string asset, std::string component, std::vector<std::string> ids, std::string location = {}, std::string severity = "high") {
  ReportedFinding out;
  out.asset = std::move(asset);
  out.component = std::move(component);
  out.ids = std::move(ids);
  out.location = std::move(location);
  out.severity = std::move(severity);
  out.source = "scanner";
  return out;
}

inline Timestamp day(int n) { return Timestamp(1'720'000'000'000'000).plus_seconds(std::int64_t{n} * 86'400); }

inline FindingImport import_of(std::vector<ReportedFinding> findings, int at, std::vector<std::string> assets = {}, std::string source = "scanner") {
  FindingImport out;
  out.source = std::move(source);
  out.name = "report";
  out.at = day(at);
  out.assets = std::move(assets);
  out.findings = std::move(findings);
  return out;
}

// Pairs of ids that are one; the smallest stands for all.
class FixedAliases final : public AliasView {
 public:
  void join(const std::string& a, const std::string& b) {
    const std::string first{canonical(a)}, second{canonical(b)};
    const std::string least = std::min(first, second);
    names_.emplace(a, least);
    names_.emplace(b, least);
    for (auto& [id, canonical] : names_)
      if (canonical == first || canonical == second) canonical = least;
    ++generation_;
  }
  void silent(bool on) { silent_ = on; }   // does not tell that answers changed
  std::string_view canonical(std::string_view id) const override {
    const auto found = names_.find(id);
    return found == names_.end() ? id : std::string_view(found->second);
  }
  std::uint64_t generation() const override { return silent_ ? 0 : generation_; }

 private:
  std::map<std::string, std::string, std::less<>> names_;
  std::uint64_t generation_ = 0;
  bool silent_ = false;
};

// "2 created, 1 closed": what is not zero, without what was kept.
inline std::string summary(const FindingChanges& changes) {
  std::string out;
  const std::pair<std::uint64_t, const char*> parts[] = {{changes.created, "created"},   {changes.closed, "closed"},     {changes.changed, "changed"}, {changes.recurred, "recurred"},
                                                         {changes.merged, "merged"},     {changes.accepted, "accepted"}, {changes.reopened, "reopened"}, {changes.repeated, "repeated"}};
  for (const auto& [n, word] : parts)
    if (n != 0) out += (out.empty() ? "" : ", ") + std::to_string(n) + " " + word;
  return out;
}

}  // namespace lp::match::testing
