#include <algorithm>

#include "base/text.h"
#include "spec/checks.h"

namespace lp::spec {
namespace {

constexpr std::size_t near_misses_wanted = 10;

void check_found_somehow(const Lint& lint, const model::Identifier& identifier) {
  if (!identifier.validator.empty() || !identifier.headers.empty() || !identifier.dictionary.empty()) return;
  lint.out.error(identifier.where, "nothing_recognises", "identifier \"" + identifier.id + "\" has no validator, no headers and no dictionary",
                 "no scan can find it", "add headers: […], dictionary: […] or validator: …");
}

// Whether the validator agrees is tested beside the validators; that there is enough to try is checked here.
void check_counts(const Lint& lint, const model::Identifier& identifier) {
  if (identifier.validator.empty()) return;
  if (identifier.examples.empty()) {
    lint.out.error(identifier.places.at("examples"), "few_examples", "identifier \"" + identifier.id + "\" has no examples",
                   "its validator is not tried", "add invented values: examples: […]");
  }
  if (identifier.near_misses.size() < near_misses_wanted) {
    lint.out.error(identifier.places.at("near_misses"), "few_examples",
                   "identifier \"" + identifier.id + "\" has " + std::to_string(identifier.near_misses.size()) + " near misses, fewer than 10",
                   "what a validator refuses is what keeps false alarms away", "add values that look like it and are not");
  }
}

void check_words(const Lint& lint, const model::Identifier& identifier) {
  if (identifier.dictionary.empty()) return;
  const auto has_word = [&](const std::string& text) {
    const std::string lower = to_lower_ascii(text);
    return std::any_of(identifier.dictionary.begin(), identifier.dictionary.end(), [&](const std::string& word) { return contains(lower, word); });
  };
  for (const std::string& text : identifier.examples) {
    if (has_word(text)) continue;
    lint.out.error(identifier.places.at("examples"), "example_without_word", "example \"" + truncate(text, 40) + "\" holds no word of the dictionary",
                   "it would not be found", "add the word, or drop the example");
  }
  for (const std::string& text : identifier.near_misses) {
    if (!has_word(text)) continue;
    lint.out.error(identifier.places.at("near_misses"), "near_miss_with_word", "near miss \"" + truncate(text, 40) + "\" holds a word of the dictionary",
                   "it would be found", "drop the word or the near miss");
  }
}

void check_mask(const Lint& lint, const model::Identifier& identifier) {
  const std::size_t shown = static_cast<std::size_t>(identifier.mask_first) + static_cast<std::size_t>(identifier.mask_last);
  for (const std::string& example : identifier.examples) {
    if (count_codepoints(example) > shown) continue;
    lint.out.error(identifier.places.at("mask"), "mask_hides_nothing", "the mask of \"" + identifier.id + "\" shows all of \"" + truncate(example, 40) + "\"",
                   "a report would give the value away", "show fewer characters");
    return;
  }
}

}  // namespace

void check_identifier_examples(const Lint& lint) {
  for (const auto& [id, identifier] : lint.catalogue.identifiers) {
    check_found_somehow(lint, identifier);
    check_counts(lint, identifier);
    check_words(lint, identifier);
    check_mask(lint, identifier);
  }
}

}  // namespace lp::spec
