#pragma once
// One rule at one literal: is there a secret, where, and how sure is it? Pure.

#include <optional>
#include <string>
#include <string_view>

#include "discover/secrets/assignment.h"
#include "discover/secrets/secret_rule.h"

namespace lp::discover {

struct Verdict {
  Span value;
  int confidence = 0;
};

// A rule's shape around a literal standing at `at`, part `anchor` of it.
std::optional<Verdict> judge_shape(const SecretRule& rule, const Shape& shape, std::size_t anchor, std::string_view block, std::size_t at);
// A rule with `keyed`. Many rules share a literal: the assignment around it is read, and its key normalised, once.
struct KeyedText {
  Assignment assignment;
  std::string key;  // by meaning_of
};
std::optional<KeyedText> read_keyed_text(std::string_view block, Span literal);
std::optional<Verdict> judge_key(const SecretRule& rule, std::string_view block, const KeyedText& text);
// A key without case, separators and what only says where or which: DB_PASSWORD_PROD, password2 → dbpassword, password.
std::string meaning_of(std::string_view key);
// A whole cell as if it stood quoted after a key of this meaning. 0 = no secret.
int judge_cell(const SecretRule& rule, const std::string& meaning, std::string_view value);

}  // namespace lp::discover
