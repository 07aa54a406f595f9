#pragma once
// Sentences of explain, without any reads. Internal to the module.

#include "base/json.h"
#include "campaign/facts.h"
#include "model/catalogue.h"
#include "model/duty.h"

namespace lp::campaign {

LocalText rule_words(const model::Catalogue& catalogue, const model::Obligation& obligation);
json::array clause_list(const model::Obligation& obligation);
// [{zh, en, date, verified, chosen}]
json::array due_words(const model::Catalogue& catalogue, const Rule& rule, const GatheredFacts& facts, const Outcome& outcome);
json::array missing_words(const model::Catalogue& catalogue, const Rule& rule, const GatheredFacts& facts,
                          const Outcome& outcome, Date today);

}  // namespace lp::campaign
