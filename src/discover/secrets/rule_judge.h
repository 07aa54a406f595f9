#pragma once
// One rule at one literal: is there a secret, where, and how sure is it? Pure.

#include <optional>
#include <string>
#include <string_view>

#include "discover/secrets/secret_rule.h"

namespace lp::discover {

struct Verdict {
  Span value;
  int confidence = 0;
};

// A rule's shape around a literal standing at `at`, part `anchor` of it.
std::optional<Verdict> judge_shape(const SecretRule& rule, const Shape& shape, std::size_t anchor, std::string_view block, std::size_t at);
// A rule with `keyed`, at a literal inside a key.
std::optional<Verdict> judge_key(const SecretRule& rule, std::string_view block, Span literal);
// Does a key (normalised by normal_key) mean what the rule looks for?
bool key_fits(const KeyedValue& keyed, std::string_view key);
// A whole cell as if it stood quoted after the key. 0 = no secret.
int judge_cell(const SecretRule& rule, std::string_view key, std::string_view value);

}  // namespace lp::discover
