#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "discover/report/decisions.h"
#include "discover/report/words.h"
#include "io/yaml.h"

namespace lp::discover {
namespace {

constexpr std::string_view format_name = "longpan-decisions/1";
constexpr std::string_view keys_in_words = "path, field, kind, verdict, level, by, when, why, machine";

std::string_view name_of(Verdict v) {
  return v == Verdict::confirmed ? "confirmed" : v == Verdict::rejected ? "rejected" : "level";
}

class EntryReader {
 public:
  EntryReader(const io::YamlNode& node, Diagnostics& out) : node_(node), out_(out) {}

  std::optional<Decision> read() {
    if (!node_.is_map()) {
      complain(node_.where, "not_a_map", "a decision must be a map of " + std::string(keys_in_words));
      return std::nullopt;
    }
    decision_.where = node_.where;
    for (const io::YamlEntry& entry : node_.entries) read_entry(entry);
    check_complete();
    if (!good_) return std::nullopt;
    return std::move(decision_);
  }

 private:
  void complain(const SourceRef& where, std::string code, std::string what, std::string hint = {}) {
    good_ = false;
    out_.error(where, std::move(code), std::move(what), "the decision is left out", std::move(hint));
  }

  void read_entry(const io::YamlEntry& entry) {
    if (entry.key == "machine") return read_machine(entry.value);
    if (!entry.value.is_scalar()) return complain(entry.where, "not_text", "\"" + entry.key + "\" must be a text");
    const std::string& text = entry.value.text;
    if (entry.key == "path") decision_.path = text;
    else if (entry.key == "field") decision_.field = text, names_finding_ = true;
    else if (entry.key == "kind") decision_.kind = text, names_finding_ = true;
    else if (entry.key == "by") decision_.by = trim(text);
    else if (entry.key == "why") decision_.why = trim(text);
    else if (entry.key == "verdict") read_verdict(entry.where, text);
    else if (entry.key == "level") read_level(entry.where, text);
    else if (entry.key == "when") read_when(entry.where, text);
    else complain(entry.where, "unknown_key", "\"" + entry.key + "\" is no key of a decision", "the keys are " + std::string(keys_in_words));
  }

  void read_verdict(const SourceRef& where, const std::string& text) {
    for (const Verdict v : {Verdict::confirmed, Verdict::rejected, Verdict::level}) {
      if (text == name_of(v)) {
        decision_.verdict = v;
        has_verdict_ = true;
        return;
      }
    }
    complain(where, "unknown_verdict", "\"" + text + "\" is no verdict", "write confirmed, rejected or level");
  }

  void read_level(const SourceRef& where, const std::string& text) {
    const auto level = parse_level(text);
    if (!level) return complain(where, "unknown_level", "\"" + text + "\" is no level", "write general, important or core");
    decision_.level = *level;
    has_level_ = true;
  }

  void read_when(const SourceRef& where, const std::string& text) {
    const Result<Date> date = parse_date(text);
    if (!date) return complain(where, "bad_date", "\"" + text + "\" is no date", "write it as 2024-07-31");
    decision_.when = *date;
    has_when_ = true;
  }

  void read_machine(const io::YamlNode& value) {
    if (value.is_scalar()) decision_.machine.push_back(value.text);
    for (const io::YamlNode& item : value.items) {
      if (!item.is_scalar()) return complain(item.where, "not_text", "\"machine\" must be a list of texts");
      decision_.machine.push_back(item.text);
    }
    std::sort(decision_.machine.begin(), decision_.machine.end());
  }

  void check_complete() {
    const auto need = [this](bool there, std::string_view key) {
      if (!there) complain(node_.where, "missing_key", fmt::format("a decision needs \"{}\"", key));
    };
    need(!decision_.path.empty(), "path");
    need(has_verdict_, "verdict");
    need(!decision_.by.empty(), "by");
    need(has_when_, "when");
    need(!decision_.why.empty(), "why");
    const bool level = decision_.verdict == Verdict::level;
    if (has_verdict_ && level && !has_level_) need(false, "level");
    if (has_verdict_ && !level && has_level_) complain(node_.where, "level_unused", "\"level\" goes with verdict: level only");
    if (level && names_finding_) complain(node_.where, "finding_unused", "a level is of a whole document: leave out field and kind");
  }

  const io::YamlNode& node_;
  Diagnostics& out_;
  Decision decision_;
  bool good_ = true, has_verdict_ = false, has_level_ = false, has_when_ = false, names_finding_ = false;
};

Status check_format(const io::YamlNode& root, std::string_view file) {
  const io::YamlNode* format = root.find("format");
  const std::string text = format != nullptr && format->is_scalar() ? format->text : std::string();
  if (text == format_name || starts_with(text, std::string(format_name) + ".")) return ok_status();
  if (starts_with(text, "longpan-decisions/")) {
    return make_error(Errc::unsupported, fmt::format("{} has format {}, this program reads {}", file, truncate(text, 40), format_name));
  }
  return make_error(Errc::invalid, fmt::format("{} is no file of decisions", file), fmt::format("begin it with \"format: {}\"", format_name));
}

// A JSON string is a YAML scalar in double quotes.
std::string in_quotes(std::string_view text) { return to_text(json::value(printable_utf8(text))); }

}  // namespace

Result<std::vector<Decision>> read_decisions(std::string_view text, std::string_view file, Diagnostics& out) {
  constexpr io::YamlLimits limits{.bytes = 16u << 20, .nodes = 2'000'000};
  if (text.size() > limits.bytes) return make_error(Errc::too_large, fmt::format("{} is larger than {} bytes", file, limits.bytes));
  const std::optional<io::YamlNode> root = io::parse_yaml(text, file, out, limits);
  if (!root) return make_error(Errc::invalid, fmt::format("{} is neither YAML nor JSON", file));
  LP_CHECK_OK(check_format(*root, file));
  std::vector<Decision> decisions;
  const io::YamlNode* list = root->find("decisions");
  if (list == nullptr || list->is_null()) return decisions;
  if (!list->is_list()) return make_error(Errc::invalid, fmt::format("{}: \"decisions\" must be a list", file));
  for (const io::YamlNode& node : list->items) {
    if (auto decision = EntryReader(node, out).read()) decisions.push_back(*std::move(decision));
  }
  return decisions;
}

std::string write_decisions(const std::vector<Decision>& decisions) {
  std::string out = fmt::format("format: {}\ndecisions:{}\n", format_name, decisions.empty() ? " []" : "");
  for (const Decision& d : decisions) {
    out += "  - path: " + in_quotes(d.path) + "\n";
    if (d.verdict != Verdict::level && d.field != "**") out += "    field: " + in_quotes(d.field) + "\n";
    if (d.verdict != Verdict::level && d.kind != "**") out += "    kind: " + in_quotes(d.kind) + "\n";
    out += fmt::format("    verdict: {}\n", name_of(d.verdict));
    if (d.verdict == Verdict::level) out += fmt::format("    level: {}\n", code_of(d.level));
    out += "    by: " + in_quotes(d.by) + "\n    when: " + to_string(d.when) + "\n    why: " + in_quotes(d.why) + "\n";
    if (d.machine.empty()) continue;
    out += "    machine:\n";
    for (const std::string& verdict : d.machine) out += "      - " + in_quotes(verdict) + "\n";
  }
  return out;
}

}  // namespace lp::discover
