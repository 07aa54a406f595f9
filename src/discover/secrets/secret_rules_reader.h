#pragma once
// specs/secrets/*.yaml → rules.

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "discover/secrets/secret_rule.h"

namespace lp::discover {

// Reads every *.yaml of `specs`/secrets in the order of their names. A bad file, key or rule is reported with
// file:line:column and left out; the rest goes on. Error only when the folder cannot be read (not_found, io).
Result<std::vector<SecretRule>> load_secret_rules(const std::filesystem::path& specs, Diagnostics& out);

// One file's text: rules are appended, placeholders for all rules are added to `shared`. For tests and fuzzing.
void read_secret_rules(std::string_view file, std::string_view text, std::vector<SecretRule>& rules, Placeholders& shared, Diagnostics& out);

}  // namespace lp::discover
