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
// 0: others of a gap, and what is in no version.
constexpr auto symbols = [] {
  std::array<unsigned char, 256> table{};
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
static_assert(above_colon <= 255);

// Where the last "-" was put, if there was one, and where its run of other characters began.
struct Dash {
  char* at = nullptr;
  const char* run = nullptr;
};

// What follows the first number, upstream version and revision at once: which "-" is between them is not known before the end.
char* encode_rest(const char* at, const char* end, char* out, Dash& dash) {
  while (at != end) {
    char* const run = out;
    do {
      const unsigned char symbol = symbols[static_cast<unsigned char>(*at)];
      *out = static_cast<char>(symbol);
      if (*at == '-') dash = {out, run};
      ++out;
      if (symbol == 0) [[unlikely]] {
        if (!is_graphic(*at)) return nullptr;
        out = put(put(out - 1, *at < '+' ? below_plus : above_colon), *at);
      }
      ++at;
    } while (at != end && !is_digit(*at));
    out = Number::take(out, at, end);
  }
  return put(out, finish);
}

char* encode(const char* begin, const char* end, char* out) {
  const char* at = begin;
  char* part = Number::put(out, 0);  // the epoch
  char* rest = is_digit(*at) ? Number::take(part, at, end) : part;
  if (at != end && *at == ':') {
    if (at++ == begin || at == end) return nullptr;
    at = begin;
    part = Number::take(out, at, end);
    rest = is_digit(*++at) ? Number::take(part, at, end) : part;
  }
  Dash dash;
  out = encode_rest(at, end, rest, dash);
  if (out == nullptr) return nullptr;
  if (dash.at == nullptr) return put(Number::put(out, 0), finish);
  if (dash.at == part) return nullptr;
  if (dash.at == dash.run) {
    *dash.at = finish;
    return out;
  }
  // The upstream version ends with other characters, so with a number that is absent.
  std::memmove(dash.at + 1, dash.at, static_cast<std::size_t>(out - dash.at));
  put(Number::put(dash.at, 0), finish);
  return out + 1;
}

constexpr std::string_view ecosystems[] = {"Debian", "Ubuntu", "Echo"};
constexpr std::string_view purl_types[] = {"deb"};

}  // namespace

Scheme scheme_deb() {
  return {"deb", "Debian 版本", "Debian version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
