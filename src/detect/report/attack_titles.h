#pragma once
// MITRE ATT&CK in words: tactics, and the techniques our own rules and common sensors name. Titles in English are MITRE's.

#include <optional>
#include <string>
#include <string_view>

#include "base/local_text.h"

namespace lp::detect {

// Of a Sigma tag in lower case: "attack.credential-access", "attack.t1059.001". Of a technique nobody named here its parent's.
std::optional<LocalText> attack_title(std::string_view tag);
// "T1059.001" of "attack.t1059.001"; of another tag what stands behind "attack.".
std::string attack_code(std::string_view tag);

}  // namespace lp::detect
