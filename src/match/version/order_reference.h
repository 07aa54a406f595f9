#pragma once
// Slow comparators, written from the descriptions of the formats and apart from the keys: what tests hold keys against.

#include <algorithm>
#include <string>
#include <string_view>

namespace lp::match::reference {

inline bool digit(char c) { return c >= '0' && c <= '9'; }
inline bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline int sign(int n) { return n < 0 ? -1 : n > 0 ? 1 : 0; }

inline std::string_view take_while(std::string_view& text, bool (*wanted)(char)) {
  std::size_t n = 0;
  while (n < text.size() && wanted(text[n])) ++n;
  const std::string_view part = text.substr(0, n);
  text.remove_prefix(n);
  return part;
}
inline int compare_numbers(std::string_view a, std::string_view b) {
  while (!a.empty() && a[0] == '0') a.remove_prefix(1);
  while (!b.empty() && b[0] == '0') b.remove_prefix(1);
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return sign(a.compare(b));
}

// deb-version(7)
inline int deb_rank(std::string_view text, std::size_t i) {
  if (i >= text.size() || digit(text[i])) return 0;
  if (text[i] == '~') return -1;
  return letter(text[i]) ? text[i] : text[i] + 256;
}
inline int compare_deb_part(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    while ((!a.empty() && !digit(a[0])) || (!b.empty() && !digit(b[0]))) {
      const int left = deb_rank(a, 0), right = deb_rank(b, 0);
      if (left != right) return left < right ? -1 : 1;
      if (!a.empty()) a.remove_prefix(1);
      if (!b.empty()) b.remove_prefix(1);
    }
    const int order = compare_numbers(take_while(a, digit), take_while(b, digit));
    if (order != 0) return order;
  }
  return 0;
}
struct Parts {
  std::string_view epoch = "0", version, release;
  bool has_release = false;
};
inline Parts parts_of(std::string_view text) {
  Parts parts;
  std::string_view rest = text;
  const std::string_view digits = take_while(rest, digit);
  if (!rest.empty() && rest[0] == ':') {
    parts.epoch = digits;
    text = rest.substr(1);
  }
  const std::size_t dash = text.rfind('-');
  parts.version = text.substr(0, dash);
  if (dash != text.npos) {
    parts.release = text.substr(dash + 1);
    parts.has_release = true;
  }
  return parts;
}
inline int compare_deb(std::string_view a, std::string_view b) {
  const Parts left = parts_of(a), right = parts_of(b);
  int order = compare_numbers(left.epoch, right.epoch);
  if (order == 0) order = compare_deb_part(left.version, right.version);
  return order != 0 ? order : compare_deb_part(left.release, right.release);
}

// rpm-version(7)
inline bool rpm_noise(char c) { return !digit(c) && !letter(c) && c != '~' && c != '^'; }
inline int compare_rpm_part(std::string_view a, std::string_view b) {
  for (;;) {
    take_while(a, rpm_noise);
    take_while(b, rpm_noise);
    const char left = a.empty() ? '\0' : a[0], right = b.empty() ? '\0' : b[0];
    if (left == '~' || right == '~') {
      if (left != right) return left == '~' ? -1 : 1;
    } else if (left == '\0' || right == '\0') {
      return (left != '\0') - (right != '\0');
    } else if (left == '^' || right == '^') {
      if (left != right) return left == '^' ? -1 : 1;
    } else {
      if (digit(left) != digit(right)) return digit(left) ? 1 : -1;
      const auto kind = digit(left) ? digit : letter;
      const std::string_view one = take_while(a, kind), two = take_while(b, kind);
      const int order = digit(left) ? compare_numbers(one, two) : sign(one.compare(two));
      if (order != 0) return order;
      continue;
    }
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
}
inline int compare_rpm(std::string_view a, std::string_view b) {
  const Parts left = parts_of(a), right = parts_of(b);
  int order = compare_numbers(left.epoch, right.epoch);
  if (order == 0) order = compare_rpm_part(left.version, right.version);
  if (order != 0) return order;
  if (left.has_release != right.has_release) return left.has_release ? 1 : -1;
  return compare_rpm_part(left.release, right.release);
}

// semver.org, 11; versions must be whole
inline std::string_view until(std::string_view& text, char mark) {
  const std::size_t end = std::min(text.find(mark), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}
inline bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), digit); }
inline int compare_identifiers(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const std::string_view left = until(a, '.'), right = until(b, '.');
    const bool one = all_digits(left), two = all_digits(right);
    if (one != two) return one ? -1 : 1;
    const int order = one ? compare_numbers(left, right) : sign(left.compare(right));
    if (order != 0) return order;
  }
  return static_cast<int>(!a.empty()) - static_cast<int>(!b.empty());
}
inline int compare_semver(std::string_view a, std::string_view b) {
  std::string_view left = until(a, '+'), right = until(b, '+');
  std::string_view left_numbers = until(left, '-'), right_numbers = until(right, '-');
  for (int i = 0; i < 3; ++i) {
    const int order = compare_numbers(until(left_numbers, '.'), until(right_numbers, '.'));
    if (order != 0) return order;
  }
  if (left.empty() != right.empty()) return left.empty() ? 1 : -1;
  return compare_identifiers(left, right);
}

// Gem::Version#<=>
inline int compare_gem_rows(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    const std::string_view left = a.empty() ? "0" : until(a, '.'), right = b.empty() ? "0" : until(b, '.');
    const bool one = all_digits(left), two = all_digits(right);
    if (one != two) return one ? 1 : -1;
    const int order = one ? compare_numbers(left, right) : sign(left.compare(right));
    if (order != 0) return order;
  }
  return 0;
}
inline std::string gem_row(std::string_view text) {
  std::string row;       // "1.a.0"
  std::string zeros;     // behind it, not known yet to count
  bool has_word = false;
  while (!text.empty()) {
    const bool number = digit(text[0]);
    const std::string_view part = take_while(text, number ? digit : letter);
    if (part.empty()) {
      if (text[0] == '-') {
        row += (row.empty() ? "" : ".") + (has_word ? zeros : "") + "pre";
        zeros.clear();
        has_word = true;
      }
      text.remove_prefix(1);
      continue;
    }
    if (number && part.find_first_not_of('0') == part.npos) {
      zeros += "0.";
      continue;
    }
    row += (row.empty() ? "" : ".") + (number || has_word ? zeros : "") + std::string(part);
    zeros.clear();
    has_word |= !number;
  }
  return row;
}
inline int compare_gem(std::string_view a, std::string_view b) { return compare_gem_rows(gem_row(a), gem_row(b)); }

}  // namespace lp::match::reference
