#include "match/findings/identity.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "match/findings/identity_text.h"

namespace lp::match {
namespace {

class NoAliases final : public AliasView {
 public:
  std::string_view canonical(std::string_view id) const override { return id; }
};

constexpr char between = '\x1f';

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

// The separator cannot come from a report: it would move text from one part to another.
void append_folded(std::string& out, std::string_view text) {
  bool blank = false;
  for (const char c : trim(text)) {
    if (is_blank(c)) {
      blank = true;
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    out += c == between ? '?' : lower(c);
  }
}

}  // namespace

const AliasView& no_aliases() {
  static const NoAliases none;
  return none;
}

std::string fold_id(std::string_view id) {
  std::string out;
  for (const char c : trim(id))
    if (!is_blank(c)) out += c == between ? '?' : upper(c);
  // As those who number write them: GHSA's own part is in lower case, and so are scanners' rules ("nuclei:git-config").
  const std::size_t lower_from = out.find(':') != std::string::npos ? 0 : out.starts_with("GHSA-") ? 5 : out.size();
  for (std::size_t i = lower_from; i < out.size(); ++i)
    if (out[i] >= 'A' && out[i] <= 'Z') out[i] = static_cast<char>(out[i] - 'A' + 'a');
  return out;
}

std::string fold_place(std::string_view text) {
  std::string out;
  append_folded(out, text);
  return out;
}

FindingIdentity identity_of(const ReportedFinding& finding, const AliasView& aliases) {
  FindingIdentity out{fold_place(finding.asset), fold_place(finding.component), fold_place(finding.location), {}};
  for (const std::string& id : finding.ids) {
    const std::string folded = fold_id(id);
    if (!folded.empty()) out.ids.emplace_back(aliases.canonical(folded));
  }
  std::ranges::sort(out.ids);
  out.ids.erase(std::ranges::unique(out.ids).begin(), out.ids.end());
  return out;
}

void IdentityText::put(const ReportedFinding& finding, const AliasView& aliases) {
  text_.clear();
  append_folded(text_, finding.asset);
  text_ += between;
  asset_ends_ = text_.size();
  append_folded(text_, finding.component);
  text_ += between;
  append_folded(text_, finding.location);
  place_ends_ = text_.size();
  put_ids(finding.ids, aliases);
}

void IdentityText::put_ids(const std::vector<std::string>& ids, const AliasView& aliases) {
  // Nearly every finding has one id that is folded already.
  if (ids.size() == 1) {
    text_ += between;
    folded_.assign(fold_id(ids.front()));
    if (!folded_.empty()) text_ += aliases.canonical(folded_);
    return;
  }
  sorted_.clear();
  for (const std::string& id : ids) {
    folded_.assign(fold_id(id));
    if (!folded_.empty()) sorted_.emplace_back(aliases.canonical(folded_));
  }
  std::ranges::sort(sorted_);
  sorted_.erase(std::ranges::unique(sorted_).begin(), sorted_.end());
  for (const std::string& id : sorted_) {
    text_ += between;
    text_ += id;
  }
  if (sorted_.empty()) text_ += between;
}

std::string IdentityText::id() const { return to_hex(sha256(text_)).substr(0, 32); }

std::string to_finding_id(const FindingIdentity& identity) {
  std::string text = identity.asset + between + identity.component + between + identity.location;
  for (const std::string& id : identity.ids) text += between + id;
  if (identity.ids.empty()) text += between;
  return to_hex(sha256(text)).substr(0, 32);
}

}  // namespace lp::match
