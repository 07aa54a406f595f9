// Maven: ComparableVersion. Tokens stand behind "." or "-"; a change between digits and letters is a "-". Zeros and their like
// ("ga", "final", "release") count for nothing at the end and before a "-".
//
// ComparableVersion itself is no order: it has 1.foo < 1-alpha < 1 < 1.foo. Here what is below the release stays below it:
//   .alpha < -alpha < .0.alpha < end < .foo < -foo < -1 < .0.foo < .1
#include <array>

#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

constexpr int dot_low = 1, dash_low = 6, zeros_low = 11, finish = 12, dot_high = 13, dash_high = 15, dash_number = 17, zeros_high = 18;
using Number = Numbers<zeros_high + 1, 255>;
constexpr int text_end = 0;

constexpr std::array<std::string_view, 5> low_words = {"alpha", "beta", "milestone", "rc", "snapshot"};
// Ranks of words: those of low_words, then these.
constexpr int rank_null = 5, rank_sp = 6, rank_other = 7;

bool equal_word(const char* at, std::size_t size, std::string_view word) {
  if (size != word.size()) return false;
  for (std::size_t i = 0; i < size; ++i) {
    if (to_lower(at[i]) != word[i]) return false;
  }
  return true;
}

int rank_of(const char* at, std::size_t size, bool before_digit) {
  if (size == 1 && before_digit) {
    switch (to_lower(*at)) {
      case 'a': return 0;
      case 'b': return 1;
      case 'm': return 2;
      default: return rank_other;
    }
  }
  for (std::size_t i = 0; i < low_words.size(); ++i) {
    if (equal_word(at, size, low_words[i])) return static_cast<int>(i);
  }
  if (equal_word(at, size, "cr")) return 3;
  if (equal_word(at, size, "sp")) return rank_sp;
  const bool null = equal_word(at, size, "ga") || equal_word(at, size, "final") || equal_word(at, size, "release");
  return null ? rank_null : rank_other;
}

struct Writer {
  char* out;
  bool first = true;
  bool dash = false;                    // before the next token
  std::uint64_t zeros = 0;              // since the last token that counts
  bool zeros_behind_dash = false;

  void begin(bool is_dash) {
    dash = is_dash;
    if (is_dash) zeros = 0;
  }
  void add_zero() {
    if (zeros++ == 0) zeros_behind_dash = dash;
  }
  void number(const char* at, const char* end) {
    while (at != end && *at == '0') ++at;
    if (at == end && !first) return add_zero();
    first = false;
    const bool behind_dash = zeros != 0 ? zeros_behind_dash : dash;
    if (behind_dash) out = put(out, dash_number);
    for (; zeros != 0; --zeros) out = Number::put(out, 0);
    out = Number::take(out, at, end);
  }
  void word(const char* at, const char* end, bool before_digit) {
    const auto size = static_cast<std::size_t>(end - at);
    const int rank = rank_of(at, size, before_digit);
    if (rank == rank_null && !first) return add_zero();
    first = false;
    const bool low = rank <= rank_null;
    if (zeros != 0 && !zeros_behind_dash) {
      out = put(Number::put(put(out, low ? zeros_low : zeros_high), zeros), low ? rank : rank - rank_sp);
    } else {
      out = put(out, low ? (dash ? dash_low : dot_low) + rank : (dash ? dash_high : dot_high) + rank - rank_sp);
    }
    zeros = 0;
    if (rank != rank_other) return;
    for (; at != end; ++at) out = put(out, to_lower(*at));
    out = put(out, text_end);
  }
};

char* encode(const char* at, const char* end, char* out) {
  Writer writer{out};
  for (bool separated = true; at != end;) {
    const char* const begin = at;
    if (*at == '.' || *at == '-') {
      if (separated) writer.add_zero();  // an empty token is 0
      if (separated && writer.first) writer.number(at, at);
      writer.begin(*at++ == '-');
      separated = true;
    } else if (is_digit(*at)) {
      if (!separated) writer.begin(true);
      at = skip_digits(at, end);
      writer.number(begin, at);
      separated = false;
    } else {
      if (!separated) writer.begin(true);
      for (; at != end && !is_digit(*at) && *at != '.' && *at != '-'; ++at) {
        if (static_cast<unsigned char>(*at) < 0x20) return nullptr;
      }
      writer.word(begin, at, at != end && is_digit(*at));
      separated = false;
    }
  }
  return put(writer.out, finish);
}

constexpr std::string_view ecosystems[] = {"Maven"};
constexpr std::string_view purl_types[] = {"maven"};

}  // namespace

Scheme scheme_maven() {
  return {"maven", "Maven 版本", "Maven version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
