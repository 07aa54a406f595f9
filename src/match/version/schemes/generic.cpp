// The order of what no scheme is known for, as people read versions: numbers and words in turn, whatever separates them.
// 1.0 is 1; "1.0-rc1" is before 1.0, "1.0a" and "1.0 SP1" are behind it and before 1.0.1. Without any digit there is no version.
#include <array>

#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

// Words of work in progress, by rank; then the end, other words, numbers.
constexpr int finish = 6, other_word = 7;
using Number = Numbers<other_word + 1, 255>;
constexpr int text_end = 0;

struct Word {
  std::string_view text;
  int rank;
};
constexpr std::array<Word, 19> known_words = {{{"dev", 1}, {"snapshot", 1}, {"nightly", 1}, {"alpha", 2}, {"beta", 3}, {"milestone", 4},
                                               {"preview", 5}, {"pre", 5}, {"prerelease", 5}, {"rc", 5}, {"cr", 5}, {"candidate", 5},
                                               {"final", finish}, {"release", finish}, {"ga", finish}, {"stable", finish}, {"v", finish},
                                               {"ver", finish}, {"version", finish}}};

constexpr bool is_word(char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

int rank_of(const char* at, const char* end, bool between_digits) {
  const auto size = static_cast<std::size_t>(end - at);
  if (size == 1 && between_digits && (*at == 'a' || *at == 'b')) return *at == 'a' ? 2 : 3;
  for (const Word& word : known_words) {
    if (word.text.size() != size) continue;
    std::size_t i = 0;
    while (i < size && to_lower(at[i]) == word.text[i]) ++i;
    if (i == size) return word.rank;
  }
  return other_word;
}

char* encode_word(const char* begin, const char* at, const char* end, bool behind_digit, char* out) {
  const int rank = rank_of(begin, at, behind_digit && at != end && is_digit(*at));
  if (rank == finish) return out;
  out = put(out, rank);
  if (rank != other_word) return out;
  for (; begin != at; ++begin) out = put(out, to_lower(*begin));
  return put(out, text_end);
}

char* encode(const char* at, const char* end, char* out) {
  char* last = out;  // behind what counts: zeros before a word or the end do not
  bool has_digit = false, behind_digit = false;
  while (at != end) {
    if (is_digit(*at)) {
      char* const before = out;
      out = Number::take(out, at, end);
      if (out - before != 1 || *before != other_word + 1) last = out;
      has_digit = behind_digit = true;
    } else if (is_word(*at)) {
      const char* const begin = at;
      while (at != end && is_word(*at)) ++at;
      char* const word = encode_word(begin, at, end, behind_digit, last);
      if (word != last) out = last = word;
      behind_digit = false;
    } else {
      if (static_cast<unsigned char>(*at) < 0x20 || *at == 0x7f) return nullptr;
      behind_digit = false;
      ++at;
    }
  }
  return has_digit ? put(last, finish) : nullptr;
}

constexpr std::string_view ecosystems[] = {"Android", "OpenHarmony"};
constexpr std::string_view purl_types[] = {"generic"};

}  // namespace

Scheme scheme_generic() {
  return {"generic", "通用比较（数字与字母交替）", "generic comparison (digits and letters in turn)", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
