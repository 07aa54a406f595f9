#include "match/version/semver.h"

#include <array>

#include "match/version/key.h"

namespace lp::match {
namespace {

// After three numbers: pre-release < release < more numbers. Behind an identifier: end < build < number < text. The first
// character of a text sorts above numbers, a later one above everything, so that no mark ends a text.
constexpr int pre_release = 1, build_mark = 1, release = 2, first_text = 130, next_text = first_text + 63;
using Number = Numbers<release + 1, first_text - 1>;
static_assert(next_text + 62 == 255);

constexpr auto ranks = [] {  // in ASCII order
  std::array<signed char, 256> table{};
  table.fill(-1);
  signed char rank = 0;
  for (int c = 0; c < 128; ++c) {
    const char character = static_cast<char>(c);
    if (is_digit(character) || is_letter(character) || character == '-') table[c] = rank++;
  }
  return table;
}();
constexpr int rank_of(char c) { return ranks[static_cast<unsigned char>(c)]; }

// Identifiers up to `stop` or the end.
char* encode_identifiers(const char*& at, const char* end, char stop, bool fold_case, char* out) {
  const auto rank = [fold_case](char c) { return rank_of(fold_case ? to_lower(c) : c); };
  for (;;) {
    const char* const digits = skip_digits(at, end);
    if (digits != at && (digits == end || rank_of(*digits) < 0)) {
      out = Number::take(out, at, end);
    } else {
      if (at == end || rank_of(*at) < 0) return nullptr;
      out = put(out, first_text + rank(*at));
      for (++at; at != end && rank_of(*at) >= 0; ++at) out = put(out, next_text + rank(*at));
    }
    if (at == end || *at == stop) return out;
    if (*at++ != '.') return nullptr;
  }
}

char* encode_numbers(const char*& at, const char* end, char* out) {
  char* last = out;  // behind the last number that counts
  for (int count = 1;; ++count) {
    if (at == end || !is_digit(*at)) return nullptr;
    out = Number::take(out, at, end);
    if (count <= 3 || out[-1] != release + 1 || out - last != 1) last = out;
    if (at != end && *at == '.') {
      ++at;
      continue;
    }
    for (; count < 3; ++count) last = put(last, release + 1);
    return last;
  }
}

char* encode(const char* at, const char* end, char* out, SemverTraits traits) {
  if ((*at == 'v' || *at == 'V') && end - at > 1) ++at;
  out = encode_numbers(at, end, out);
  if (out == nullptr) return nullptr;
  if (at != end && *at == '-') {
    out = encode_identifiers(++at, end, '+', traits.fold_case, put(out, pre_release));
    if (out == nullptr) return nullptr;
  } else {
    out = put(out, release);
  }
  if (at == end) return out;
  if (*at++ != '+') return nullptr;
  if (traits.order_build) return encode_identifiers(at, end, '\0', traits.fold_case, put(out, build_mark));
  for (; at != end; ++at) {
    if (!is_graphic(*at)) return nullptr;
  }
  return out;
}

}  // namespace

bool append_semver_key(std::string_view version, std::string& key, SemverTraits traits) {
  return append_key(version, key, [traits](const char* begin, const char* end, char* out) { return encode(begin, end, out, traits); });
}

}  // namespace lp::match
