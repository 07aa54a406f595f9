#include "discover/report/sarif.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "io/buffered_sink.h"
#include "discover/report/datasets.h"
#include "discover/report/result_json.h"

namespace lp::discover {
namespace {

constexpr std::string_view schema = "https://json.schemastore.org/sarif-2.1.0.json";

std::string_view level_of(const Finding& f, Level document) {
  if (is_secret(f.kind) || document == Level::core) return "error";
  return f.sensitivity == "sensitive" || document == Level::important ? "warning" : "note";
}

class Writer {
 public:
  Writer(const ScanResult& result, const Titles& titles, io::ByteSink out, const SarifOptions& options, const Overlay* overlay)
      : result_(result), titles_(titles), out_(std::move(out)), language_(options.language), overlay_(overlay) {}

  Status run() {
    collect_rules();
    out_ << "{\"$schema\":" << to_text(json::value(schema)) << ",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":" << to_text(driver());
    out_ << "},\n\"invocations\":[" << opened(invocation()) << ",\"toolExecutionNotifications\":[";
    write_notifications();
    out_ << "\n]}],\n";
    write_bases();
    out_ << "\"columnKind\":\"unicodeCodePoints\",\"language\":" << (language_ == Language::zh ? "\"zh-CN\"" : "\"en-US\"") << ",\n\"results\":[";
    for (std::size_t i = 0; i < result_.documents.size() && !out_.failed(); ++i) write_document(i);
    out_ << "\n]}]}\n";
    return out_.finish();
  }

 private:
  std::string both(std::string_view zh, std::string_view en) const { return std::string(language_ == Language::zh ? zh : en); }

  // An object's text without its last brace.
  static std::string opened(const json::object& o) {
    std::string text = to_text(o);
    text.pop_back();
    return text;
  }

  void collect_rules() {
    for (const Document& d : result_.documents) {
      for (const Finding& f : d.findings) rules_.emplace(f.kind, std::pair(rules_.size(), is_secret(f.kind) ? "secret" : f.sensitivity));
    }
    std::size_t index = 0;
    for (auto& [kind, rule] : rules_) rule.first = index++;   // the order of the list is that of the ids
  }

  json::object driver() const {
    const std::size_t space = result_.program.find(' ');
    json::object d{{"name", space == std::string::npos && result_.program.empty() ? std::string("longpan") : printable_utf8(result_.program.substr(0, space))}};
    if (space != std::string::npos) d["version"] = printable_utf8(result_.program.substr(space + 1));
    json::array rules;
    for (const auto& [kind, rule] : rules_) rules.push_back(rule_object(kind, rule.second));
    d["rules"] = std::move(rules);
    d["properties"] = json::object{{"rules_digest", printable_utf8(result_.rules_digest)}};
    return d;
  }

  json::object rule_object(const std::string& kind, const std::string& sensitivity) const {
    const LocalText title = titles_.kind(kind);
    const LocalText about = words(Topic::sensitivity, sensitivity.empty() ? "none" : sensitivity);
    const LocalText full{fmt::format("发现{}（{}）", title.zh, about.zh), fmt::format("{} found ({})", title.en, about.en)};
    return {{"id", printable_utf8(kind)},
            {"shortDescription", {{"text", printable_utf8(say(title, language_))}}},
            {"fullDescription", {{"text", printable_utf8(say(full, language_))}}},
            {"defaultConfiguration", {{"level", sensitivity == "secret" ? "error" : sensitivity == "sensitive" ? "warning" : "note"}}},
            {"properties", {{"title_zh", title.zh}, {"title_en", title.en}, {"sensitivity", sensitivity}, {"tags", {"data-discovery", sensitivity.empty() ? "none" : sensitivity}}}}};
  }

  json::object invocation() const {
    json::object o{{"executionSuccessful", !result_.interrupted}};
    if (result_.started != 0) o["startTimeUtc"] = utc(result_.started);
    if (result_.finished != 0) o["endTimeUtc"] = utc(result_.finished);
    const Coverage& c = result_.coverage;
    o["properties"] = json::object{{"complete", c.complete()}, {"bytes_found", c.bytes_found}, {"bytes_scanned", c.bytes_scanned},
                                   {"bytes_skipped", c.bytes_skipped}, {"sampling", printable_utf8(result_.sampling)}};
    return o;
  }

  // SARIF wants UTC with a Z; the day and hour of China are eight hours on.
  static std::string utc(std::int64_t micros) {
    const std::string shifted = to_string(Timestamp(micros - 8 * 3'600'000'000LL));
    return shifted.substr(0, 19) + "Z";
  }

  void write_notifications() {
    bool first = true;
    for (const Skip& skip : result_.coverage.skips) {
      std::string text = say(words(Topic::skip, skip.reason), language_);
      if (!skip.detail.empty()) text += both("：", ": ") + printable_utf8(skip.detail);
      json::object o{{"level", skip.reason == "excluded" ? "note" : "warning"},
                     {"message", {{"text", text}}},
                     {"descriptor", {{"id", "skip/" + printable_utf8(skip.reason)}}},
                     {"properties", {{"bytes", skip.bytes}}}};
      if (!skip.path.empty()) o["locations"] = json::array{location(skip.path)};
      out_ << (first ? "\n" : ",\n") << to_text(o);
      first = false;
    }
  }

  void write_bases() {
    if (reads_tables(result_) || !starts_with(result_.root, "/")) return;
    const std::string uri = "file://" + uri_of(result_.root) + (result_.root.ends_with('/') ? "" : "/");
    out_ << "\"originalUriBaseIds\":" << to_text(json::object{{"ROOT", {{"uri", uri}}}}) << ",\n";
  }

  json::object location(std::string_view path) const {
    if (reads_tables(result_)) return {{"logicalLocations", {{{"fullyQualifiedName", printable_utf8(path)}, {"kind", "table"}}}}};
    return {{"physicalLocation", {{"artifactLocation", {{"uri", uri_of(path)}, {"uriBaseId", "ROOT"}}}}}};
  }

  json::object location(const Document& d, const Finding& f) const {
    json::object o = location(d.path);
    if (reads_tables(result_)) {
      if (!f.field.empty()) o["logicalLocations"] = json::array{json::object{{"fullyQualifiedName", printable_utf8(d.path + "." + f.field)}, {"kind", "column"}}};
      return o;
    }
    o["physicalLocation"].as_object()["region"] = json::object{{"byteOffset", f.first_offset}};
    if (!f.field.empty()) o["logicalLocations"] = json::array{json::object{{"name", printable_utf8(f.field)}, {"kind", "member"}}};
    return o;
  }

  std::string message(const Finding& f) const {
    const std::string title = say(titles_.kind(f.kind), language_), because = say(because_words(f.because), language_);
    const std::string field = f.field.empty() ? both("文本", "text") : "“" + f.field + "”";
    return printable_utf8(fmt::format(fmt::runtime(both("{}中发现{} {} 处，置信度 {} %，依据：{}", "in {}: {}, {} hits, confidence {} %, because of: {}")),
                                      field, title, grouped(f.hits), f.confidence, because.empty() ? both("未说明", "not stated") : because));
  }

  void write_document(std::size_t index) {
    const Document& d = result_.documents[index];
    const Level level = overlay_ != nullptr ? overlay_->level_of(result_, index) : d.level;
    for (std::size_t f = 0; f < d.findings.size(); ++f) {
      const Finding& finding = d.findings[f];
      json::object o{{"ruleId", printable_utf8(finding.kind)},
                     {"ruleIndex", rules_.at(finding.kind).first},
                     {"level", level_of(finding, level)},
                     {"message", {{"text", message(finding)}}},
                     {"locations", json::array{location(d, finding)}},
                     {"partialFingerprints", {{"field/v1", to_hex(sm3(d.path + "\n" + finding.field + "\n" + finding.kind)).substr(0, 32)}}},
                     {"rank", finding.confidence},
                     {"properties", properties(d, finding, level)}};
      add_decision(index, f, o);
      out_ << (first_ ? "\n" : ",\n") << to_text(o);
      first_ = false;
    }
  }

  json::object properties(const Document& d, const Finding& f, Level level) const {
    json::object o = to_json(f);
    for (const char* told : {"kind", "first_offset", "confidence"}) o.erase(told);
    o["document_level"] = code_of(level);
    o["document_level_rule"] = printable_utf8(d.level_rule);
    o["document_persons"] = d.persons;
    return o;
  }

  void add_decision(std::size_t index, std::size_t finding, json::object& o) const {
    const FindingDecision* said = overlay_ != nullptr ? overlay_->find(index, finding) : nullptr;
    if (said == nullptr) return;
    const Decision& decision = overlay_->decisions[said->decision];
    const std::string why = printable_utf8(decision.by + " " + to_string(decision.when) + ": " + decision.why);
    if (said->verdict == Verdict::rejected) {
      o["suppressions"] = json::array{json::object{{"kind", "external"}, {"status", said->review ? "underReview" : "accepted"}, {"justification", why}}};
    } else {
      o["properties"].as_object()["confirmed"] = why;
    }
  }

  const ScanResult& result_;
  const Titles& titles_;
  io::BufferedSink out_;
  Language language_;
  const Overlay* overlay_;
  std::map<std::string, std::pair<std::size_t, std::string>> rules_;   // kind → index, sensitivity
  bool first_ = true;
};

}  // namespace

Status write_sarif(const ScanResult& result, const Titles& titles, io::ByteSink out, const SarifOptions& options, const Overlay* overlay) {
  return Writer(result, titles, std::move(out), options, overlay).run();
}

std::string uri_of(std::string_view path) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=@";
  std::string out;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) out += c;
    else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace lp::discover
