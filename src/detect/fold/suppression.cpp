#include "detect/fold/suppression.h"

#include "base/time.h"
#include "io/yaml.h"

namespace lp::detect {
namespace {

std::string text_of(const io::YamlNode& item, std::string_view key) {
  const io::YamlNode* node = item.find(key);
  return node != nullptr && node->is_scalar() ? node->text : std::string{};
}

// The whole of the last day counts.
std::optional<std::int64_t> end_of(const std::string& text) {
  if (const auto date = parse_date(text)) return start_of_day_in_china(date->plus_days(1)).micros();
  if (const auto instant = parse_timestamp(text)) return instant->micros();
  return std::nullopt;
}

std::optional<Suppression> read_item(const io::YamlNode& item, Diagnostics& out) {
  if (!item.is_map()) {
    out.error(item.where, "not_a_map", "a suppression is a map", {}, "- {rule: …, until: 2026-12-31, reason: …}");
    return std::nullopt;
  }
  Suppression s{.rule = text_of(item, "rule"), .entity = text_of(item, "entity"), .organisation = text_of(item, "organisation"),
                .reason = text_of(item, "reason")};
  if (s.rule.empty() && s.entity.empty() && s.organisation.empty()) {
    out.error(item.where, "suppresses_everything", "names no rule, entity or organisation", "everything would be silent");
    return std::nullopt;
  }
  if (s.reason.empty()) {
    out.error(item.where, "no_reason", "has no reason", "who reads this later must know why", "reason: …");
    return std::nullopt;
  }
  const auto until = end_of(text_of(item, "until"));
  if (!until) {
    out.error(item.where, "no_end", "has no end", "a silence must be decided on again", "until: 2026-12-31");
    return std::nullopt;
  }
  s.until = *until;
  return s;
}

}  // namespace

Suppressions Suppressions::read(std::string_view yaml, std::string_view file, Diagnostics& out) {
  std::vector<Suppression> items;
  const auto root = io::parse_yaml(yaml, file, out);
  if (!root || root->is_null()) return {};
  if (!root->is_list()) {
    out.error(root->where, "not_a_list", "suppressions are a list", {}, "- {rule: …, until: 2026-12-31, reason: …}");
    return {};
  }
  for (const io::YamlNode& item : root->items)
    if (auto suppression = read_item(item, out)) items.push_back(std::move(*suppression));
  return Suppressions(std::move(items));
}

const Suppression* Suppressions::find(const AlertType& type, const Finding& finding, std::int64_t time) const {
  for (const Suppression& s : items_) {
    if (!s.rule.empty() && s.rule != type.id) continue;
    if (!s.organisation.empty() && s.organisation != finding.owner.organisation) continue;
    if (!s.entity.empty() && !matches_glob(s.entity, finding.entity)) continue;
    if (time != no_time && time >= s.until) continue;
    return &s;
  }
  return nullptr;
}

bool matches_glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = pattern.npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace lp::detect
