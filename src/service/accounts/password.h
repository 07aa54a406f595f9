#pragma once
// Passwords: argon2id (RFC 9106) through libsodium, and what a password must be.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::service {

struct PasswordCost {
  unsigned long long operations = 2;            // passes
  std::size_t memory = 64U * 1024 * 1024;       // bytes; 60 ms on one 2.x GHz core
  static PasswordCost for_tests() { return {1, 8192}; }
};

// Errors: unavailable when the memory cannot be had.
Result<std::string> hash_password(std::string_view password, const PasswordCost& cost);
bool verify_password(std::string_view hash, std::string_view password);
bool needs_rehash(std::string_view hash, const PasswordCost& cost);

// At least 10 characters of three kinds (upper, lower, digit, other) or 16 of any; at most 128;
// without the login; not one character repeated. Problems are about the field "password".
Status check_password_rules(std::string_view password, std::string_view login);
// 16 random characters that pass the rules: first passwords, to be changed at the first sign-in.
std::string make_password();

}  // namespace lp::service
