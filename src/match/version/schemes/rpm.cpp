// RPM: [epoch:]version[-release]. Segments of digits and of letters; what is neither only separates them. At one place
// "~" < end < "^" < letters < digits. A version without release is below the same with any.
#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

// The first letter of a segment sorts below numbers, a letter that goes on a segment above everything that may begin the next.
constexpr int tilde = 1, finish = 2, caret = 3, first_letter = 4, first_number = first_letter + 52, next_letter = 256 - 52;
using Number = Numbers<first_number, next_letter - 1>;

constexpr int letter_rank(char c) { return c >= 'a' ? c - 'a' + 26 : c - 'A'; }

char* encode_part(const char* at, const char* end, char* out) {
  while (at != end) {
    const char c = *at;
    if (is_digit(c)) {
      out = Number::take(out, at, end);
    } else if (is_letter(c)) {
      out = put(out, first_letter + letter_rank(c));
      for (++at; at != end && is_letter(*at); ++at) out = put(out, next_letter + letter_rank(*at));
    } else {
      if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return nullptr;
      if (c == '~') out = put(out, tilde);
      if (c == '^') out = put(out, caret);
      ++at;
    }
  }
  return put(out, finish);
}

char* encode(const char* at, const char* end, char* out) {
  const char* const digits = skip_digits(at, end);
  if (digits != end && *digits == ':') {  // ":1" has epoch 0
    out = Number::take(out, at, end);
    ++at;
  } else {
    out = Number::put(out, 0);
  }
  if (at == end) return nullptr;
  const char* dash = end;
  while (dash != at && *(dash - 1) != '-') --dash;
  if (dash == at) return encode_part(at, end, out);
  out = encode_part(at, dash - 1, out);
  return out == nullptr ? out : encode_part(dash, end, out);
}

constexpr std::string_view ecosystems[] = {"Red Hat",   "AlmaLinux", "Rocky Linux", "SUSE",        "openSUSE",     "Mageia",
                                           "openEuler", "Photon OS", "Azure Linux", "Oracle Linux", "Amazon Linux", "Fedora"};
constexpr std::string_view purl_types[] = {"rpm"};

}  // namespace

Scheme scheme_rpm() {
  return {"rpm", "RPM 版本", "RPM version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
