#include "discover/checksum.h"

#include <cstring>

#include "discover/chars.h"
#include "discover/checksum_fast.h"
#include "discover/proven_checks.h"

namespace lp::discover {
namespace {

// 0…35, or -1.
constexpr int base36(char c) {
  if (is_digit(c)) return c - '0';
  return is_upper(c) ? c - 'A' + 10 : -1;
}

}  // namespace

bool luhn(std::string_view digits) {
  if (digits.size() < 2 || !all_digits(digits)) return false;
  if (digits.size() >= 8) return luhn_sum(digits.data(), digits.size()) % 10 == 0;
  char padded[8] = {'0', '0', '0', '0', '0', '0', '0', '0'};
  std::memcpy(padded + 8 - digits.size(), digits.data(), digits.size());
  return luhn_sum(padded, 8) % 10 == 0;
}

bool mod_11_2(std::string_view value) {
  if (value.size() < 2 || !all_digits(value.substr(0, value.size() - 1))) return false;
  if (value.size() == 18) return proven::mod_11_2_of_18(value.data());
  unsigned sum = 0, weight = 2;
  for (std::size_t i = value.size() - 1; i-- > 0; weight = weight * 2 % 11) sum += static_cast<unsigned>(digit_of(value[i])) * weight;
  const char want = "10X98765432"[sum % 11];
  return value.back() == want || (want == 'X' && value.back() == 'x');
}

bool mod_11_10(std::string_view digits) {
  if (digits.size() < 2 || !all_digits(digits)) return false;
  int p = 10;
  for (const char c : digits.substr(0, digits.size() - 1)) {
    int s = (p + digit_of(c)) % 10;
    if (s == 0) s = 10;
    p = s * 2 % 11;
  }
  return (p + digit_of(digits.back())) % 10 == 1;
}

bool mod_97_10(std::string_view alnum) {
  if (alnum.empty()) return false;
  int r = 0;
  for (const char c : alnum) {
    const int value = base36(c);
    if (value < 0) return false;
    r = value > 9 ? (r * 100 + value) % 97 : (r * 10 + value) % 97;
  }
  return r == 1;
}

bool gtin(std::string_view digits) {
  if (digits.size() < 8 || !all_digits(digits)) return false;
  int sum = 0;
  int weight = 1;
  for (std::size_t i = digits.size(); i-- > 0; weight = 4 - weight) sum += digit_of(digits[i]) * weight;
  return sum % 10 == 0;
}

bool org_code_check(std::string_view nine) {
  static constexpr int weights[8] = {3, 7, 9, 10, 5, 8, 4, 2};
  if (nine.size() != 9) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const int value = base36(nine[i]);
    if (value < 0) return false;
    sum += value * weights[i];
  }
  const int check = 11 - sum % 11;
  const char want = check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
  return nine[8] == want;
}

bool icao_check(std::string_view value) {
  static constexpr int weights[3] = {7, 3, 1};
  if (value.size() < 2 || !is_digit(value.back())) return false;
  int sum = 0;
  for (std::size_t i = 0; i + 1 < value.size(); ++i) {
    const int v = value[i] == '<' ? 0 : base36(value[i]);
    if (v < 0) return false;
    sum += v * weights[i % 3];
  }
  return sum % 10 == digit_of(value.back());
}

}  // namespace lp::discover
