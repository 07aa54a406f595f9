#include "match/index/module_stream.h"

#include <algorithm>

namespace lp::match {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_modular(std::string_view version) { return version.find(".module") != std::string_view::npos; }

std::string stream_of(const Component& component) {
  if (!component.purl) return {};
  const auto found = component.purl->qualifiers.find("rpmmod");
  if (found == component.purl->qualifiers.end()) return {};
  const std::string& text = found->second;
  const std::size_t colon = text.find(':');
  return colon == std::string::npos ? std::string() : text.substr(0, text.find(':', colon + 1));
}

std::string_view major_of(std::string_view version) {
  const std::size_t colon = version.find(':');
  if (colon != std::string_view::npos && std::ranges::all_of(version.substr(0, colon), is_digit)) version.remove_prefix(colon + 1);
  const auto end = std::ranges::find_if_not(version, is_digit);
  return version.substr(0, static_cast<std::size_t>(end - version.begin()));
}

int minor_stream(std::string_view version) {
  for (std::size_t at = version.find(".el"); at != std::string_view::npos; at = version.find(".el", at + 1)) {
    std::size_t i = at + 3;
    while (i < version.size() && is_digit(version[i])) ++i;
    if (i == at + 3 || i + 1 >= version.size() || version[i] != '_' || !is_digit(version[i + 1])) continue;
    int minor = 0;
    for (++i; i < version.size() && is_digit(version[i]) && minor < 1000; ++i) minor = minor * 10 + (version[i] - '0');
    return minor;
  }
  return -1;
}

bool has_minor_streams(std::string_view realm) { return realm.starts_with("redhat") || realm.starts_with("rhel") || realm.starts_with("red hat"); }

}  // namespace lp::match
