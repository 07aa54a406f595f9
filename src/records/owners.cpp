#include "records/owners.h"

#include <algorithm>

namespace lp::records {
namespace {

bool names_owner(const model::Predicate& p) {
  return p.field.starts_with("org.") || std::any_of(p.children.begin(), p.children.end(), names_owner);
}

}  // namespace

bool asks_owner(const model::Kind& form) {
  return std::any_of(form.fields.begin(), form.fields.end(), [](const model::Field& f) { return f.required_when && names_owner(*f.required_when); });
}

}  // namespace lp::records
