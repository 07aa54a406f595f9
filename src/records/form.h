#pragma once
// The form rules of a kind on one record's data: normal shapes, defaults, computed fields,
// required fields. Pure functions; what needs the store is references.h.

#include <string_view>
#include <vector>

#include "model/catalogue.h"
#include "model/record.h"

namespace lp::records {

// A record's fields, its owner's (org.…) and the system fields, for guards and conditions.
class RecordSource final : public model::FieldSource {
 public:
  // All three outlive the source; `org` may be null.
  RecordSource(const model::Record& record, const json::object* org);
  const json::value* field(std::string_view name) const override;

 private:
  model::ObjectSource data_;
  const model::Record& record_;
  mutable json::object system_;   // made when first asked for: most forms never ask
};

// The one shape a value is stored in: text trimmed, "" and [] as null, a USCC in half-width capitals.
json::value normal_value(const model::Field&, const json::value&);
bool same_value(const json::value& a, const json::value& b);   // 3 equals 3.0
// Writes the value, or removes the member when null.
void set_field(json::object& data, std::string_view name, json::value value);
void fill_defaults(const model::Kind&, json::object& data);

// Recomputes every computed field in form order. A value that cannot be computed is absent; inputs
// out of range are problems of their own field, not reported here.
void compute_fields(const model::Kind&, const model::Catalogue&, json::object& data);

// Whether the field must be filled for a record in `state`: `required`; `required_from` this state;
// `required_when` its condition holds — in the states of `required_from` when both are given, else in
// every state but the start: a draft may be incomplete.
bool is_required(const model::Kind&, const model::Field&, std::string_view state, const model::FieldSource&, Date today);
std::vector<FieldProblem> missing_fields(const model::Kind&, const model::Record&, std::string_view state,
                                         const json::object* org, Date today);

}  // namespace lp::records
