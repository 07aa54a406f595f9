// Python version specifiers (PEP 440), joined by commas. Bounds are compared by order: "<2.0" takes in 2.0rc1 and ">1.7" 1.7.post1,
// which PEP 440 leaves out when it chooses what to install; "==1.0" is that version alone and not its local versions.
#include "match/version/key.h"
#include "match/version/native/notations.h"
#include "match/version/native/scanner.h"

namespace lp::match {
namespace {

constexpr std::string_view stops = ",";

// "1!2.3" → everything that begins so: from its first development release up to that of the next.
Result<Interval> family(const Scanner& in, const Scheme& scheme, std::string_view release) {
  const std::size_t last = release.find_last_of(".!v") + 1;  // npos + 1 is 0
  const std::string_view digits = release.substr(last);
  const bool whole = !digits.empty() && skip_digits(digits.data(), digits.data() + digits.size()) == digits.data() + digits.size();
  if (!whole || !version_key(scheme, release)) return in.error("no release before this place");
  return Interval{std::string(release) + ".dev0", std::string(release.substr(0, last)) + incremented(digits) + ".dev0", true, false};
}

Intervals outside(const Interval& interval) {
  return {{std::nullopt, interval.from, true, false}, {interval.to, std::nullopt, true, false}};
}

// "~=1.4.5": 1.4.5 or later, but 1.4.*
Result<Intervals> parse_compatible(Scanner& in, const Scheme& scheme) {
  LP_TRY(const std::string version, in.take_version(scheme, stops));
  std::size_t end = version.find_first_not_of("0123456789.!v");
  const std::string_view release = std::string_view(version).substr(0, end);
  end = release.find_last_not_of('.');
  const std::size_t dot = release.find_last_of('.', end);
  if (dot == release.npos) return in.error("\"~=\" needs two numbers before this place");
  LP_TRY(Interval interval, family(in, scheme, release.substr(0, dot)));
  interval.from = version;
  return Intervals{interval};
}

Result<Intervals> parse_one(Scanner& in, const Scheme& scheme) {
  in.skip_spaces();
  if (in.take("~=")) return parse_compatible(in, scheme);
  const std::optional<Comparator> comparator = in.take_comparator();
  if (!comparator) return in.error("no comparison");
  in.skip_spaces();
  const std::size_t begin = in.place();
  const std::string_view word = in.take_word(stops);
  if (!word.ends_with(".*")) {
    in.go_to(begin);
    LP_TRY(const std::string version, in.take_version(scheme, stops));
    return intervals_of(*comparator, version);
  }
  LP_TRY(const Interval interval, family(in, scheme, word.substr(0, word.size() - 2)));
  if (*comparator == Comparator::equal) return Intervals{interval};
  if (*comparator == Comparator::not_equal) return outside(interval);
  return in.error("\".*\" goes with \"==\" and \"!=\" only, before this place");
}

}  // namespace

Result<Intervals> parse_pypi(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  LP_TRY(Intervals set, parse_one(in, scheme));
  for (;;) {
    in.skip_spaces();
    if (!in.take(",")) break;
    in.skip_spaces();
    if (in.at_end()) return set;  // a last comma is allowed
    LP_TRY(const Intervals next, parse_one(in, scheme));
    set = intersect(scheme, set, next);
  }
  if (!in.at_end()) return in.error("not understood");
  return set;
}

}  // namespace lp::match
