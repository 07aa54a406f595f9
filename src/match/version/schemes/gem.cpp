// RubyGems: numbers and words take turns; a word is below a number, so it makes a pre-release. Missing segments are 0, "-" is
// ".pre.".
#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

// Words < zeros before a word (fewer of them first) < end < numbers. A later letter sorts above everything.
constexpr int first_letter = 1, zeros_before_word = first_letter + 52, finish = zeros_before_word + 1, next_letter = 256 - 52;
using Number = Numbers<finish + 1, next_letter - 1>;

constexpr int letter_rank(char c) { return c >= 'a' ? c - 'a' + 26 : c - 'A'; }

struct Writer {
  char* out;
  std::uint64_t zeros = 0;  // since the last segment that counts
  bool has_word = false;

  void number(const char*& at, const char* end) {
    const char* const begin = at;
    while (at != end && *at == '0') ++at;
    if (at != begin && (at == end || !is_digit(*at))) {
      ++zeros;
      return;
    }
    for (; zeros != 0; --zeros) out = Number::put(out, 0);
    out = Number::take(out, at, end);
  }
  void word(const char*& at, const char* end) {
    // Zeros at the end of the numbers before the first word count for nothing.
    if (zeros != 0 && has_word) out = Number::put(put(out, zeros_before_word), zeros);
    zeros = 0;
    has_word = true;
    out = put(out, first_letter + letter_rank(*at));
    for (++at; at != end && is_letter(*at); ++at) out = put(out, next_letter + letter_rank(*at));
  }
};

char* encode(const char* at, const char* end, char* out) {
  if (!is_digit(*at)) return nullptr;
  constexpr std::string_view pre = "pre";
  Writer writer{out};
  bool separated = true;
  while (at != end) {
    if (is_digit(*at)) {
      writer.number(at, end);
      separated = false;
    } else if (is_letter(*at)) {
      writer.word(at, end);
      separated = false;
    } else {
      if (separated || (*at != '.' && *at != '-')) return nullptr;
      if (*at == '-') {
        const char* word = pre.data();
        writer.word(word, pre.data() + pre.size());
      }
      separated = true;
      ++at;
    }
  }
  return separated ? nullptr : put(writer.out, finish);
}

constexpr std::string_view ecosystems[] = {"RubyGems"};
constexpr std::string_view purl_types[] = {"gem", "cocoapods"};

}  // namespace

Scheme scheme_gem() {
  return {"gem", "RubyGems 版本", "RubyGems version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
