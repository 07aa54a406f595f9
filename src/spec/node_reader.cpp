// Readings of one YAML node: texts, texts in two languages, periods, predicates.
#include "base/text.h"
#include "spec/map_reader.h"
#include "spec/suggest.h"

namespace lp::spec {

std::optional<std::string> read_text(const io::YamlNode& node, std::string_view what, Diagnostics& out) {
  if (node.is_scalar()) return node.text;
  out.error(node.where, "wrong_type", std::string(what) + " must be a text", {}, "write one word or a quoted text");
  return std::nullopt;
}

LocalText read_local_text(const io::YamlNode& node, Diagnostics& out) {
  if (!node.is_map()) {
    out.error(node.where, "wrong_type", "a text people read must be given in both languages", {}, "write {zh: …, en: …}");
    return {};
  }
  MapReader map(node, "text", out);
  LocalText text{map.text("zh"), map.text("en")};
  map.finish();
  return text;
}

std::optional<model::Period> read_period(const io::YamlNode& node, Diagnostics& out) {
  const auto word = read_text(node, "a period", out);
  if (!word) return std::nullopt;
  auto period = model::parse_period(*word);
  if (period) return *period;
  out.error(node.where, "bad_period", period.error().message, {}, "write 24h, 30d, 20wd (working days), 3m or 1y");
  return std::nullopt;
}

// A predicate that cannot be read holds for nothing: a rule is never widened by a mistake.
model::Predicate read_predicate(const io::YamlNode& node, Diagnostics& out) {
  auto predicate = model::parse_predicate(io::to_json(node));
  if (predicate) return *std::move(predicate);
  out.error(node.where, "bad_predicate", predicate.error().message, {}, predicate.error().hint);
  return model::Predicate::never_true();
}

void report_unknown_word(const SourceRef& where, std::string_view key, std::string_view word,
                         const std::vector<std::string>& known, Diagnostics& out) {
  out.error(where, "unknown_word", std::string(key) + " cannot be \"" + truncate(word, 60) + "\"", {},
            suggestion(word, known));
}

}  // namespace lp::spec
