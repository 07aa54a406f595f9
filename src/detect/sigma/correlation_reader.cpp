#include "detect/sigma/correlation_reader.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "detect/sigma/document_fields.h"

namespace lp::detect::sigma {
namespace {

constexpr std::array<std::string_view, 7> type_names{"event_count", "value_count", "temporal", "temporal_ordered", "value_sum", "value_avg", "value_percentile"};
constexpr std::array<std::string_view, 6> bound_names{"lt", "lte", "gt", "gte", "eq", "neq"};

class Reader {
 public:
  Reader(const io::YamlNode& document, Diagnostics& out) : document_(document), body_(document.find("correlation")), out_(out) {}

  std::optional<CorrelationRule> read() {
    rule_.where = document_.where;
    if (body_ == nullptr || !body_->is_map()) return fail(document_.where, "'correlation' must be a map");
    if (!read_type() || !read_rules() || !read_time() || !read_aliases() || !read_condition()) return std::nullopt;
    rule_.id = text_of(document_, "id");
    rule_.name = text_of(document_, "name");
    rule_.title = text_of(document_, "title");
    rule_.level = text_of(document_, "level");
    rule_.status = text_of(document_, "status");
    rule_.description = text_of(document_, "description");
    rule_.author = text_of(document_, "author");
    rule_.tags = texts_of(document_, "tags");
    rule_.falsepositives = texts_of(document_, "falsepositives");
    if (rule_.title.empty()) rule_.title = rule_.name;
    return std::move(rule_);
  }

 private:
  std::nullopt_t fail(const SourceRef& where, std::string what, std::string hint = {}) {
    out_.error(where, "bad_correlation", std::move(what), "the correlation rule is left out", std::move(hint));
    return std::nullopt;
  }
  SourceRef where(std::string_view key) const {
    const io::YamlNode* node = body_->find(key);
    return node == nullptr ? body_->where : node->where;
  }

  bool read_type() {
    const auto found = std::ranges::find(type_names, text_of(*body_, "type"));
    if (found == type_names.end()) return fail(where("type"), "there is no correlation type '" + text_of(*body_, "type") + "'", "event_count, value_count, temporal, temporal_ordered, value_sum, value_avg, value_percentile"), false;
    rule_.type = static_cast<CorrelationType>(found - type_names.begin());
    return true;
  }

  bool read_rules() {
    rule_.rules = texts_of(*body_, "rules");
    rule_.group_by = texts_of(*body_, "group-by");
    for (std::string& field : rule_.group_by) std::erase(field, ' ');
    std::erase(rule_.group_by, std::string{});
    if (rule_.rules.empty()) return fail(where("rules"), "'rules' names no rule"), false;
    if (rule_.rules.size() > 64) return fail(where("rules"), "'rules' names more than 64 rules", "chain several correlations"), false;
    if (rule_.group_by.size() > 16) return fail(where("group-by"), "'group-by' names more than 16 fields"), false;
    const io::YamlNode* generate = body_->find("generate");
    if (generate == nullptr) generate = document_.find("generate");
    rule_.generate = generate != nullptr && io::as_bool(*generate).value_or(false);
    return true;
  }

  bool read_time() {
    const auto span = parse_timespan(text_of(*body_, "timespan"));
    if (!span) return fail(where("timespan"), "'" + text_of(*body_, "timespan") + "' is not a time span", "30s, 5m, 12h, 7d"), false;
    rule_.timespan_us = *span;
    return true;
  }

  bool read_aliases() {
    const io::YamlNode* aliases = body_->find("aliases");
    if (aliases == nullptr) return true;
    for (const io::YamlEntry& alias : aliases->entries) {
      if (!alias.value.is_map()) return fail(alias.where, "the alias '" + alias.key + "' must name a field for each rule"), false;
      for (const io::YamlEntry& of : alias.value.entries) {
        std::string field = of.value.text;
        std::erase(field, ' ');
        if (!of.value.is_scalar() || field.empty()) return fail(of.where, "the alias '" + alias.key + "' has no field for '" + of.key + "'"), false;
        rule_.aliases.push_back({alias.key, of.key, std::move(field)});
      }
    }
    return true;
  }

  bool read_condition() {
    const io::YamlNode* condition = body_->find("condition");
    const bool temporal = rule_.type == CorrelationType::temporal || rule_.type == CorrelationType::temporal_ordered;
    if (condition == nullptr) return temporal || (fail(body_->where, "'condition' is missing"), false);
    if (!condition->is_map()) return fail(condition->where, "'condition' must be a map", "gte: 10"), false;
    rule_.fields = texts_of(*condition, "field");
    for (std::string& field : rule_.fields) std::erase(field, ' ');
    std::erase(rule_.fields, std::string{});
    for (const io::YamlEntry& entry : condition->entries) {
      if (entry.key == "field") continue;
      if (!read_bound(entry)) return false;
    }
    const bool needs_field = !temporal && rule_.type != CorrelationType::event_count;
    if (needs_field && rule_.fields.empty()) return fail(condition->where, "'condition' needs a 'field'"), false;
    if (needs_field && rule_.type != CorrelationType::value_count && rule_.fields.size() > 1) return fail(condition->where, "only value_count takes several fields"), false;
    if (!temporal && rule_.bounds.empty()) return fail(condition->where, "'condition' compares with nothing", "gte: 10"), false;
    return true;
  }

  bool read_bound(const io::YamlEntry& entry) {
    const auto number = io::as_number(entry.value);
    if (entry.key == "percentile" && number && *number > 0 && *number <= 100) return rule_.percentile = *number, true;
    const auto found = std::ranges::find(bound_names, entry.key);
    if (found == bound_names.end()) return fail(entry.where, "there is no comparison '" + entry.key + "'", "lt, lte, gt, gte, eq, neq"), false;
    if (!number) return fail(entry.where, "'" + entry.key + "' needs a number"), false;
    rule_.bounds.push_back({static_cast<Bound::Op>(found - bound_names.begin()), *number});
    return true;
  }

  const io::YamlNode& document_;
  const io::YamlNode* body_;
  Diagnostics& out_;
  CorrelationRule rule_;
};

}  // namespace

std::optional<std::int64_t> parse_timespan(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  std::int64_t seconds = 0;
  switch (text.back()) {
    case 's': seconds = 1; break;
    case 'm': seconds = 60; break;
    case 'h': seconds = 3600; break;
    case 'd': seconds = 86'400; break;
    case 'w': seconds = 604'800; break;
    default: return std::nullopt;
  }
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size() - 1, n);
  if (error != std::errc{} || end != text.data() + text.size() - 1 || n <= 0 || n * seconds > 366LL * 86'400 * 10 || n > 1'000'000'000) return std::nullopt;
  return n * seconds * 1'000'000;
}

std::optional<CorrelationRule> read_correlation(const io::YamlNode& document, Diagnostics& out) { return Reader(document, out).read(); }

}  // namespace lp::detect::sigma
