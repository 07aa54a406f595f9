// Composer: comparisons, "^", "~", "1.2.*", "1 - 2", joined by commas or spaces, and by "|" or "||"; "@stability" says nothing about
// versions. Bounds that Composer makes up end with "-dev", below everything of that version, and have no zeros at the end, because
// the order of PHP holds 2.0 below 2.0.0.
#include <algorithm>

#include "base/text.h"
#include "match/version/native/notations.h"
#include "match/version/native/partial.h"

namespace lp::match {
namespace {

constexpr std::string_view stops = ",|<>=!~^@";
constexpr std::size_t width = 4;

std::string before(const Partial& partial, std::size_t count) { return partial.next(count, count) + "-dev"; }

Result<Partial> take_partial(Scanner& in, const Scheme& scheme) {
  LP_TRY(Partial partial, read_partial(in, width, stops));
  if (!partial.numbers.empty() && !version_key(scheme, partial.text(0))) return in.error("no Composer version before this place");
  return partial;
}

Interval from_here(const Partial& partial, std::size_t count) { return {partial.text(0), before(partial, count), true, false}; }

Intervals caret(const Partial& partial) {
  std::size_t first = 0;
  while (first + 1 < partial.numbers.size() && partial.numbers[first] == "0") ++first;
  return {from_here(partial, first + 1)};
}
Intervals tilde(const Partial& partial) {
  return {from_here(partial, std::max<std::size_t>(1, partial.numbers.size() - 1))};
}

Result<Intervals> parse_hyphen(Scanner& in, const Scheme& scheme, const std::string& first) {
  in.skip_spaces();
  const std::size_t begin = in.place();
  const Result<Partial> last = take_partial(in, scheme);
  if (last && last->numbers.size() < 3 && last->pre.empty() && !last->numbers.empty()) {
    return Intervals{{first, before(*last, last->numbers.size()), true, false}};
  }
  in.go_to(begin);
  LP_TRY(const std::string version, in.take_version(scheme, stops));
  return Intervals{{first, version, true, true}};
}

Result<Intervals> parse_plain(Scanner& in, const Scheme& scheme) {
  const std::optional<Comparator> comparator = in.take_comparator();
  in.skip_spaces();
  const std::size_t begin = in.place();
  const std::string_view word = in.take_word(stops);
  in.go_to(begin);
  if (word == "*" || word.ends_with(".*") || word.ends_with(".x")) {
    LP_TRY(const Partial partial, take_partial(in, scheme));
    if (comparator && *comparator != Comparator::equal) return in.error("a wildcard stands alone, before this place");
    if (partial.numbers.empty()) return Intervals{Interval::everything()};
    return Intervals{from_here(partial, partial.numbers.size())};
  }
  LP_TRY(const std::string version, in.take_version(scheme, stops));
  const std::size_t behind = in.place();
  in.skip_spaces();
  if (!comparator && behind != in.place() && in.take("- ")) return parse_hyphen(in, scheme, version);
  in.go_to(behind);
  return intervals_of(comparator.value_or(Comparator::equal), version);
}

Result<Intervals> parse_one(Scanner& in, const Scheme& scheme) {
  const bool is_caret = in.take("^");
  if (!is_caret && !in.take("~")) return parse_plain(in, scheme);
  LP_TRY(const Partial partial, take_partial(in, scheme));
  if (partial.wildcard || partial.numbers.empty()) return in.error("no version before this place");
  return is_caret ? caret(partial) : tilde(partial);
}

void skip_stability(Scanner& in) {
  if (in.take("@")) in.take_word(stops);
}

Result<Intervals> parse_all(Scanner& in, const Scheme& scheme) {
  LP_TRY(Intervals set, parse_one(in, scheme));
  for (;;) {
    skip_stability(in);
    in.skip_spaces();
    const bool joined = in.take(",");
    in.skip_spaces();
    if (in.at_end() || in.peek() == '|') {
      if (joined) return in.error("nothing follows");
      return set;
    }
    LP_TRY(const Intervals next, parse_one(in, scheme));
    set = intersect(scheme, set, next);
  }
}

}  // namespace

Result<Intervals> parse_composer(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  Intervals set;
  do {
    in.skip_spaces();
    LP_TRY(const Intervals part, parse_all(in, scheme));
    set.insert(set.end(), part.begin(), part.end());
  } while (in.take("||") || in.take("|"));
  if (!in.at_end()) return in.error("not understood");
  return set;
}

}  // namespace lp::match
