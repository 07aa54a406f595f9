#include "service/accounts/password.h"

#include <sodium.h>

#include <set>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"

namespace lp::service {
namespace {

constexpr std::size_t shortest = 10, long_enough = 16, longest = 128;

void ensure_sodium() {
  static const int ready = sodium_init();
  LP_CHECK(ready >= 0, "libsodium does not start");
}

int count_character_kinds(std::string_view text) {
  bool upper = false, lower = false, digit = false, other = false;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') upper = true;
    else if (c >= 'a' && c <= 'z') lower = true;
    else if (c >= '0' && c <= '9') digit = true;
    else other = true;
  }
  return upper + lower + digit + other;
}

Error rule_error(std::string code, std::string zh, std::string en) {
  Error error = make_error(Errc::invalid, en);
  error.message_zh = zh;
  error.fields.push_back({"password", std::move(code), std::move(zh), std::move(en)});
  return error;
}

}  // namespace

Result<std::string> hash_password(std::string_view password, const PasswordCost& cost) {
  ensure_sodium();
  char out[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(out, password.data(), password.size(), cost.operations, cost.memory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return make_error(Errc::unavailable, "not enough memory to hash a password: " + std::to_string(cost.memory) + " bytes");
  }
  return std::string(out);
}

bool verify_password(std::string_view hash, std::string_view password) {
  ensure_sodium();
  return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
}

bool needs_rehash(std::string_view hash, const PasswordCost& cost) {
  ensure_sodium();
  return crypto_pwhash_str_needs_rehash(std::string(hash).c_str(), cost.operations, cost.memory) != 0;
}

Status check_password_rules(std::string_view password, std::string_view login) {
  const std::size_t length = count_codepoints(password);
  if (!is_valid_utf8(password)) return rule_error("invalid_utf8", "口令含有无法识别的字符", "the password is not valid UTF-8");
  if (length < shortest) return rule_error("too_short", "口令至少 10 个字符", "the password needs at least 10 characters");
  if (length > longest) return rule_error("too_long", "口令最多 128 个字符", "the password may have at most 128 characters");
  if (length < long_enough && count_character_kinds(password) < 3) {
    return rule_error("too_simple", "口令须含大写字母、小写字母、数字、符号中的三种，或不少于 16 个字符",
                      "use three of upper case, lower case, digits and symbols, or at least 16 characters");
  }
  if (std::set<char>(password.begin(), password.end()).size() < 5) {
    return rule_error("too_simple", "口令重复字符过多", "the password repeats too few characters");
  }
  if (!login.empty() && contains(to_lower_ascii(password), to_lower_ascii(login))) {
    return rule_error("contains_login", "口令不能包含登录名", "the password may not contain the login");
  }
  return ok_status();
}

std::string make_password() {
  for (;;) {
    std::string candidate = random_token(12);
    if (count_character_kinds(candidate) >= 3) return candidate;
  }
}

}  // namespace lp::service
