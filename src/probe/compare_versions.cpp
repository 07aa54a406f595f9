#include <algorithm>
#include <array>

#include "base/text.h"
#include "probe/retest.h"

namespace lp::probe {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// The next run of digits or of letters, without what stands between; "" at the end.
std::string_view take_part(std::string_view& rest) {
  const auto first = std::find_if(rest.begin(), rest.end(), [](char c) { return is_digit(c) || is_letter(c); });
  rest.remove_prefix(static_cast<std::size_t>(first - rest.begin()));
  std::size_t size = 0;
  while (size < rest.size() && (is_digit(rest.front()) ? is_digit(rest[size]) : is_letter(rest[size]))) ++size;
  const std::string_view part = rest.substr(0, size);
  rest.remove_prefix(size);
  return part;
}

bool is_before_release(std::string_view word) {
  constexpr std::array<std::string_view, 7> words{"alpha", "beta", "rc", "pre", "dev", "snapshot", "preview"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Before a release < nothing < a word (a patch letter) < a number. Zeros at the end are nothing: 2.0 is 2.
int rank(std::string_view part) {
  if (part.empty()) return 1;
  if (is_digit(part.front())) return part.find_first_not_of('0') == std::string_view::npos ? 1 : 3;
  return is_before_release(part) ? 0 : 2;
}

int compare_numbers(std::string_view a, std::string_view b) {
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

int compare_parts(std::string_view a, std::string_view b) {
  const bool numbers = (a.empty() || is_digit(a.front())) && (b.empty() || is_digit(b.front()));
  if (numbers) return compare_numbers(a, b);
  if (rank(a) != rank(b)) return rank(a) - rank(b);
  return a.compare(b);
}

}  // namespace

int compare_versions(std::string_view a, std::string_view b) {
  const std::string left = to_lower_ascii(a), right = to_lower_ascii(b);
  std::string_view rest_a = left, rest_b = right;
  for (;;) {
    const std::string_view part_a = take_part(rest_a), part_b = take_part(rest_b);
    if (part_a.empty() && part_b.empty()) return 0;
    if (const int order = compare_parts(part_a, part_b); order != 0) return order;
  }
}

}  // namespace lp::probe
