#pragma once
// A validator decides whether a whole value is an identifier of one kind: check digits, dates, regions, registers.
// It is pure: no state, no I/O, the same answer on every thread; any bytes may be given. What a value is not
// told by its own characters (column, key, neighbouring words) is the scanner's business.
//
// One validator is one file under discover/validators/, collected by lp_builtins; identifiers name it in
// specs/identifiers/*.yaml. Format knowledge and where it comes from stands in each file.

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace lp::discover {

// What spoke for a value. A set of bits; 0 = not an identifier of this kind.
struct Evidence {
  enum Bit : std::uint8_t {
    none = 0,
    format = 1,    // characters and lengths
    check = 2,     // check digit or checksum
    date = 4,      // a calendar date inside it exists and is not in the future
    region = 8,    // an administrative division of GB/T 2260 inside it exists
    registry = 16, // a published list knows its prefix: number segment, issuer, manufacturer, network
    entropy = 32,  // as random as a key must be
    weak = 64,     // possible, but ordinary numbers look the same: say so only with context
  };
  std::uint8_t bits = none;
  constexpr explicit operator bool() const { return bits != none; }
  constexpr bool has(Bit bit) const { return (bits & bit) != 0; }
};
constexpr Evidence evidence(int bits) { return {static_cast<std::uint8_t>(bits)}; }

// How a scanner finds what the validator is to judge: which mark in the bytes leads to a candidate. Values that
// nothing in the bytes announces (a password, a key) have no mark: they are judged by column or by the secret rules.
enum class Mark : std::uint8_t {
  none,
  word,          // letters and digits alone, of a length; the whole word is the value
  at,            // around an @
  dots,          // three numbers or more joined by dots
  decimals,      // two decimal fractions beside each other
  pairs,         // pairs of hexadecimal digits joined by : or -
  colons,        // groups joined by colons
  hyphen,        // digits on both sides of a hyphen, or a word before it
  cjk_word,      // a short word with a 汉字 before it that belongs to the value
  cjk_letters,   // three letters between 汉字
  cjk_digits,    // a number with a 汉字 before it that belongs to the value
};
enum class Letters : std::uint8_t { none, some, any };  // of a word: digits alone; at least one letter; either

struct Appearance {
  Mark mark = Mark::none;
  std::uint8_t min = 0, max = 0;   // bytes, for words
  Letters letters = Letters::any;
  std::string_view first{};        // what a value may begin with; empty = anything
  bool needs_name = false;         // its evidence is always weak: worth asking only where a name speaks for it
  std::uint64_t digits = 0;        // of words: bit i: byte i is a digit in every value that has one
  // Lengths between min and max that values have, as bits: of digits alone, with letters; 0 = all.
  std::uint64_t plain = 0, lettered = 0;

  constexpr bool has_length(int n, bool with_letters) const {
    const std::uint64_t lengths = with_letters ? lettered : plain;
    return lengths == 0 || (n < 64 && (lengths >> n & 1) != 0);
  }
  constexpr Appearance of_lengths(std::initializer_list<int> of_digits, std::initializer_list<int> of_both) const {
    Appearance out = *this;
    for (const int n : of_digits) out.plain |= 1ULL << n;
    for (const int n : of_both) out.lettered |= 1ULL << n;
    return out;
  }
};
// Bits [from, to) for Appearance::digits.
constexpr std::uint64_t digits_in(int from, int to) { return (to < 64 ? (1ULL << to) - 1 : ~0ULL) & ~((1ULL << from) - 1); }
constexpr Appearance words(int min, int max, Letters letters, std::string_view first = {}, std::uint64_t digits = 0) {
  return {Mark::word, static_cast<std::uint8_t>(min), static_cast<std::uint8_t>(max), letters, first, false, digits, 0, 0};
}
constexpr Appearance named_words(int min, int max, Letters letters, std::string_view first = {}, std::uint64_t digits = 0) {
  return {Mark::word, static_cast<std::uint8_t>(min), static_cast<std::uint8_t>(max), letters, first, true, digits, 0, 0};
}
constexpr Appearance marked(Mark mark, std::string_view first) { return {mark, 0, 0, Letters::any, first, false, 0, 0, 0}; }

struct Validator {
  std::string_view name;                    // as in specs: "resident_id_18"
  Evidence (*check)(std::string_view value);  // never nullptr
  Appearance appearance{};
};

const std::vector<Validator>& builtin_validators();           // generated from discover/validators/*.cpp
const Validator* find_validator(std::string_view name);       // nullptr when unknown

}  // namespace lp::discover
