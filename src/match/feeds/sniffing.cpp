#include "match/feeds/sniffing.h"

#include <algorithm>
#include <string>

namespace lp::match {

bool is_json(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::size_t start = head.find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && (head[start] == '{' || head[start] == '[');
}

bool has_member(std::string_view head, std::string_view name) {
  const std::string quoted = '"' + std::string(name) + '"';
  for (std::size_t at = head.find(quoted); at != std::string_view::npos; at = head.find(quoted, at + 1)) {
    const std::size_t next = head.find_first_not_of(" \t\r\n", at + quoted.size());
    if (next != std::string_view::npos && head[next] == ':') return true;
  }
  return false;
}

bool has_all(std::string_view head, std::initializer_list<std::string_view> names) {
  return std::ranges::all_of(names, [&](std::string_view name) { return has_member(head, name); });
}

bool has_any(std::string_view head, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(names, [&](std::string_view name) { return has_member(head, name); });
}

}  // namespace lp::match
