#include "detect/columns.h"

#include <algorithm>

namespace lp::detect {
namespace {

// A value that starts with a quote; `at` goes behind it. False: it does not end.
bool take_quoted(std::string_view line, std::size_t& at, EventBuilder* builder, std::string_view& value) {
  const std::size_t start = ++at;
  bool doubled = false;
  for (;; ++at) {
    if (at >= line.size()) return false;
    if (line[at] != '"') continue;
    if (at + 1 < line.size() && line[at + 1] == '"') {
      doubled = true;
      ++at;
      continue;
    }
    break;
  }
  value = line.substr(start, at++ - start);
  if (!doubled || builder == nullptr) return true;
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    out += value[i];
    if (value[i] == '"') ++i;
  }
  value = builder->keep(std::move(out));
  return true;
}

}  // namespace

bool split_csv(std::string_view line, char delimiter, EventBuilder* builder, std::vector<std::string_view>& values) {
  values.clear();
  std::size_t at = 0;
  while (values.size() < column_limit) {
    std::string_view value;
    if (at < line.size() && line[at] == '"') {
      if (!take_quoted(line, at, builder, value)) return false;
      at = std::min(line.find(delimiter, at), line.size());
    } else {
      const std::size_t end = std::min(line.find(delimiter, at), line.size());
      value = line.substr(at, end - at);
      at = end;
    }
    values.push_back(value);
    if (at >= line.size()) return true;
    ++at;
  }
  return true;
}

char guess_delimiter(std::string_view header) {
  char best = '\0';
  std::ptrdiff_t most = 0;
  for (const char c : {',', ';', '\t', '|'})
    if (const auto n = std::count(header.begin(), header.end(), c); n > most) most = n, best = c;
  return best;
}

}  // namespace lp::detect
