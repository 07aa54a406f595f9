// Python: PEP 440, in every spelling its appendix B allows. What it does not allow ("2.6.0-NA", "0.1-bulbasaur") is no version:
// pip has refused such since 24.1.
#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

// After the release: development < alpha < beta < candidate < final < post < more numbers.
// After a pre-release: development < nothing < post. After a post-release: development < nothing. The end is below any local label.
constexpr int dev = 1, alpha = 2, beta = 3, candidate = 4, final_release = 5, post = 6;
constexpr int nothing = 2, post_of_pre = 3;
// Local labels: text < number. A text ends with a byte below its characters.
constexpr int local_text = 1, local_text_end = 1;
using Number = Numbers<post + 1, 255>;

struct Reader {
  const char* at;
  const char* end;

  bool skip(std::string_view word) {
    if (static_cast<std::size_t>(end - at) < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (to_lower(at[i]) != word[i]) return false;
    }
    at += word.size();
    return true;
  }
  void skip_separator() {
    if (at != end && (*at == '.' || *at == '-' || *at == '_')) ++at;
  }
  // A separator and one of the words, or nothing.
  template <class... Words>
  bool skip_word(Words... words) {
    const char* const before = at;
    skip_separator();
    if ((skip(words) || ...)) return true;
    at = before;
    return false;
  }
  // The number behind such a word; absent is 0.
  char* take_number(char* out) {
    skip_separator();
    return Number::take(out, at, end);
  }
};

char* encode_release(Reader& in, char* out) {
  if (in.at == in.end || !is_digit(*in.at)) return nullptr;
  const char* const digits = skip_digits(in.at, in.end);
  if (digits != in.end && *digits == '!') {
    out = Number::take(out, in.at, in.end);
    ++in.at;
    if (in.at == in.end || !is_digit(*in.at)) return nullptr;
  } else {
    out = Number::put(out, 0);
  }
  char* last = out;  // behind the last number that is not 0
  for (;;) {
    char* const before = out;
    out = Number::take(out, in.at, in.end);
    if (out - before != 1 || *before != post + 1) last = out;
    if (in.end - in.at < 2 || *in.at != '.' || !is_digit(in.at[1])) return last;
    ++in.at;
  }
}

int pre_release(Reader& in) {
  if (in.skip_word("alpha", "a")) return alpha;
  if (in.skip_word("beta", "b")) return beta;
  if (in.skip_word("rc", "c", "preview", "pre")) return candidate;
  return 0;
}

// "-1", ".post1", "rev"
bool skip_post(Reader& in) {
  if (in.end - in.at > 1 && *in.at == '-' && is_digit(in.at[1])) return true;
  return in.skip_word("post", "rev", "r");
}

char* encode_local(Reader& in, char* out) {
  for (;;) {
    const char* const begin = in.at;
    while (in.at != in.end && (is_digit(*in.at) || is_letter(*in.at))) ++in.at;
    if (in.at == begin) return nullptr;
    const char* rest = begin;
    if (skip_digits(begin, in.at) == in.at) {
      out = Number::take(out, rest, in.at);
    } else {
      out = put(out, local_text);
      while (rest != in.at) out = put(out, to_lower(*rest++));
      out = put(out, local_text_end);
    }
    if (in.at == in.end) return out;
    if (*in.at != '.' && *in.at != '-' && *in.at != '_') return nullptr;
    ++in.at;
  }
}

char* encode(const char* begin, const char* end, char* out) {
  Reader in{begin, end};
  in.skip("v");
  out = encode_release(in, out);
  if (out == nullptr) return nullptr;
  const int pre = pre_release(in);
  if (pre != 0) out = in.take_number(put(out, pre));
  const bool is_post = skip_post(in);
  if (is_post) out = in.take_number(put(out, pre != 0 ? post_of_pre : post));
  if (in.skip_word("dev")) {
    out = in.take_number(put(out, dev));
  } else {
    out = put(out, pre != 0 || is_post ? nothing : final_release);
  }
  if (in.at == in.end) return out;
  if (*in.at++ != '+') return nullptr;
  return encode_local(in, out);
}

constexpr std::string_view ecosystems[] = {"PyPI"};
constexpr std::string_view purl_types[] = {"pypi"};

}  // namespace

Scheme scheme_pypi() {
  return {"pypi", "Python 版本（PEP 440）", "Python version (PEP 440)", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
