#pragma once
// Check characters of the standards. Each takes the whole value, check character included, and expects its
// alphabet; other characters make the answer false, never undefined behaviour.

#include <string_view>

namespace lp::discover {

bool luhn(std::string_view digits);              // ISO/IEC 7812-1 annex B: cards, IMEI, ICCID
bool mod_11_2(std::string_view value);           // ISO 7064 MOD 11-2: digits, last may be X (GB 11643)
bool mod_11_10(std::string_view digits);         // ISO 7064 MOD 11,10: registration numbers (GS 15)
bool mod_97_10(std::string_view alnum);          // ISO 7064 MOD 97-10 over letters as 10…35: LEI, rearranged IBAN
bool gtin(std::string_view digits);              // GS1 modulo 10, weights 3 and 1 from the right
bool org_code_check(std::string_view nine);      // GB 11714: eight characters and the check, no hyphen
// Letters count 10…35; weights 7, 3, 1; the last character is the check digit (ICAO 9303 machine-readable zone).
bool icao_check(std::string_view value);

}  // namespace lp::discover
