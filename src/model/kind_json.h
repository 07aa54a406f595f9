#pragma once
// The catalogue as JSON: what `GET /api/kinds` answers (docs/api.md) and what the store
// archives as a form definition, so that a submission can always be shown under the form it
// was filed with. Enumerators are wire names; texts are {"zh","en"}; absent options are left out.

#include "base/json.h"
#include "model/catalogue.h"

namespace lp::model {

json::object to_json(const LocalText& text);
json::object to_json(const Option& option);
json::object to_json(const Field& field);
json::object to_json(const Workflow& workflow);
json::object to_json(const Kind& kind);          // creatable: {"side": bool}; `can_create` is added by the server per viewer
json::object to_json(const Taxonomy& taxonomy);
json::object to_json(const ClockRule& clock);
json::object to_json(const Plan& plan);
json::object to_json(const Obligation& obligation);
json::array to_json(const std::vector<Basis>& basis);

}  // namespace lp::model
