// Conan 2: comparisons, "^", "~", joined by spaces and "||", with or without brackets. Bounds that Conan makes up end with "-", below
// every pre-release. Whether pre-releases are wanted ("include_prerelease", a "-" behind a version) says nothing about versions.
#include <algorithm>

#include "match/version/key.h"
#include "match/version/native/notations.h"
#include "match/version/native/scanner.h"

namespace lp::match {
namespace {

constexpr std::string_view stops = ",|<>=!~^]";

// The first `count` numbers of the version with the last one higher.
Result<std::string> before_next(const Scanner& in, std::string_view version, std::size_t count) {
  const char* at = version.data();
  const char* const end = at + version.size();
  const char* begin = at;
  for (; count != 0; --count) {
    begin = at;
    at = skip_digits(at, end);
    if (at == begin) return in.error("no number before this place");
    if (count > 1 && (at == end || *at++ != '.')) return in.error("too few numbers before this place");
  }
  return std::string(version.data(), begin) + incremented({begin, static_cast<std::size_t>(at - begin)}) + "-";
}

std::size_t number_count(std::string_view version) {
  const std::string_view main = version.substr(0, version.find_first_of("-+"));
  return static_cast<std::size_t>(std::count(main.begin(), main.end(), '.')) + 1;
}
// How many numbers "^" keeps: up to the first that is not 0.
std::size_t caret_count(std::string_view version) {
  std::size_t count = 1;
  while (version.starts_with("0.")) {
    version.remove_prefix(2);
    ++count;
  }
  return count;
}

Result<Intervals> parse_one(Scanner& in, const Scheme& scheme) {
  const bool caret = in.take("^");
  const bool tilde = !caret && in.take("~");
  const std::optional<Comparator> comparator = caret || tilde ? std::nullopt : in.take_comparator();
  if (!caret && !tilde && !comparator && in.take("*")) {
    in.take("-");
    return intervals_of(Comparator::greater_equal, "0.0.0");
  }
  LP_TRY(std::string version, in.take_version(scheme, stops));
  if (version.ends_with('-')) version.pop_back();
  if (!caret && !tilde) return intervals_of(comparator.value_or(Comparator::equal), version);
  LP_TRY(const std::string end, before_next(in, version, caret ? caret_count(version) : std::min<std::size_t>(number_count(version), 2)));
  return Intervals{{version, end, true, false}};
}

Result<Intervals> parse_all(Scanner& in, const Scheme& scheme) {
  LP_TRY(Intervals set, parse_one(in, scheme));
  for (;;) {
    in.skip_spaces();
    if (in.at_end() || in.peek() == '|' || in.peek() == ']' || in.peek() == ',') return set;
    LP_TRY(const Intervals next, parse_one(in, scheme));
    set = intersect(scheme, set, next);
  }
}

Status skip_option(Scanner& in) {
  if (!in.take(",")) return ok_status();
  in.skip_spaces();
  if (!in.take("include_prerelease")) return in.error("unknown option");
  in.take_word("]");
  in.skip_spaces();
  return ok_status();
}

}  // namespace

Result<Intervals> parse_conan(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  in.skip_spaces();
  const bool bracket = in.take("[");
  Intervals set;
  do {
    in.skip_spaces();
    LP_TRY(const Intervals part, parse_all(in, scheme));
    set.insert(set.end(), part.begin(), part.end());
  } while (in.take("||"));
  LP_CHECK_OK(skip_option(in));
  if (bracket && !in.take("]")) return in.error("\"]\" is missing");
  in.skip_spaces();
  if (!in.at_end()) return in.error("not understood");
  return set;
}

}  // namespace lp::match
