#include "server/http/url.h"

#include <algorithm>

#include "base/text.h"

namespace lp::server {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_clean_path(std::string_view path) {
  if (path.empty() || path.front() != '/') return false;
  for (char c : path) {
    if (is_control(c) || c == '\\') return false;
  }
  for (std::string_view segment : split(path, '/')) {
    if (segment == "." || segment == "..") return false;
  }
  return true;
}

bool is_port(std::string_view text) {
  if (text.size() > 5) return false;
  for (char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

std::optional<std::string> parse_bracketed_host(std::string_view authority) {
  const std::size_t end = authority.find(']');
  if (end == std::string_view::npos || end < 3) return std::nullopt;
  const std::string_view rest = authority.substr(end + 1);
  if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return std::nullopt;
  for (char c : authority.substr(1, end - 1)) {
    if (hex_value(c) < 0 && c != ':' && c != '.') return std::nullopt;
  }
  return to_lower_ascii(authority.substr(1, end - 1));
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus == Plus::space) c = ' ';
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    out.push_back(c);
  }
  if (!is_valid_utf8(out)) return std::nullopt;
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    if (is_host_character(c) || c == '~') {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

std::optional<QueryItems> parse_query(std::string_view text) {
  QueryItems items;
  if (text.empty()) return items;
  for (std::string_view part : split(text, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    auto name = percent_decode(part.substr(0, equals), Plus::space);
    auto value = percent_decode(equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1), Plus::space);
    if (!name || !value || items.size() >= 1000) return std::nullopt;
    items.emplace_back(std::move(*name), std::move(*value));
  }
  return items;
}

std::optional<Target> parse_target(std::string_view target) {
  Target out;
  const std::size_t scheme = target.find("://");
  if (!target.empty() && target.front() != '/' && scheme != std::string_view::npos) {
    const std::string name = to_lower_ascii(target.substr(0, scheme));
    if (name != "http" && name != "https") return std::nullopt;
    target.remove_prefix(scheme + 3);
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    out.authority = std::string(target.substr(0, end));
    if (out.authority.empty()) return std::nullopt;
    target.remove_prefix(end);
    if (target.empty()) target = "/";
  }
  const std::size_t question = target.find('?');
  auto path = percent_decode(target.substr(0, question), Plus::literal);
  if (!path || !is_clean_path(*path)) return std::nullopt;
  auto query = parse_query(question == std::string_view::npos ? std::string_view{} : target.substr(question + 1));
  if (!query) return std::nullopt;
  out.path = std::move(*path);
  out.query = std::move(*query);
  return out;
}

std::optional<std::string> parse_host(std::string_view authority) {
  if (authority.empty() || authority.size() > 255) return std::nullopt;
  if (authority.front() == '[') return parse_bracketed_host(authority);
  const std::size_t colon = authority.find(':');
  const std::string_view host = authority.substr(0, colon);
  if (host.empty() || (colon != std::string_view::npos && !is_port(authority.substr(colon + 1)))) return std::nullopt;
  for (char c : host) {
    if (!is_host_character(c)) return std::nullopt;
  }
  return to_lower_ascii(host);
}

std::string find_cookie(std::string_view cookie_header, std::string_view name) {
  for (std::string_view part : split(cookie_header, ';')) {
    part = trim(part);
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos && part.substr(0, equals) == name) return std::string(part.substr(equals + 1));
  }
  return {};
}

}  // namespace lp::server
