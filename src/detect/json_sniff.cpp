#include "detect/json_sniff.h"

#include <algorithm>
#include <string>

namespace lp::detect {
namespace {

constexpr int looked_at = 20;  // lines

bool has_key(std::string_view line, std::string_view key) {
  const std::string quoted = '"' + std::string(key) + '"';
  for (std::size_t at = line.find(quoted); at != line.npos; at = line.find(quoted, at + 1)) {
    const std::size_t after = line.find_first_not_of(" \t", at + quoted.size());
    if (after != line.npos && line[after] == ':') return true;
  }
  return false;
}

}  // namespace

std::string_view next_line(std::string_view& rest) {
  if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") != line.npos) return line;
  }
  return {};
}

bool json_lines(std::string_view head) {
  const std::string_view line = next_line(head);
  return line.find_first_not_of(" \t") < line.size() && line[line.find_first_not_of(" \t")] == '{';
}

int json_key_share(std::string_view head, std::initializer_list<std::string_view> keys) {
  int lines = 0, with = 0;
  for (std::string_view line = next_line(head); !line.empty() && lines < looked_at; line = next_line(head), ++lines) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (line[first] == '{' && std::ranges::all_of(keys, [&](std::string_view key) { return has_key(line, key); })) ++with;
  }
  return lines == 0 ? 0 : with * 100 / lines;
}

}  // namespace lp::detect
