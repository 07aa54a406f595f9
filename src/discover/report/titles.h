#pragma once
// How kinds and categories are called: what reports print instead of ids. Filled once from specs, then read only.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/local_text.h"
#include "discover/levels.h"
#include "discover/secrets/secret_rule.h"
#include "model/catalogue.h"

namespace lp::discover {

struct ClassTitle {
  LocalText title;
  std::string parent;   // code in the same tree; empty = root
};

struct Titles {
  std::map<std::string, LocalText, std::less<>> level_rules;   // of specs/levels
  std::map<std::string, LocalText, std::less<>> kinds;                                          // "mobile", "secret:openai_key"
  std::map<std::string, std::map<std::string, ClassTitle, std::less<>>, std::less<>> classes;   // tree → code

  LocalText kind(std::string_view id) const;                          // the id itself when unknown
  LocalText class_of(std::string_view tree, std::string_view code) const;
  // Why the level: the rule's title, or the words of the code; "none" when it is empty.
  LocalText level_rule(std::string_view id) const;
  // The code's root: "A" of "A1-1". Of a code the tree does not know, its leading letters.
  std::string first_level(std::string_view tree, std::string_view code) const;
};

// Taxonomies other than data_classes_* are passed over.
Titles make_titles(const model::Catalogue& specs, const std::vector<SecretRule>& secrets, const std::vector<LevelRule>& levels);

inline bool is_secret(std::string_view kind) { return kind.starts_with("secret:"); }

}  // namespace lp::discover
