#pragma once
// Titles of fields, values and states in both languages, from the catalogue.

#include <string>
#include <string_view>
#include <vector>

#include "base/local_text.h"
#include "model/catalogue.h"
#include "model/duty.h"
#include "model/predicate.h"

namespace lp::campaign {

// For the predicates on one kind. Borrows both. Unknown names are shown as they are.
class KindTitles final : public model::TitleSource {
 public:
  KindTitles(const model::Catalogue& catalogue, const model::Kind& kind) : catalogue_(catalogue), kind_(kind) {}
  std::string field_title(std::string_view field, bool zh) const override;
  std::string value_title(std::string_view field, const json::value& v, bool zh) const override;

 private:
  const model::Field* find(std::string_view field) const;
  const model::Catalogue& catalogue_;
  const model::Kind& kind_;
};

LocalText words_of(const model::Predicate& p, const model::Catalogue& catalogue, const model::Kind& kind);
LocalText state_title(const model::Kind& kind, std::string_view state);
LocalText state_titles(const model::Kind& kind, const std::vector<std::string>& states);  // “A”或“B”
LocalText title_of(model::Force force);
LocalText title_of(model::DutyState state);
std::string date_text(std::int32_t days);         // "2024-07-31", empty for no_date

}  // namespace lp::campaign
