// Debian: [epoch:]upstream[-revision] (deb-version(7)). Runs of other characters and numbers take turns; "~" sorts before
// everything, even the end, letters before other characters. An absent revision is "0", an absent number is 0.
#include <array>

#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

// One place of a run: "~" < end of the version < the number that ends the run < letters < others by their code.
constexpr int tilde = 1, finish = 2, first_letter = 192, first_other = first_letter + 52;
using Number = Numbers<finish + 1, first_letter - 1>;

// Others that no version should have share the symbol of their gap, followed by themselves.
constexpr int below_plus = first_other, above_colon = first_other + 7;
constexpr auto symbols = [] {
  std::array<unsigned char, 256> table{};  // 0: in no version
  for (int c = 0x21; c < 0x7f; ++c) table[c] = c < '+' ? below_plus : above_colon;
  constexpr std::string_view others = "+,-./:";
  for (std::size_t i = 0; i < others.size(); ++i) {
    table[static_cast<unsigned char>(others[i])] = static_cast<unsigned char>(first_other + 1 + i);
  }
  for (int i = 0; i < 26; ++i) {
    table['A' + i] = static_cast<unsigned char>(first_letter + i);
    table['a' + i] = static_cast<unsigned char>(first_letter + 26 + i);
  }
  table['~'] = tilde;
  return table;
}();

char* encode_part(const char* at, const char* end, char* out) {
  do {
    for (; at != end && !is_digit(*at); ++at) {
      const int symbol = symbols[static_cast<unsigned char>(*at)];
      if (symbol == 0) return nullptr;
      out = put(out, symbol);
      if (symbol == below_plus || symbol == above_colon) [[unlikely]] out = put(out, *at);
    }
    out = Number::take(out, at, end);
  } while (at != end);
  return put(out, finish);
}

char* encode(const char* at, const char* end, char* out) {
  const char* const digits = skip_digits(at, end);
  if (digits != end && *digits == ':') {
    if (digits == at) return nullptr;
    out = Number::take(out, at, end);
    ++at;
  } else {
    out = Number::put(out, 0);
  }
  const char* dash = end;
  while (dash != at && *(dash - 1) != '-') --dash;
  if (dash == at) {  // no revision
    if (at == end) return nullptr;
    out = encode_part(at, end, out);
    return out == nullptr ? out : put(Number::put(out, 0), finish);
  }
  if (dash - 1 == at) return nullptr;
  out = encode_part(at, dash - 1, out);
  return out == nullptr ? out : encode_part(dash, end, out);
}

constexpr std::string_view ecosystems[] = {"Debian", "Ubuntu", "Echo"};
constexpr std::string_view purl_types[] = {"deb"};

}  // namespace

Scheme scheme_deb() {
  return {"deb", "Debian 版本", "Debian version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
