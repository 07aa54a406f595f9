#include "discover/secrets/value_judge.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "discover/chars.h"
#include "discover/secrets/key_text.h"

namespace lp::discover {
namespace {

struct Kinds {
  int digits = 0, lower = 0, upper = 0, marks = 0, separators = 0, high = 0, white = 0;
  int count() const { return (digits > 0) + (lower > 0) + (upper > 0) + (marks > 0); }
};

Kinds count_kinds(std::string_view s) {
  Kinds k;
  for (const char c : s) {
    if (is_digit(c)) ++k.digits;
    else if (is_lower(c)) ++k.lower;
    else if (is_upper(c)) ++k.upper;
    else if (is_high(c)) ++k.high;
    else if (c == ' ' || static_cast<unsigned char>(c) < 0x20) ++k.white;
    else if (separates_words(c) || c == '/' || c == ':') ++k.separators;
    else ++k.marks;
  }
  return k;
}

bool holds_any(std::string_view s, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return s.find(part) != std::string_view::npos; });
}

// Code and templates that fetch the secret from elsewhere.
bool is_reference(std::string_view s, bool quoted) {
  if (holds_any(s, {"${", "$(", "{{", "#{", "<%", "%(", "%s", "{}", "environ", "getenv", "process.env", "://"})) return true;
  if (s.size() > 1 && s[0] == '$' && all_of(s.substr(1), [](char c) { return is_alnum(c) || c == '_'; }) && !is_digit(s[1])) return true;
  if (s.starts_with("%") && s.ends_with("%")) return true;
  if (s.starts_with("{") && s.ends_with("}")) return true;
  if (s.starts_with("<") || s.starts_with("/") || s.starts_with("./") || s.starts_with("~/") || s.starts_with("--")) return true;
  if (starts_caseless(s, "ENC(") || starts_caseless(s, "vault:") || starts_caseless(s, "arn:") || starts_caseless(s, "env:") || starts_caseless(s, "file:")) return true;
  if (!quoted && s.size() > 1 && s[0] == '$' && is_alpha(s[1])) return true;
  return !quoted && holds_any(s, {"(", "[", "{", "->", "::", "\\"});
}

// self.token, args.api_key2, SomeClass, snake_case: names, not values. Digits inside words (v2, md5) do not make a secret.
bool is_name(std::string_view s) {
  std::size_t words = 0;
  std::size_t word = 0;
  int digits = 0;
  for (const char c : s) {
    if (separates_words(c) || c == '/' || c == ':') {
      words += word > 0;
      word = 0;
    } else if (is_alpha(c)) {
      ++word;
    } else if (is_digit(c)) {
      ++digits;
      ++word;
    } else {
      return false;
    }
  }
  words += word > 0;
  if (digits == 0) return true;
  return words >= 3 && digits * 8 <= static_cast<int>(s.size());
}

// 0000…, xxxx-xxxx-…: chance does not write one character that often in a row; keys of 16 KiB hold short runs.
bool is_filled(std::string_view s) {
  std::size_t longest = 1;
  std::size_t run = 1;
  for (std::size_t i = 1; i < s.size(); ++i) {
    run = s[i] == s[i - 1] ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  if (longest == s.size()) return !is_digit(s[0]) || s[0] == '0';  // 88888888 is a password people use
  return longest >= 20 || (longest >= 8 && longest * 3 >= s.size());
}

// Letters only, in one word and one case: a person's password may be that. Words that name a field are not.
bool may_be_word_password(std::string_view s) {
  if (s.size() < 5 || s.size() > 16) return false;
  const std::string lower = to_lower_ascii(s);
  if (holds_any(lower, {"pass", "pwd", "token", "secret", "key", "user", "name", "login", "auth", "input", "field", "text", "string", "value",
                        "type", "requir", "valid", "error", "reset", "forgot", "hidden", "confirm", "change", "number", "default", "option",
                        "encrypt", "crypt", "plain", "hash", "bytes", "object", "label", "data", "file", "cred", "config", "empty", "param"})) {
    return false;
  }
  return all_of(s, is_lower) || all_of(s, is_upper) || (is_upper(s[0]) && all_of(s.substr(1), is_lower));
}

// A number given to a key in running code is a count or an index.
bool stands_alone(const Assignment& found) {
  return found.quoted || found.whole_line || found.url || found.prose || is_high(found.key[0]);
}

// exports.TOKEN = exports2.STRICT_TOKEN
bool is_member_access(const Assignment& found, std::string_view s) {
  return found.spaced && !found.quoted && s.find('.') != std::string_view::npos && all_of(s, [](char c) { return is_alnum(c) || c == '_' || c == '.'; }) &&
         is_alpha(s[0]);
}

int judge_password(const Assignment& found, std::string_view value, const Kinds& k) {
  const bool letters_only = k.digits + k.marks + k.separators == 0;
  if (letters_only) {
    const bool at_ease = found.quoted || found.whole_line || found.url;
    return at_ease && !found.prose && may_be_word_password(value) ? 50 : 0;
  }
  if (value.size() < 4 || (found.prose && (value.size() < 6 || k.digits == 0))) return 0;
  if (k.digits == static_cast<int>(value.size())) return value.size() >= 6 && value.size() <= 18 && stands_alone(found) ? 60 : 0;
  if (k.digits + k.lower + k.upper == 0) return 0;
  if (is_name(value) && (k.digits == 0 || !found.quoted) && k.separators > 0) return 0;
  if (!found.quoted && found.spaced && !found.whole_line && k.marks == 0) return 0;
  return std::min(95, 60 + 8 * (k.count() - 1) + (value.size() >= 8 ? 8 : 0));
}

int judge_token(const Assignment& found, std::string_view value, const Kinds& k) {
  if (value.size() < 12 || is_name(value)) return 0;
  if (k.digits == 0 || k.lower + k.upper == 0) return 0;
  if (k.digits * 20 < static_cast<int>(value.size()) && k.separators > 1) return 0;
  const double entropy = shannon_entropy(value);
  if (entropy < (value.size() < 20 ? 2.9 : 3.1)) return 0;
  return std::min(95, 55 + static_cast<int>(8 * (entropy - 2.5)) + (found.quoted || found.whole_line ? 10 : 0) + (value.size() >= 32 ? 10 : 0));
}

}  // namespace

double shannon_entropy(std::string_view value) {
  std::array<int, 256> counts{};
  for (const char c : value) ++counts[static_cast<unsigned char>(c)];
  double sum = 0;
  const auto n = static_cast<double>(value.size());
  for (const int count : counts) {
    if (count > 0) sum -= count / n * std::log2(count / n);
  }
  return sum;
}

bool is_placeholder(std::string_view value, const Placeholders& words) {
  if (value.empty() || is_filled(value)) return true;
  const std::string lower = to_lower_ascii(value.substr(0, 512));
  const auto stands = [&](const std::string& word) { return lower.find(word) != std::string::npos; };
  const auto begins = [&](const std::string& word) { return lower.starts_with(word); };
  return std::any_of(words.contains.begin(), words.contains.end(), stands) || std::any_of(words.starts.begin(), words.starts.end(), begins) ||
         std::find(words.equals.begin(), words.equals.end(), lower) != words.equals.end();
}

int judge_keyed(const Assignment& found, std::string_view value, SecretTaste taste) {
  const Kinds k = count_kinds(value);
  if (value.size() > 400 || k.high > 0 || k.white > 0 || is_reference(value, found.quoted)) return 0;
  if (equal_caseless(value, found.key) || is_member_access(found, value)) return 0;
  return taste == SecretTaste::password ? judge_password(found, value, k) : judge_token(found, value, k);
}

}  // namespace lp::discover
