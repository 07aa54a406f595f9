// RubyGems: requirements joined by commas; a version alone is itself; "~> 2.0.8" is 2.0.8 or later before 2.1.
#include "match/version/key.h"
#include "match/version/native/notations.h"
#include "match/version/native/scanner.h"

namespace lp::match {
namespace {

constexpr std::string_view stops = ",|";

// Without its pre-release and its last number, the number before that one higher.
std::string bumped(std::string_view version) {
  std::vector<std::string_view> numbers;
  for (const char *at = version.data(), *const end = at + version.size(); at != end && is_digit(*at);) {
    const char* const begin = at;
    at = skip_digits(at, end);
    numbers.emplace_back(begin, static_cast<std::size_t>(at - begin));
    if (at != end && *at == '.') ++at;
  }
  if (numbers.size() > 1) numbers.pop_back();
  std::string next;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    next += i + 1 == numbers.size() ? incremented(numbers[i]) : std::string(numbers[i]) + ".";
  }
  return next;
}

Result<Intervals> parse_one(Scanner& in, const Scheme& scheme) {
  in.skip_spaces();
  const bool pessimistic = in.take("~>");
  const std::optional<Comparator> comparator = pessimistic ? std::nullopt : in.take_comparator();
  LP_TRY(const std::string version, in.take_version(scheme, stops));
  if (!pessimistic) return intervals_of(comparator.value_or(Comparator::equal), version);
  return Intervals{{version, bumped(version), true, false}};
}

}  // namespace

Result<Intervals> parse_gem(const Scheme& scheme, std::string_view text) {
  Scanner in(text);
  Intervals all;
  do {
    LP_TRY(Intervals set, parse_one(in, scheme));
    for (;;) {
      in.skip_spaces();
      if (!in.take(",")) break;
      LP_TRY(const Intervals next, parse_one(in, scheme));
      set = intersect(scheme, set, next);
    }
    all.insert(all.end(), set.begin(), set.end());
  } while (in.take("||"));
  if (!in.at_end()) return in.error("not understood");
  return all;
}

}  // namespace lp::match
