// Alpine: number{.number}{letter}{_suffix{number}}{~hash}{-r#} (apk-package(5)). A number that begins with 0 is read as a
// fraction, except the first. What follows the grammar's end makes a version lower than the same without it; the hash counts for
// nothing.
#include <array>

#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

constexpr int junk = 5, finish = 6, first_letter = 12, fraction = first_letter + 26;
using Number = Numbers<fraction + 1, 255>;
constexpr int text_end = 1;

struct Suffix {
  std::string_view name;
  int symbol;
};
constexpr std::array<Suffix, 9> suffixes = {{{"alpha", 1}, {"beta", 2}, {"pre", 3}, {"rc", 4}, {"cvs", 7}, {"svn", 8}, {"git", 9},
                                             {"hg", 10}, {"p", 11}}};

char* encode_numbers(const char*& at, const char* end, char* out) {
  for (bool first = true; at != end && is_digit(*at); first = false) {
    if (*at == '0' && !first) {
      out = put(out, fraction);
      for (; at != end && is_digit(*at); ++at) out = put(out, *at);
      out = put(out, text_end);
    } else {
      out = Number::take(out, at, end);
    }
    if (end - at < 2 || *at != '.' || !is_digit(at[1])) break;
    ++at;
  }
  return out;
}

char* encode_suffixes(const char*& at, const char* end, char* out) {
  while (at != end && *at == '_') {
    const std::string_view rest(at + 1, static_cast<std::size_t>(end - at - 1));
    const Suffix* found = nullptr;
    for (const Suffix& suffix : suffixes) {
      if (rest.starts_with(suffix.name)) {
        found = &suffix;
        break;
      }
    }
    if (found == nullptr) return out;
    at += 1 + found->name.size();
    out = Number::take(put(out, found->symbol), at, end);
  }
  return out;
}

void skip_hash(const char*& at, const char* end) {
  if (at == end || *at != '~') return;
  const char* hash = at + 1;
  while (hash != end && (is_digit(*hash) || (*hash >= 'a' && *hash <= 'f'))) ++hash;
  if (hash != at + 1) at = hash;
}

char* encode(const char* at, const char* end, char* out) {
  for (const char* c = at; c != end; ++c) {
    if (!is_graphic(*c)) return nullptr;
  }
  out = encode_numbers(at, end, out);
  if (at != end && is_lower(*at)) out = put(out, first_letter + (*at++ - 'a'));
  out = encode_suffixes(at, end, out);
  skip_hash(at, end);
  const bool has_build = end - at >= 2 && at[0] == '-' && at[1] == 'r';
  char* const mark = out++;
  if (has_build) {
    at += 2;
    out = Number::take(out, at, end);
  } else {
    out = Number::put(out, 0);
  }
  *mark = static_cast<char>(at == end ? finish : junk);
  if (!has_build && at != end && *at != '-') {
    for (; at != end; ++at) out = put(out, *at);
  }
  return out;
}

constexpr std::string_view ecosystems[] = {"Alpine", "Wolfi", "Chainguard", "Alpaquita", "BellSoft Hardened Containers", "MinimOS"};
constexpr std::string_view purl_types[] = {"apk"};

}  // namespace

Scheme scheme_apk() {
  return {"apk", "Alpine apk 版本", "Alpine apk version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
