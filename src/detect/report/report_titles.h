#pragma once
// How the report calls what alerts name by code: classes, and what to do about a rule. Filled once, then read only.

#include <map>
#include <string>
#include <string_view>

#include "base/local_text.h"
#include "detect/alert.h"
#include "detect/run/rule_notes.h"
#include "model/catalogue.h"

namespace lp::detect {

struct TaxonomyTitle {
  LocalText title;
  bool verified = true;                                    // false: nobody has held it against its source
  std::map<std::string, LocalText, std::less<>> codes{};
};

struct ReportTitles {
  std::map<std::string, TaxonomyTitle, std::less<>> taxonomies{};
  std::map<std::string, std::string, std::less<>> advice{};       // by rule id, Chinese

  // The code itself when the taxonomy or the code is unknown.
  LocalText class_title(std::string_view taxonomy, std::string_view code) const;
  LocalText taxonomy_title(std::string_view taxonomy) const;
  bool verified(std::string_view taxonomy) const;
  // What the rule's own file says, else what holds for alerts of its kind.
  LocalText advice_for(const AlertType& type) const;
};

ReportTitles make_report_titles(const model::Catalogue& specs, const RuleNotesById& notes);

}  // namespace lp::detect
