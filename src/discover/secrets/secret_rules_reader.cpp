#include "discover/secrets/secret_rules_reader.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "base/text.h"
#include "discover/secrets/key_text.h"
#include "io/yaml.h"
#include "spec/map_reader.h"
#include "spec/shared_readers.h"

namespace lp::discover {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t file_limit = 1u << 20;
constexpr std::size_t least_literal = 3;

std::optional<SecretSeverity> parse_severity(std::string_view word) {
  if (word == "low") return SecretSeverity::low;
  if (word == "medium") return SecretSeverity::medium;
  if (word == "high") return SecretSeverity::high;
  if (word == "critical") return SecretSeverity::critical;
  return std::nullopt;
}

std::optional<Bounds> parse_bounds(std::string_view word) {
  if (word == "none") return Bounds::none;
  if (word == "left") return Bounds::left;
  if (word == "right") return Bounds::right;
  if (word == "both") return Bounds::both;
  return std::nullopt;
}

std::optional<SecretTaste> parse_taste(std::string_view word) {
  if (word == "password") return SecretTaste::password;
  if (word == "token") return SecretTaste::token;
  return std::nullopt;
}

std::vector<std::string> lower(std::vector<std::string> words) {
  for (std::string& word : words) word = to_lower_ascii(word);
  return words;
}

Placeholders read_placeholders(const io::YamlNode& node, Diagnostics& out) {
  spec::MapReader map(node, "placeholders", out);
  Placeholders found{lower(map.texts("contains")), lower(map.texts("equals")), lower(map.texts("starts"))};
  map.finish();
  return found;
}

std::optional<Shape> read_shape(const std::string& pattern, const SourceRef& where, LetterCase letters, Bounds bounds, Diagnostics& out) {
  auto shape = Shape::parse(pattern, letters, bounds);
  if (shape) return *std::move(shape);
  out.error(where, "bad_shape", shape.error().message, {}, "see specs/secrets/README.md");
  return std::nullopt;
}

KeyedValue read_keyed(const io::YamlNode& node, Diagnostics& out) {
  spec::MapReader map(node, "keyed", out);
  KeyedValue keyed;
  for (const std::string& key : map.texts("keys")) keyed.keys.push_back(normal_key(key));
  for (const std::string& word : map.texts("other_words")) keyed.other_words.push_back(normal_key(word));
  keyed.taste = map.one_of<SecretTaste>("taste", parse_taste, {"password", "token"}, SecretTaste::token);
  if (const io::YamlNode* value = map.take("value")) {
    keyed.value = read_shape(value->text, value->where, LetterCase::exact, Bounds::none, out);
  }
  map.finish();
  if (keyed.keys.empty()) out.error(node.where, "missing_key", "keyed has no \"keys\"", {}, "name the endings of the keys");
  return keyed;
}

void check_literals(const SecretRule& rule, Diagnostics& out) {
  if (rule.literals.empty()) out.error(rule.where, "missing_key", "rule " + rule.id + " has no literals", "nothing would ever be found");
  for (const std::string& literal : rule.literals) {
    if (literal.size() < least_literal) {
      out.error(rule.where, "short_literal", "literal \"" + literal + "\" of rule " + rule.id + " is shorter than 3 bytes",
                "a short literal stops the fast pass at every turn", "choose a longer part that is always present");
    }
    const bool anchored = rule.keyed.has_value() || std::any_of(rule.shapes.begin(), rule.shapes.end(), [&](const Shape& s) { return s.find_anchor(literal); });
    if (!anchored) {
      out.error(rule.where, "lost_literal", "no shape of rule " + rule.id + " holds literal \"" + literal + "\" in fixed characters, in or before the group");
    }
  }
}

void check_rule(const SecretRule& rule, Diagnostics& out) {
  if (rule.shapes.empty() == !rule.keyed.has_value()) {
    out.error(rule.where, "shape_or_keyed", "rule " + rule.id + " needs either shapes or keyed");
  }
  if (rule.examples.size() < 3 || rule.near_misses.size() < 3) {
    out.error(rule.where, "few_examples", "rule " + rule.id + " has fewer than 3 examples or near misses", "a rule nobody tried is not to be trusted");
  }
  check_literals(rule, out);
}

void read_shapes(spec::MapReader& map, SecretRule& rule) {
  const Bounds bounds = map.one_of<Bounds>("bounds", parse_bounds, {"none", "left", "right", "both"}, Bounds::both);
  map.each_item("shape", [&](const io::YamlNode& node) {
    const auto pattern = spec::read_text(node, "shape", map.out());
    if (!pattern) return;
    if (auto shape = read_shape(*pattern, node.where, rule.letters, bounds, map.out())) rule.shapes.push_back(*std::move(shape));
  });
}

void read_mark(spec::MapReader& map, SecretRule& rule) {
  const std::string mark = map.text("mark");
  if (mark.empty()) return;
  rule.mark = mark[0];
  const bool held = std::all_of(rule.shapes.begin(), rule.shapes.end(), [&](const Shape& s) { return s.find_anchor(mark).has_value(); });
  if (mark.size() != 1 || rule.shapes.empty() || !held) {
    map.out().error(map.where(), "bad_mark", "mark \"" + truncate(mark, 20) + "\" is not one byte that every shape holds in fixed characters");
  }
}

double read_entropy(spec::MapReader& map) {
  const io::YamlNode* node = map.take("min_entropy");
  if (node == nullptr) return 0;
  const auto value = io::as_number(*node);
  if (value && *value >= 0 && *value <= 8) return *value;
  map.out().error(node->where, "wrong_type", "min_entropy must be a number from 0 to 8, found \"" + truncate(node->text, 20) + "\"");
  return 0;
}

void read_validator(spec::MapReader& map, SecretRule& rule) {
  const std::string name = map.text("validator");
  if (name.empty()) return;
  rule.validator = find_validator(name);
  if (rule.validator == nullptr) map.out().error(map.where(), "unknown_name", "no validator \"" + name + "\"", {}, "see src/discover/validators");
}

SecretRule read_rule(const io::YamlNode& node, Diagnostics& out) {
  spec::MapReader map(node, "rule", out);
  SecretRule rule;
  rule.where = node.where;
  rule.id = map.require_text("id");
  spec::check_name(node.where, "rule", rule.id, out);
  rule.title = map.local_text("title");
  rule.literals = map.texts("literals");
  rule.letters = map.boolean("caseless", false) ? LetterCase::any : LetterCase::exact;
  read_shapes(map, rule);
  read_mark(map, rule);
  if (const io::YamlNode* keyed = map.take("keyed")) rule.keyed = read_keyed(*keyed, out);
  rule.near = lower(map.texts("near"));
  rule.min_entropy = read_entropy(map);
  read_validator(map, rule);
  if (const io::YamlNode* words = map.take("placeholders")) rule.placeholders = read_placeholders(*words, out);
  rule.severity = map.one_of<SecretSeverity>("severity", parse_severity, {"low", "medium", "high", "critical"}, SecretSeverity::high);
  rule.confidence = map.integer("confidence", 90, 1, 100);
  rule.verified = map.boolean("verified", false);
  rule.examples = map.texts("examples");
  rule.near_misses = map.texts("near_misses");
  map.finish();
  check_rule(rule, out);
  return rule;
}

void append(std::vector<std::string>& to, const std::vector<std::string>& from) { to.insert(to.end(), from.begin(), from.end()); }

Result<std::vector<fs::path>> list_files(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) return make_error(Errc::not_found, "no folder \"" + folder.string() + "\"", "name the folder that holds secrets/");
  std::vector<fs::path> files;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ".yaml") files.push_back(entry->path());
  }
  if (error) return make_error(Errc::io, "cannot list \"" + folder.string() + "\": " + error.message());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void read_secret_rules(std::string_view file, std::string_view text, std::vector<SecretRule>& rules, Placeholders& shared, Diagnostics& out) {
  const auto root = io::parse_yaml(text, file, out);
  if (!root) return;
  spec::MapReader map(*root, "file", out);
  map.text("source");
  if (const io::YamlNode* words = map.take("placeholders")) {
    const Placeholders more = read_placeholders(*words, out);
    append(shared.contains, more.contains);
    append(shared.equals, more.equals);
    append(shared.starts, more.starts);
  }
  map.each_item("rules", [&](const io::YamlNode& node) {
    Diagnostics mine;
    SecretRule rule = read_rule(node, mine);
    const bool twice = std::any_of(rules.begin(), rules.end(), [&](const SecretRule& r) { return r.id == rule.id; });
    if (twice) mine.error(node.where, "duplicate_name", "rule \"" + rule.id + "\" stands twice");
    out.merge(mine);
    if (mine.errors() == 0) rules.push_back(std::move(rule));
  });
  map.finish();
}

Result<std::vector<SecretRule>> load_secret_rules(const fs::path& specs, Diagnostics& out) {
  LP_TRY(const std::vector<fs::path> files, list_files(specs / "secrets"));
  std::vector<SecretRule> rules;
  Placeholders shared;
  for (const fs::path& path : files) {
    const std::string name = "secrets/" + path.filename().string();
    std::ifstream in(path, std::ios::binary);
    std::string text(file_limit + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in.eof() && in.fail()) {
      out.error({name}, "unreadable", "the file cannot be read", {}, "check its permissions");
      continue;
    }
    text.resize(static_cast<std::size_t>(in.gcount()));
    read_secret_rules(name, text, rules, shared, out);
  }
  for (SecretRule& rule : rules) {
    append(rule.placeholders.contains, shared.contains);
    append(rule.placeholders.equals, shared.equals);
    append(rule.placeholders.starts, shared.starts);
  }
  return rules;
}

}  // namespace lp::discover
