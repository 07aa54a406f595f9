// Strict readings of scalars: what YAML 1.1 guesses (no = false, 012 = 10) we do not.
#include <charconv>
#include <cmath>

#include "io/yaml.h"

namespace lp::io {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The JSON number grammar without an exponent.
bool is_canonical_number(std::string_view s, bool& integer) {
  std::size_t i = !s.empty() && s[0] == '-' ? 1 : 0;
  if (i >= s.size() || !is_digit(s[i])) return false;
  if (s[i] == '0' && i + 1 < s.size() && s[i + 1] != '.') return false;
  while (i < s.size() && is_digit(s[i])) ++i;
  integer = i == s.size();
  if (integer) return true;
  if (s[i] != '.' || ++i == s.size()) return false;
  while (i < s.size() && is_digit(s[i])) ++i;
  return i == s.size();
}

}  // namespace

std::optional<bool> as_bool(const YamlNode& node) {
  if (!node.is_scalar() || !node.plain) return std::nullopt;
  if (node.text == "true") return true;
  if (node.text == "false") return false;
  return std::nullopt;
}

std::optional<std::int64_t> as_int(const YamlNode& node) {
  bool integer = false;
  if (!node.is_scalar() || !node.plain || !is_canonical_number(node.text, integer) || !integer) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(node.text.data(), node.text.data() + node.text.size(), value);
  if (error != std::errc{} || end != node.text.data() + node.text.size()) return std::nullopt;
  return value;
}

std::optional<double> as_number(const YamlNode& node) {
  bool integer = false;
  if (!node.is_scalar() || !node.plain || !is_canonical_number(node.text, integer)) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(node.text.data(), node.text.data() + node.text.size(), value);
  if (error != std::errc{} || end != node.text.data() + node.text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

json::value to_json(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null: return nullptr;
    case YamlNode::Kind::list: {
      json::array out;
      for (const YamlNode& item : node.items) out.push_back(to_json(item));
      return out;
    }
    case YamlNode::Kind::map: {
      json::object out;
      for (const YamlEntry& e : node.entries) out[e.key] = to_json(e.value);
      return out;
    }
    case YamlNode::Kind::scalar: break;
  }
  if (const auto b = as_bool(node)) return *b;
  if (const auto i = as_int(node)) return *i;
  if (const auto d = as_number(node)) return *d;
  return json::value(json::string(node.text));
}

}  // namespace lp::io
