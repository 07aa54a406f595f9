#include "detect/sigma/rule_reader.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "base/text.h"
#include "detect/sigma/condition.h"
#include "detect/sigma/correlation_reader.h"
#include "detect/sigma/document_fields.h"
#include "detect/sigma/documents.h"
#include "io/files.h"

namespace lp::detect::sigma {
namespace {

namespace fs = std::filesystem;

void shift_lines(io::YamlNode& node, int by) {
  if (node.where.line != 0) node.where.line += by;
  for (io::YamlNode& item : node.items) shift_lines(item, by);
  for (io::YamlEntry& entry : node.entries) {
    if (entry.where.line != 0) entry.where.line += by;
    shift_lines(entry.value, by);
  }
}

// The document's tree with lines of the whole file.
std::optional<io::YamlNode> parse(const Document& document, std::string_view file, Diagnostics& out, std::size_t max_bytes) {
  Diagnostics own;
  auto node = io::parse_yaml(document.text, file, own, {.bytes = max_bytes, .nodes = 500'000});
  for (Diagnostic item : own.items()) {
    if (item.where.line != 0) item.where.line += document.first_line;
    out.add(std::move(item));
  }
  if (node && document.first_line != 0) shift_lines(*node, document.first_line);
  return node;
}

class DocumentReader {
 public:
  DocumentReader(const io::YamlNode& document, const ReadOptions& options, Diagnostics& out) : document_(document), options_(options), out_(out) {}

  std::optional<Rule> rule() {
    const io::YamlNode* detection = document_.find("detection");
    if (detection == nullptr || !detection->is_map()) return fail(document_.where, "missing", "the rule has no 'detection'");
    Rule rule;
    rule.where = document_.where;
    ReadContext context{options_.placeholders, out_, rule.tests};
    if (!selections(*detection, {"condition", "timeframe"}, context, rule.selections)) return std::nullopt;
    if (!condition(*detection, rule)) return std::nullopt;
    if (document_.find("logsource") == nullptr) out_.warning(rule.where, "no_logsource", "the rule has no 'logsource'", "it sees the events of every source", "say product, category or service");
    describe(rule);
    return rule;
  }

  std::optional<Filter> filter() {
    const io::YamlNode* body = document_.find("filter");
    if (!body->is_map()) return fail(body->where, "bad_filter", "'filter' must be a map");
    Filter filter{.id = text_of(document_, "id"), .title = text_of(document_, "title"), .logsource = logsource_of(document_), .rules = texts_of(*body, "rules"), .where = document_.where};
    if (filter.rules.empty()) return fail(body->where, "bad_filter", "the filter names no rules", "ids or names, or \"any\"");
    if (filter.rules.size() == 1 && to_lower_ascii(filter.rules[0]) == "any") filter.rules.clear();
    ReadContext context{options_.placeholders, out_, filter.tests};
    if (!selections(*body, {"condition", "rules"}, context, filter.selections)) return std::nullopt;
    auto expr = parse_condition(text_of(*body, "condition"), filter.selections);
    if (!expr) return fail(body->where, "bad_condition", expr.error().message, expr.error().hint);
    filter.condition = std::move(*expr);
    return filter;
  }

 private:
  std::nullopt_t fail(const SourceRef& where, std::string code, std::string what, std::string hint = {}) {
    out_.error(where, std::move(code), std::move(what), "the rule is left out", std::move(hint));
    return std::nullopt;
  }

  bool selections(const io::YamlNode& map, const std::vector<std::string_view>& others, ReadContext& context, std::vector<Selection>& out) {
    for (const io::YamlEntry& entry : map.entries) {
      if (std::ranges::find(others, entry.key) != others.end()) continue;
      out.push_back({entry.key, {}});
      if (!read_detection(entry.value, context, out.back().expr)) return false;
    }
    if (out.empty()) fail(map.where, "missing", "there is no selection");
    return !out.empty();
  }

  bool condition(const io::YamlNode& detection, Rule& rule) {
    const io::YamlNode* node = detection.find("condition");
    const std::vector<std::string> texts = texts_of(detection, "condition");
    if (node == nullptr || texts.empty()) return fail(detection.where, "missing", "the rule has no 'condition'"), false;
    std::vector<Expr> any;
    for (const std::string& text : texts) {
      auto expr = parse_condition(text, rule.selections);
      if (!expr) return fail(node->where, expr.error().code == Errc::unsupported ? "unsupported" : "bad_condition", "condition '" + truncate(text, 80) + "': " + expr.error().message, expr.error().hint), false;
      any.push_back(std::move(*expr));
      if (!rule.condition_text.empty()) rule.condition_text += " or ";
      rule.condition_text += texts.size() > 1 ? "(" + text + ")" : text;
    }
    rule.condition = Expr::any(std::move(any));
    return true;
  }

  void describe(Rule& rule) {
    rule.id = text_of(document_, "id");
    rule.name = text_of(document_, "name");
    rule.title = text_of(document_, "title");
    rule.level = text_of(document_, "level");
    rule.status = text_of(document_, "status");
    rule.description = text_of(document_, "description");
    rule.author = text_of(document_, "author");
    rule.date = text_of(document_, "date");
    rule.modified = text_of(document_, "modified");
    rule.tags = texts_of(document_, "tags");
    rule.fields = texts_of(document_, "fields");
    rule.falsepositives = texts_of(document_, "falsepositives");
    rule.references = texts_of(document_, "references");
    rule.logsource = logsource_of(document_);
    static constexpr std::string_view levels[] = {"", "informational", "low", "medium", "high", "critical"};
    if (std::ranges::find(levels, rule.level) == std::end(levels)) out_.warning(rule.where, "unknown_level", "the level '" + rule.level + "' is not known", {}, "informational, low, medium, high or critical");
    if (rule.title.empty()) out_.warning(rule.where, "no_title", "the rule has no title");
  }

  const io::YamlNode& document_;
  const ReadOptions& options_;
  Diagnostics& out_;
};

void read_document(const io::YamlNode& node, const ReadOptions& options, RuleSet& set, Diagnostics& out) {
  if (node.is_null()) return;
  if (!node.is_map()) {
    out.error(node.where, "not_a_rule", "the document is not a map", "it is left out");
    return;
  }
  DocumentReader reader(node, options, out);
  if (node.find("correlation") != nullptr) {
    if (auto rule = read_correlation(node, out)) set.correlations.push_back(std::move(*rule));
  } else if (node.find("filter") != nullptr) {
    if (auto filter = reader.filter()) set.filters.push_back(std::move(*filter));
  } else if (auto rule = reader.rule()) {
    set.rules.push_back(std::move(*rule));
  }
}

// Of several rules with one id the first stays.
void drop_repeated(RuleSet& set, Diagnostics& out) {
  std::unordered_set<std::string> seen;
  std::erase_if(set.rules, [&](const Rule& rule) {
    if (rule.id.empty() || seen.insert(rule.id).second) return false;
    out.warning(rule.where, "duplicate_id", "the id " + rule.id + " was read before", "the first rule with it stays", "give each rule an id of its own");
    return true;
  });
}

Status collect(const fs::path& folder, std::vector<fs::path>& out) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::recursive_directory_iterator{}; at.increment(error)) {
    std::error_code ignored;
    const std::string extension = to_lower_ascii(at->path().extension().string());
    if ((extension == ".yml" || extension == ".yaml") && at->is_regular_file(ignored)) out.push_back(at->path());
  }
  if (error) return make_error(Errc::io, "reading the folder " + folder.string() + ": " + error.message());
  std::ranges::sort(out);
  return ok_status();
}

void read_all(std::string_view text, std::string_view file, const ReadOptions& options, RuleSet& set, Diagnostics& out) {
  for (const Document& document : split_documents(text)) {
    if (const auto node = parse(document, file, out, options.max_file_bytes)) read_document(*node, options, set, out);
  }
}

}  // namespace

void read_rules(std::string_view text, std::string_view file, const ReadOptions& options, RuleSet& set, Diagnostics& out) {
  read_all(text, file, options, set, out);
  drop_repeated(set, out);
}

Status load_rules(const fs::path& path, const ReadOptions& options, RuleSet& set, Diagnostics& out) {
  std::error_code error;
  const bool folder = fs::is_directory(path, error);
  if (!folder && !fs::exists(path, error)) return make_error(Errc::not_found, "there is no " + path.string());
  std::vector<fs::path> files;
  if (folder) LP_CHECK_OK(collect(path, files));
  else files.push_back(path);
  for (const fs::path& file : files) {
    const std::string name = folder ? file.lexically_relative(path).string() : file.filename().string();
    const auto text = io::read_file(file, options.max_file_bytes);
    if (text) read_all(*text, name, options, set, out);
    else out.error({name}, "unreadable", text.error().message, "its rules are missing");
  }
  drop_repeated(set, out);
  return ok_status();
}

}  // namespace lp::detect::sigma
