#include "discover/secrets/rule_judge.h"

#include <algorithm>

#include "base/text.h"
#include "discover/secrets/assignment.h"
#include "discover/secrets/key_text.h"
#include "discover/secrets/value_judge.h"

namespace lp::discover {
namespace {

bool has_word_near(const SecretRule& rule, std::string_view block, std::size_t at) {
  if (rule.near.empty()) return true;
  const std::size_t from = at > near_window ? at - near_window : 0;
  const std::string around = to_lower_ascii(block.substr(from, at - from + near_window));
  return std::any_of(rule.near.begin(), rule.near.end(), [&](const std::string& word) { return around.find(word) != std::string::npos; });
}

bool passes(const SecretRule& rule, std::string_view value) {
  if (rule.min_entropy > 0 && shannon_entropy(value) < rule.min_entropy) return false;
  if (rule.validator != nullptr && !rule.validator->check(value)) return false;
  return !is_placeholder(value, rule.placeholders);
}

// On the same line stands that this is a sample.
bool is_called_sample(std::string_view block, Span value) {
  const std::size_t from = value.begin > 120 ? value.begin - 120 : 0;
  std::string_view before = block.substr(from, value.begin - from);
  if (const std::size_t line = before.rfind('\n'); line != std::string_view::npos) before.remove_prefix(line + 1);
  const std::string_view after = block.substr(value.end, 60);
  const std::string lower = to_lower_ascii(std::string(before) + std::string(after.substr(0, after.find('\n'))));
  return lower.find("example") != std::string::npos || lower.find("示例") != std::string::npos || lower.find("样例") != std::string::npos;
}

Verdict verdict(const SecretRule& rule, std::string_view block, Span value, int confidence) {
  return {value, std::max(1, std::min(confidence, rule.confidence) - (is_called_sample(block, value) ? 25 : 0))};
}

// The whole value has the shape and a digit: letters alone are a name (loadFromKeystore).
bool has_whole_shape(const Shape& shape, std::string_view value) {
  const auto whole = shape.match(value, 0, 0);
  return whole && whole->size() == value.size() && std::any_of(value.begin(), value.end(), is_digit);
}

std::string_view without_tail(std::string_view key) {
  for (const std::string_view tail : {"_prod", "_production", "_dev", "_test", "_uat", "_staging", "_online", "-prod", "-dev", "-test", ".prod", ".dev", ".test"}) {
    if (key.size() > tail.size() + 3 && equal_caseless(key.substr(key.size() - tail.size()), tail)) return key.substr(0, key.size() - tail.size());
  }
  std::size_t end = key.size();
  while (end > 3 && (is_digit(key[end - 1]) || key[end - 1] == '.')) --end;
  return key.substr(0, end);
}

bool key_fits(const KeyedValue& keyed, const std::string& meaning) {
  const auto ends = [&](const std::string& ending) { return meaning.ends_with(ending); };
  const auto holds = [&](const std::string& word) { return meaning.find(word) != std::string::npos; };
  return std::any_of(keyed.keys.begin(), keyed.keys.end(), ends) && std::none_of(keyed.other_words.begin(), keyed.other_words.end(), holds);
}

}  // namespace

std::optional<Verdict> judge_shape(const SecretRule& rule, const Shape& shape, std::size_t anchor, std::string_view block, std::size_t at) {
  const auto value = shape.match(block, at, anchor);
  if (!value || !passes(rule, value->of(block)) || !has_word_near(rule, block, at)) return std::nullopt;
  return verdict(rule, block, *value, rule.confidence);
}

std::string meaning_of(std::string_view key) { return normal_key(without_tail(key)); }

std::optional<KeyedText> read_keyed_text(std::string_view block, Span literal) {
  const auto assignment = read_assignment(block, literal);
  if (!assignment) return std::nullopt;
  return KeyedText{*assignment, meaning_of(assignment->key)};
}

std::optional<Verdict> judge_key(const SecretRule& rule, std::string_view block, const KeyedText& text) {
  if (!key_fits(*rule.keyed, text.key)) return std::nullopt;
  const Assignment& found = text.assignment;
  const std::string_view value = found.value.of(block);
  int confidence = rule.confidence;
  if (rule.keyed->value) {
    if (!has_whole_shape(*rule.keyed->value, value)) return std::nullopt;
  } else {
    confidence = judge_keyed(found, value, rule.keyed->taste);
  }
  if (confidence == 0 || !passes(rule, value) || !has_word_near(rule, block, found.value.begin)) return std::nullopt;
  return verdict(rule, block, found.value, confidence);
}

int judge_cell(const SecretRule& rule, const std::string& meaning, std::string_view value) {
  if (!key_fits(*rule.keyed, meaning) || !rule.near.empty() || !passes(rule, value)) return 0;
  if (rule.keyed->value) return has_whole_shape(*rule.keyed->value, value) ? rule.confidence : 0;
  Assignment cell;
  cell.key = meaning;
  cell.value = {0, value.size()};
  cell.quoted = true;
  return judge_keyed(cell, value, rule.keyed->taste);
}

}  // namespace lp::discover
