#include "discover/levels.h"

#include <algorithm>

#include "io/files.h"
#include "io/yaml.h"

namespace lp::discover {
namespace {

constexpr const char* matrix_file = "matrix.yaml";

bool among(const std::vector<std::string>& list, const std::string& item) { return std::find(list.begin(), list.end(), item) != list.end(); }

std::vector<std::string> texts(const io::YamlNode& node) {
  std::vector<std::string> out;
  for (const io::YamlNode& item : node.items) out.push_back(item.text);
  return out;
}

std::optional<Level> parse_level(std::string_view text) {
  if (text == "general") return Level::general;
  if (text == "important") return Level::important;
  return text == "core" ? std::optional(Level::core) : std::nullopt;
}

bool read_entry(const io::YamlEntry& entry, LevelRule& rule) {
  const io::YamlNode& v = entry.value;
  const auto number = [&](std::uint64_t& out) {
    const std::optional<std::int64_t> n = io::as_int(v);
    if (n && *n >= 0) out = static_cast<std::uint64_t>(*n);
    return n && *n >= 0;
  };
  if (entry.key == "rule") rule.id = v.text;
  else if (entry.key == "title") {
    if (const io::YamlNode* zh = v.find("zh")) rule.title.zh = zh->text;
    if (const io::YamlNode* en = v.find("en")) rule.title.en = en->text;
  } else if (entry.key == "level") {
    const auto level = parse_level(v.text);
    if (level) rule.level = *level;
    return level.has_value();
  } else if (entry.key == "harm") {
    const io::YamlNode *object = v.find("object"), *degree = v.find("degree");
    if (object == nullptr || degree == nullptr) return false;
    rule.object = object->text;
    rule.degree = degree->text;
  } else if (entry.key == "kinds") rule.kinds = texts(v);
  else if (entry.key == "all_kinds") rule.all_kinds = texts(v);
  else if (entry.key == "sensitivity") rule.sensitivity = v.text;
  else if (entry.key == "persons") return number(rule.persons);
  else if (entry.key == "distinct") return number(rule.distinct);
  else if (entry.key == "verified") rule.verified = io::as_bool(v).value_or(false);
  else return entry.key == "basis";
  return true;
}

bool holds(const LevelRule& rule, const Document& d) {
  const auto has = [&](const std::string& kind) { return std::any_of(d.findings.begin(), d.findings.end(), [&](const Finding& f) { return f.kind == kind; }); };
  if (d.findings.empty() || d.persons < rule.persons) return false;
  if (!rule.kinds.empty() && std::none_of(rule.kinds.begin(), rule.kinds.end(), has)) return false;
  if (!std::all_of(rule.all_kinds.begin(), rule.all_kinds.end(), has)) return false;
  if (!rule.sensitivity.empty() && std::none_of(d.findings.begin(), d.findings.end(), [&](const Finding& f) { return f.sensitivity == rule.sensitivity; })) return false;
  if (rule.distinct == 0) return true;
  return std::any_of(d.findings.begin(), d.findings.end(), [&](const Finding& f) { return among(rule.kinds, f.kind) && f.distinct >= rule.distinct; });
}

}  // namespace

Result<GradingMatrix> load_grading_matrix(const std::filesystem::path& specs, Diagnostics& out) {
  GradingMatrix matrix;
  const std::string name = std::string("levels/") + matrix_file;
  if (std::error_code failed; !std::filesystem::exists(specs / name, failed)) return matrix;
  LP_TRY(const std::string text, io::read_file(specs / name, 1u << 20));
  const std::optional<io::YamlNode> root = io::parse_yaml(text, name, out);
  const io::YamlNode* objects = root && root->is_map() ? root->find("matrix") : nullptr;
  if (objects == nullptr) return matrix;
  for (const io::YamlEntry& object : objects->entries) {
    for (const io::YamlEntry& degree : object.value.entries) {
      if (const auto level = parse_level(degree.value.text)) matrix.set(object.key, degree.key, *level);
      else out.error(degree.where, "bad_level_rule", degree.key + ": " + degree.value.text, "the cell has no level", "general, important or core");
    }
  }
  return matrix;
}

Result<std::vector<LevelRule>> load_level_rules(const std::filesystem::path& specs, Diagnostics& out) {
  std::error_code failed;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(specs / "levels", failed)) {
    if (entry.path().extension() == ".yaml" && entry.path().filename() != matrix_file) files.push_back(entry.path());
  }
  if (failed) return make_error(Errc::not_found, "no folder " + (specs / "levels").string(), "give the specs folder with --specs");
  std::sort(files.begin(), files.end());
  LP_TRY(const GradingMatrix matrix, load_grading_matrix(specs, out));
  std::vector<LevelRule> rules;
  for (const auto& file : files) {
    const std::string name = "levels/" + file.filename().string();
    LP_TRY(const std::string text, io::read_file(file, 1u << 20));
    const std::optional<io::YamlNode> root = io::parse_yaml(text, name, out);
    if (!root || !root->is_map()) continue;
    LevelRule rule;
    bool good = true;
    for (const io::YamlEntry& entry : root->entries) {
      if (read_entry(entry, rule)) continue;
      good = false;
      out.error(entry.where, "bad_level_rule", entry.key + ": " + entry.value.text, {}, "specs/levels/README.md lists the keys");
    }
    if (!rule.object.empty()) {
      const auto level = matrix.level_of(rule.object, rule.degree);
      if (level) rule.level = *level;
      else out.error({name, 1, 1}, "bad_level_rule", "no cell " + rule.object + " × " + rule.degree, "the rule proposes no level", "specs/levels/matrix.yaml lists them");
      good = good && level.has_value();
    }
    if (rule.id != file.stem().string()) out.error({name, 1, 1}, "file_name", "rule " + rule.id + " stands in " + name);
    else if (good) rules.push_back(std::move(rule));
  }
  return rules;
}

void propose_level(const std::vector<LevelRule>& rules, Document& document) {
  document.level = Level::general;
  document.level_rule.clear();
  bool verified = false;
  for (const LevelRule& rule : rules) {
    if (!holds(rule, document)) continue;
    const bool better = document.level_rule.empty() || rule.level > document.level || (rule.level == document.level && rule.verified && !verified);
    if (!better) continue;
    document.level = rule.level;
    document.level_rule = rule.id;
    verified = rule.verified;
  }
}

}  // namespace lp::discover
