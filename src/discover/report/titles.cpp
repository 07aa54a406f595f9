#include "discover/report/titles.h"

#include "base/text.h"
#include "discover/report/words.h"

namespace lp::discover {
namespace {

LocalText as_both(std::string_view code) { return {std::string(code), std::string(code)}; }

}  // namespace

LocalText Titles::kind(std::string_view id) const {
  const auto found = kinds.find(id);
  return found == kinds.end() ? as_both(id) : found->second;
}

LocalText Titles::class_of(std::string_view tree, std::string_view code) const {
  const auto codes = classes.find(tree);
  if (codes == classes.end()) return as_both(code);
  const auto found = codes->second.find(code);
  return found == codes->second.end() ? as_both(code) : found->second.title;
}

LocalText Titles::level_rule(std::string_view id) const {
  if (id.empty()) return words(Topic::level_rule, "none");
  const auto found = level_rules.find(id);
  return found == level_rules.end() ? words(Topic::level_rule, id) : found->second;
}

std::string Titles::first_level(std::string_view tree, std::string_view code) const {
  const auto codes = classes.find(tree);
  std::string current(code);
  if (codes != classes.end()) {
    // Bounded: a tree whose parents form a ring is a mistake in data, not a reason to hang.
    for (int step = 0; step < 16; ++step) {
      const auto found = codes->second.find(current);
      if (found == codes->second.end()) break;
      if (found->second.parent.empty()) return current;
      current = found->second.parent;
    }
    if (codes->second.contains(current)) return current;
  }
  std::size_t letters = 0;
  while (letters < code.size() && ((code[letters] >= 'A' && code[letters] <= 'Z') || (code[letters] >= 'a' && code[letters] <= 'z'))) ++letters;
  return std::string(code.substr(0, letters == 0 ? code.size() : letters));
}

Titles make_titles(const model::Catalogue& specs, const std::vector<SecretRule>& secrets, const std::vector<LevelRule>& levels) {
  constexpr std::string_view prefix = "data_classes_";
  Titles titles;
  for (const auto& [id, identifier] : specs.identifiers) titles.kinds[id] = identifier.title;
  for (const SecretRule& rule : secrets) titles.kinds["secret:" + rule.id] = rule.title;
  for (const LevelRule& rule : levels) {
    LocalText& title = titles.level_rules[rule.id] = rule.title;
    if (rule.verified) continue;
    // Nobody has held it against its source: whoever decides by it must see that.
    title.zh += "（未核实）";
    title.en += " (not verified)";
  }
  for (const auto& [name, taxonomy] : specs.taxonomies) {
    if (!starts_with(name, prefix)) continue;
    auto& codes = titles.classes[name.substr(prefix.size())];
    for (const model::Option& entry : taxonomy.entries) codes[entry.code] = {entry.title, entry.parent};
  }
  return titles;
}

}  // namespace lp::discover
