// specs/match/priority → PriorityRules.
#include <algorithm>

#include "base/text.h"
#include "io/files.h"
#include "io/yaml.h"
#include "match/findings/priority.h"
#include "match/findings/priority_reader.h"
#include "spec/map_reader.h"

namespace lp::match {
namespace {

namespace fs = std::filesystem;
using spec::MapReader;

std::optional<PriorityLevel> read_level(const io::YamlNode& node, Diagnostics& out) {
  const auto word = spec::read_text(node, "a level", out);
  if (!word) return std::nullopt;
  const auto level = parse_priority_level(*word);
  if (!level) spec::report_unknown_word(node.where, "level", *word, {"urgent", "high", "medium", "low"}, out);
  return level;
}

// A reader keeps a reference to its node.
const io::YamlNode& or_nothing(const io::YamlNode* node) {
  static const io::YamlNode nothing;
  return node == nullptr ? nothing : *node;
}

void bad(const SourceRef& where, std::string what, std::string hint, Diagnostics& out) { out.error(where, "bad_table", std::move(what), "a wrong table would rank wrongly", std::move(hint)); }

std::size_t index_of(const std::vector<std::string>& words, std::string_view word) { return static_cast<std::size_t>(std::ranges::find(words, word) - words.begin()); }

// Every row names one value of every input, and an outcome.
void read_row(const io::YamlNode& node, DecisionTable& table, std::vector<bool>& set, Diagnostics& out) {
  if (!node.is_list() || node.items.size() != table.inputs.size() + 1) return bad(node.where, "a row has one word for each input and one for the outcome", {}, out);
  std::size_t row = 0;
  for (std::size_t i = 0; i < table.inputs.size(); ++i) {
    const std::vector<std::string>& values = table.inputs[i].values;
    const std::size_t value = index_of(values, node.items[i].text);
    if (value == values.size()) return spec::report_unknown_word(node.items[i].where, table.inputs[i].name, node.items[i].text, values, out);
    row = row * values.size() + value;
  }
  const auto outcome = std::ranges::find(table.outcomes, node.items.back().text, &DecisionTable::Outcome::name);
  if (outcome == table.outcomes.end()) return bad(node.items.back().where, "no outcome \"" + node.items.back().text + "\"", "list it under outcomes", out);
  if (set[row]) return bad(node.where, "this combination stands twice", "every combination has one row", out);
  set[row] = true;
  table.rows[row] = static_cast<std::uint8_t>(outcome - table.outcomes.begin());
}

// All answers in advance: a table is asked for millions of findings.
void decide_all(DecisionTable& table) {
  std::size_t answers = 1;
  for (const DecisionTable::Input& input : table.inputs) answers *= input.values.size() + 1;
  std::vector<std::pair<std::uint8_t, std::uint8_t>> all(answers);
  std::vector<int> values(table.inputs.size());
  for (std::size_t at = 0; at < answers; ++at) {
    std::size_t rest = at;
    for (std::size_t i = values.size(); i-- > 0;) {
      const std::size_t radix = table.inputs[i].values.size() + 1;
      values[i] = static_cast<int>(rest % radix) - 1;
      rest /= radix;
    }
    const auto [least, most] = table.decide(values);
    all[at] = {static_cast<std::uint8_t>(least), static_cast<std::uint8_t>(most)};
  }
  table.decided = std::move(all);
}

DecisionTable::Outcome read_outcome(const io::YamlNode& node, Diagnostics& out) {
  MapReader map(node, "outcome", out);
  DecisionTable::Outcome outcome{map.require_text("name"), PriorityLevel::low, map.local_text("title")};
  if (const io::YamlNode* level = map.require("level")) outcome.level = read_level(*level, out).value_or(PriorityLevel::low);
  map.finish();
  return outcome;
}

void check_inputs(const DecisionTable& table, std::initializer_list<DecisionTable::Input> expected, const SourceRef& where, Diagnostics& out) {
  const auto same = [](const DecisionTable::Input& a, const DecisionTable::Input& b) { return a.name == b.name && a.values == b.values; };
  if (!std::ranges::equal(table.inputs, expected, same)) bad(where, "the inputs of " + table.id + " are other ones than findings have", "keep the names, values and their order", out);
}

}  // namespace

DecisionTable read_decision_table(std::string id, const io::YamlNode& root, Diagnostics& out) {
  DecisionTable table;
  MapReader map(root, "decision table", out);
  table.id = std::move(id);
  table.title = map.local_text("title");
  table.source = map.require_text("source");
  table.verified = map.boolean("verified", false);
  std::size_t rows = 1;
  map.require("inputs");
  map.each_item("inputs", [&](const io::YamlNode& node) {
    MapReader input(node, "input", out);
    table.inputs.push_back({input.require_text("name"), input.texts("values")});
    input.finish();
    rows *= std::clamp<std::size_t>(table.inputs.back().values.size(), 1, 16);
    rows = std::min<std::size_t>(rows, 4096);
  });
  map.require("outcomes");
  map.each_item("outcomes", [&](const io::YamlNode& node) { table.outcomes.push_back(read_outcome(node, out)); });
  if (table.outcomes.empty() || table.outcomes.size() > 200 || table.inputs.size() > 8 || rows > 4095) bad(root.where, "a table has up to 8 inputs, 4000 rows and 200 outcomes", {}, out);
  if (out.errors() == 0) {
    std::vector<bool> set(rows);
    table.rows.assign(rows, 0);
    map.each_item("rows", [&](const io::YamlNode& node) { read_row(node, table, set, out); });
    if (const auto missing = std::ranges::count(set, false); missing != 0) bad(root.where, std::to_string(missing) + " combinations of the inputs have no row", "every combination has one row", out);
    map.finish();
  }
  if (out.errors() == 0) decide_all(table);
  return table;
}

void read_priority_levels(const io::YamlNode& root, PriorityRules& rules, Diagnostics& out) {
  MapReader map(root, "levels", out);
  rules.source = map.require_text("source");
  rules.verified = map.boolean("verified", false);
  const io::YamlNode* titles = map.require("titles");
  MapReader title(or_nothing(titles), "titles", out);
  for (const PriorityLevel level : {PriorityLevel::urgent, PriorityLevel::high, PriorityLevel::medium, PriorityLevel::low}) rules.titles[level] = title.local_text(to_string(level));
  title.finish();
  const auto take_level = [&](MapReader& from, std::string_view key) {
    const io::YamlNode* node = from.require(key);
    return node == nullptr ? PriorityLevel::medium : read_level(*node, out).value_or(PriorityLevel::medium);
  };
  const io::YamlNode* severities = map.require("severity");
  MapReader severity(or_nothing(severities), "severity", out);
  for (const std::string_view word : {"critical", "high", "medium", "low", "none"}) rules.severity.emplace(word, take_level(severity, word));
  rules.severity.emplace("", take_level(severity, "not_stated"));
  severity.finish();
  rules.internal_lowers = map.boolean("internal_lowers", true);
  const io::YamlNode* by_exposure = map.require("exploited");
  MapReader exploited(or_nothing(by_exposure), "exploited", out);
  rules.exploited = {take_level(exploited, "not_stated"), take_level(exploited, "internal"), take_level(exploited, "internet")};
  exploited.finish();
  map.each_item("epss", [&](const io::YamlNode& node) {
    MapReader step(node, "step", out);
    const io::YamlNode* from = step.require("from");
    const auto number = from == nullptr ? std::nullopt : io::as_number(*from);
    if (!number || *number < 0 || *number > 1) bad(node.where, "`from` is a probability: 0 to 1", {}, out);
    rules.epss.push_back({number.value_or(1), take_level(step, "level")});
    step.finish();
  });
  std::ranges::sort(rules.epss, std::greater{}, &PriorityRules::EpssStep::from);
  map.finish();
}

std::optional<io::YamlNode> read_priority_file(const fs::path& specs, const std::string& name, Diagnostics& out) {
  const std::string shown = "match/priority/" + name;
  const auto text = io::read_file(specs / "match" / "priority" / name, 1u << 20);
  if (!text) {
    out.error({shown}, "unreadable", text.error().message);
    return std::nullopt;
  }
  return io::parse_yaml(*text, shown, out);
}

Result<PriorityRules> load_priority_rules(const fs::path& specs, Diagnostics& out) {
  Diagnostics own;
  PriorityRules rules;
  if (const auto root = read_priority_file(specs, "ssvc_coordinator.yaml", own)) {
    rules.ssvc = read_decision_table("ssvc_coordinator", *root, own);
    check_inputs(rules.ssvc, {{"exploitation", {"none", "public_poc", "active"}}, {"automatable", {"no", "yes"}}, {"technical_impact", {"partial", "total"}}, {"mission_and_well_being", {"low", "medium", "high"}}}, root->where, own);
  }
  if (const auto root = read_priority_file(specs, "bod_26_04.yaml", own)) {
    Diagnostics table;
    rules.bod_26_04 = read_decision_table("bod_26_04", *root, table);
    check_inputs(rules.bod_26_04, {{"in_kev", {"no", "yes"}}, {"publicly_exposed", {"no", "yes"}}, {"automatable", {"no", "yes"}}, {"technical_impact", {"partial", "total"}}}, root->where, table);
    own.merge(table);
  }
  if (const auto root = read_priority_file(specs, "levels.yaml", own)) read_priority_levels(*root, rules, own);
  out.merge(own);
  if (own.errors() == 0) return rules;
  const Diagnostic& first = *std::ranges::find(own.items(), Severity::error, &Diagnostic::severity);
  return make_error(Errc::invalid, "the rules of priority cannot be used: " + to_string(first.where) + ": " + first.what, first.hint);
}

}  // namespace lp::match
