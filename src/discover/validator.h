#pragma once
// A validator decides whether a whole value is an identifier of one kind: check digits, dates, regions, registers.
// It is pure: no state, no I/O, the same answer on every thread; any bytes may be given. What a value is not
// told by its own characters (column, key, neighbouring words) is the scanner's business.
//
// One validator is one file under discover/validators/, collected by lp_builtins; identifiers name it in
// specs/identifiers/*.yaml. Format knowledge and where it comes from stands in each file.

#include <cstdint>
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

struct Validator {
  std::string_view name;                    // as in specs: "resident_id_18"
  Evidence (*check)(std::string_view value);  // never nullptr
};

const std::vector<Validator>& builtin_validators();           // generated from discover/validators/*.cpp
const Validator* find_validator(std::string_view name);       // nullptr when unknown

}  // namespace lp::discover
