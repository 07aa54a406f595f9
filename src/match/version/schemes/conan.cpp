// Conan 2: items between dots, "-" pre-release, "+" build. Zeros at the end count for nothing. Conan compares a number with a text
// by their texts, which is no order (9 < 10 < "10a" < 9): here an item is its leading number and then its text, and a text
// without a number is above all numbers.
#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

// After an item: pre-release < nothing < build < numbers < texts; a character that goes on an item sorts above everything.
constexpr int pre_release = 1, nothing = 2, build = 3, text_item = 160, more_text = 161;
using Number = Numbers<build + 1, text_item - 1>;
static_assert(more_text + 0x7e - 0x21 == 254);

constexpr bool is_item_character(char c) { return is_graphic(c) && c != '.' && c != '-' && c != '+'; }

// Items up to one of the stops; those of a pre-release and of a build may hold "-".
char* encode_items(const char*& at, const char* end, std::string_view stops, char* out) {
  char* last = out;
  while (at != end && stops.find(*at) == stops.npos) {
    char* const before = out;
    if (is_digit(*at)) {
      out = Number::take(out, at, end);
    } else {
      out = put(out, text_item);
    }
    for (; at != end && *at != '.' && stops.find(*at) == stops.npos; ++at) {
      if (!is_graphic(*at)) return nullptr;
      out = put(out, more_text + to_lower(*at) - 0x21);
    }
    if (out - before != 1 || *before != build + 1) last = out;
    if (at == end || *at != '.') break;
    ++at;
  }
  return last;
}

char* encode(const char* at, const char* end, char* out) {
  if (!is_item_character(*at)) return nullptr;
  out = encode_items(at, end, "-+", out);
  if (out != nullptr && at != end && *at == '-') {
    out = encode_items(++at, end, "+", put(out, pre_release));
  } else if (out != nullptr && at == end) {
    out = put(out, nothing);
  }
  if (out == nullptr || at == end) return out;
  return encode_items(++at, end, "", put(out, build));
}

constexpr std::string_view ecosystems[] = {"ConanCenter"};
constexpr std::string_view purl_types[] = {"conan"};

}  // namespace

Scheme scheme_conan() {
  return {"conan", "Conan 版本", "Conan version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
