#pragma once
// Which words of a text are versions. All of it works on folded text (fold_signs).

#include <string>
#include <string_view>

namespace lp::match {

// Full-width and typographic signs to ASCII ("＜＝" → "<=", "≤" → "<=", "，" → ",", "～" → "~", dashes between words → "-"), other blanks to ' '.
// Appends to `out`; letters and digits of scripts are kept.
void fold_signs(std::string_view text, std::string& out);

enum class VersionLook : unsigned char {
  none,
  number,     // digits alone: "10", "2016", "5000": as likely a part of a name
  clear,      // "1.2.3", "v2", "15.1(3)T", "V200R019C10", "8.x", "2016-07-05"
  lettered,   // letters and digits, begun by a few letters: "R15B", "SE2021MP7", "A.07.107", "LR11"
};
VersionLook look_of(std::string_view word);

// "sp2", "update", "hotfix", "build", "p15", "cu20": belongs to the version before it.
bool is_qualifier(std::string_view word);

// "714e59b5456e4d6e": the hash of a commit, which has no order.
bool is_commit(std::string_view word);

// "v1.2" → "1.2"; "V200R019" stays: there the letters are part of the number.
std::string_view without_v(std::string_view version);

// "6.6.*", "8.x", "4.3.x" → "6.6", "8", "4.3"; "" when there is no such ending.
std::string_view wildcard_stem(std::string_view version);
// The first version that no longer begins as `stem` does: "6.6" → "6.7", "8" → "9", "V200R019" → "V200R020"; "" when it does not end in digits.
std::string next_stem(std::string_view stem);

}  // namespace lp::match
