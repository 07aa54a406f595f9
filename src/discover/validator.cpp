#include "discover/validator.h"

namespace lp::discover {

const Validator* find_validator(std::string_view name) {
  for (const Validator& validator : builtin_validators()) {
    if (validator.name == name) return &validator;
  }
  return nullptr;
}

}  // namespace lp::discover
