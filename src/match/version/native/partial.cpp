#include "match/version/native/partial.h"

#include <algorithm>

#include "match/version/key.h"

namespace lp::match {
namespace {

constexpr std::size_t semver_width = 3;
constexpr std::string_view before_all = "-0";  // the lowest pre-release

Interval between(std::string from, std::string to) { return {std::move(from), std::move(to), true, false}; }

// From the version itself up to, and without, the pre-releases of the next one in its first `count` numbers.
Intervals up_to_next(const Partial& partial, std::size_t count) {
  return {between(partial.text(semver_width), partial.next(count, semver_width) + std::string(before_all))};
}

}  // namespace

std::string Partial::text(std::size_t count) const {
  std::string text;
  for (std::size_t i = 0; i < std::max(count, numbers.size()); ++i) {
    if (i > 0) text += '.';
    text += i < numbers.size() ? numbers[i] : "0";
  }
  if (!pre.empty()) text += "-" + pre;
  return text;
}

std::string Partial::next(std::size_t count, std::size_t width) const {
  std::string text;
  for (std::size_t i = 0; i < std::max(count, width); ++i) {
    if (i > 0) text += '.';
    text += i + 1 == count ? incremented(numbers[i]) : i < count ? numbers[i] : "0";
  }
  return text;
}

Result<Partial> read_partial(Scanner& in, std::size_t width, std::string_view stops) {
  in.skip_spaces();
  in.take("v");
  const std::size_t begin = in.place();
  const std::string_view word = in.take_word(stops);
  const auto refuse = [&in, begin] {
    in.go_to(begin);
    return in.error("no version");
  };
  Partial partial;
  const char* at = word.data();
  const char* const end = at + word.size();
  while (at != end && *at != '-' && *at != '+') {
    const char* const part = at;
    at = skip_digits(at, end);
    if (part != at) {
      if (partial.wildcard || partial.numbers.size() == width) return refuse();
      const char* digit = part;
      while (at - digit > 1 && *digit == '0') ++digit;
      partial.numbers.emplace_back(digit, at);
    } else {
      if (*at != '*' && *at != 'x' && *at != 'X') return refuse();
      partial.wildcard = true;
      ++at;
    }
    if (at == end || *at == '-' || *at == '+') break;
    if (*at++ != '.' || at == end) return refuse();
  }
  const std::string_view rest(at, static_cast<std::size_t>(end - at));
  if (partial.numbers.empty() && !partial.wildcard) return refuse();
  if (rest.starts_with('-')) {
    partial.pre = std::string(rest.substr(1, rest.find('+') - 1));
    if (!version_key(*find_scheme("semver"), "1.0.0-" + partial.pre)) return refuse();
    if (partial.wildcard || partial.numbers.size() < std::min(width, semver_width)) return refuse();
  }
  return partial;
}

Intervals semver_caret(const Partial& partial) {
  const std::size_t count = partial.numbers.size();
  if (count == 0) return {Interval::everything()};
  // The first number that is not 0, or else the last one there is.
  std::size_t first = 0;
  while (first + 1 < count && partial.numbers[first] == "0") ++first;
  return up_to_next(partial, first + 1);
}

Intervals semver_tilde(const Partial& partial) {
  const std::size_t count = partial.numbers.size();
  if (count == 0) return {Interval::everything()};
  return up_to_next(partial, std::min<std::size_t>(count, 2));
}

Intervals semver_exactly(const Partial& partial) {
  const std::size_t count = partial.numbers.size();
  if (count == 0) return {Interval::everything()};
  if (count < semver_width) return up_to_next(partial, count);
  return {Interval::exactly(partial.text(semver_width))};
}

Intervals semver_compared(Comparator comparator, const Partial& partial) {
  const std::size_t count = partial.numbers.size();
  const bool whole = count == semver_width;
  if (comparator == Comparator::equal) return semver_exactly(partial);
  if (count == 0) {  // "<*" and ">*" are no version, "<=*" and ">=*" all
    const bool all = comparator == Comparator::less_equal || comparator == Comparator::greater_equal;
    return all ? Intervals{Interval::everything()} : Intervals{};
  }
  if (!whole && comparator == Comparator::greater) {
    return intervals_of(Comparator::greater_equal, partial.next(count, semver_width));
  }
  if (!whole && comparator == Comparator::less_equal) {
    return intervals_of(Comparator::less, partial.next(count, semver_width) + std::string(before_all));
  }
  return intervals_of(comparator, partial.text(semver_width));
}

}  // namespace lp::match
