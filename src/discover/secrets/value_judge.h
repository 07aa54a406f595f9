#pragma once
// Is a value a secret, or a word that stands in its place: a reference to a variable, a placeholder, a label, a path?
// Pure functions; any bytes may be given.

#include <string_view>

#include "discover/secrets/assignment.h"
#include "discover/secrets/secret_rule.h"

namespace lp::discover {

double shannon_entropy(std::string_view value);  // bits per byte; 0 for an empty value

// The value is one of the words that fill the place of a secret, or one character again and again.
bool is_placeholder(std::string_view value, const Placeholders& words);

// How sure it is that the value given to a key is a secret of this taste: 0 (no) to 100.
int judge_keyed(const Assignment& found, std::string_view value, SecretTaste taste);

}  // namespace lp::discover
