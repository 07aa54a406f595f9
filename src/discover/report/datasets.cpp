#include "discover/report/datasets.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "discover/report/words.h"

namespace lp::discover {
namespace {

constexpr std::size_t name_characters = 50;   // the form's limit

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view s, std::size_t at) {
  std::size_t n = 0;
  while (at + n < s.size() && is_digit(s[at + n])) ++n;
  return n;
}

bool in_range(std::string_view two, int low, int high) {
  const int v = (two[0] - '0') * 10 + (two[1] - '0');
  return v >= low && v <= high;
}
bool is_month(std::string_view s, std::size_t at) { return digits_at(s, at) == 2 && in_range(s.substr(at, 2), 1, 12); }
bool is_day(std::string_view s, std::size_t at) { return digits_at(s, at) == 2 && in_range(s.substr(at, 2), 1, 31); }
bool is_separator(char c) { return c == '-' || c == '_' || c == '.'; }

// The length of a date written at `at`, 0 when there is none. `at` begins a run of digits.
std::size_t date_length(std::string_view s, std::size_t at) {
  const std::size_t digits = digits_at(s, at);
  if (digits < 4 || !in_range(s.substr(at, 2), 19, 20)) return 0;
  if (digits == 8) return in_range(s.substr(at + 4, 2), 1, 12) && in_range(s.substr(at + 6, 2), 1, 31) ? 8 : 0;
  if (digits == 6) return in_range(s.substr(at + 4, 2), 1, 12) ? 6 : 0;
  if (digits != 4) return 0;
  const std::size_t month = at + 5;
  if (month >= s.size() || !is_separator(s[at + 4]) || !is_month(s, month)) return 4;
  const std::size_t day = month + 3;
  return day < s.size() && s[month + 2] == s[at + 4] && is_day(s, day) ? 10 : 7;
}

std::string_view folder_of(std::string_view path) {
  path = path.substr(0, path.find('!'));   // the archive stands for its members
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string key_of(const ScanResult& result, std::size_t index, const Overlay* overlay) {
  const Document& d = result.documents[index];
  std::string key = without_dates(reads_tables(result) ? std::string_view(d.path) : folder_of(d.path)) + '\n' + d.format;
  std::vector<std::string> columns;
  for (std::size_t f = 0; f < d.findings.size(); ++f) {
    if (overlay == nullptr || !overlay->rejected(index, f)) columns.push_back(d.findings[f].field + '\t' + d.findings[f].kind);
  }
  std::sort(columns.begin(), columns.end());
  for (const std::string& column : columns) key += '\n' + column;
  return key;
}

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::size_t common_prefix(const std::string& a, std::size_t limit, const std::string& b) {
  std::size_t n = 0;
  while (n < limit && n < b.size() && a[n] == b[n]) ++n;
  while (n > 0 && n < a.size() && !starts_character(a[n])) --n;
  return n;
}
std::size_t common_suffix(const std::string& a, std::size_t limit, const std::string& b) {
  std::size_t n = 0;
  while (n < limit && n < b.size() && a[a.size() - 1 - n] == b[b.size() - 1 - n]) ++n;
  while (n > 0 && !starts_character(a[a.size() - n])) --n;
  return n;
}

// What all paths share, with "*" for the rest: dates are cut whole, so 2024-0* does not come about.
std::string pattern_of(const ScanResult& result, const std::vector<std::size_t>& documents) {
  const std::string& first = result.documents[documents.front()].path;
  std::size_t prefix = first.size(), suffix = first.size(), shortest = first.size();
  for (const std::size_t i : documents) {
    prefix = common_prefix(first, prefix, result.documents[i].path);
    suffix = common_suffix(first, suffix, result.documents[i].path);
    shortest = std::min(shortest, result.documents[i].path.size());
  }
  if (documents.size() == 1) return first;
  while (prefix > 0 && (is_digit(first[prefix - 1]) || (first[prefix - 1] == '-' && prefix > 1 && is_digit(first[prefix - 2])))) --prefix;
  suffix = std::min(suffix, shortest - std::min(shortest, prefix));
  while (suffix > 0 && !starts_character(first[first.size() - suffix])) --suffix;
  while (suffix > 0 && (is_digit(first[first.size() - suffix]) || first[first.size() - suffix] == '-')) --suffix;
  return first.substr(0, prefix) + "*" + first.substr(first.size() - suffix);
}

// The end of a path says more than its beginning.
std::string last_characters(std::string_view text, std::size_t count) {
  const std::vector<char32_t> all = to_codepoints(text);
  if (all.size() <= count) return std::string(text);
  std::string out = "…";
  for (std::size_t i = all.size() - count + 1; i < all.size(); ++i) append_utf8(out, all[i]);
  return out;
}

std::string unlike(std::string name, std::unordered_set<std::string>& taken) {
  std::string candidate = last_characters(name, name_characters);
  for (int n = 2; !taken.insert(candidate).second; ++n) {
    const std::string mark = " (" + std::to_string(n) + ")";
    candidate = last_characters(name, name_characters - mark.size()) + mark;
  }
  return candidate;
}

}  // namespace

bool reads_tables(const ScanResult& result) { return result.source == "sqlite" || result.source == "postgresql" || result.source == "mysql"; }

std::string without_dates(std::string_view path) {
  std::string out;
  for (std::size_t i = 0; i < path.size();) {
    if (!is_digit(path[i])) {
      out += path[i++];
      continue;
    }
    const std::size_t date = date_length(path, i);
    const std::size_t run = digits_at(path, i);
    if (date > 0) out += '#';
    else out += path.substr(i, run);
    i += date > 0 ? date : run;
  }
  return out;
}

std::vector<Dataset> datasets_of(const ScanResult& result, const Overlay* overlay) {
  std::vector<Dataset> datasets;
  std::unordered_map<std::string, std::size_t> by_key;
  for (std::size_t i = 0; i < result.documents.size(); ++i) {
    const Document& d = result.documents[i];
    const Level level = overlay != nullptr ? overlay->level_of(result, i) : d.level;
    std::size_t standing = d.findings.size();
    for (std::size_t f = 0; overlay != nullptr && f < d.findings.size(); ++f) standing -= overlay->rejected(i, f) ? 1 : 0;
    if (standing == 0 && level == Level::general) continue;
    const auto [at, is_new] = by_key.emplace(key_of(result, i, overlay), datasets.size());
    if (is_new) datasets.emplace_back();
    datasets[at->second].documents.push_back(i);
  }
  std::unordered_set<std::string> taken;
  for (Dataset& dataset : datasets) dataset.name = unlike(printable_utf8(pattern_of(result, dataset.documents)), taken);
  return datasets;
}

}  // namespace lp::discover
