#include "detect/indicators/url_key.h"

#include <algorithm>

#include "base/text.h"
#include "detect/net/domain_name.h"
#include "detect/net/ip_address.h"

namespace lp::detect {
namespace {

constexpr std::size_t most_bytes = 8192;
constexpr std::string_view upper_digits = "0123456789ABCDEF";

bool is_alpha(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_unreserved(char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

int digit_of(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void append_escape(unsigned char byte, std::string& out) {
  out += '%';
  out += upper_digits[byte >> 4];
  out += upper_digits[byte & 15];
}

void append_path(std::string_view path, std::string& out) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto byte = static_cast<unsigned char>(path[i]);
    if (byte == '%' && i + 2 < path.size() && digit_of(path[i + 1]) >= 0 && digit_of(path[i + 2]) >= 0) {
      const auto decoded = static_cast<unsigned char>(digit_of(path[i + 1]) * 16 + digit_of(path[i + 2]));
      if (is_unreserved(static_cast<char>(decoded)) && decoded < 0x80) out += static_cast<char>(decoded);
      else append_escape(decoded, out);
      i += 2;
    } else if (byte <= 0x20 || byte >= 0x7F || byte == '%') {
      append_escape(byte, out);
    } else {
      out += static_cast<char>(byte);
    }
  }
}

// "user@Host:443" → "host"; brackets around IPv6 stay.
bool append_authority(std::string_view authority, std::string& out) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  std::string_view port;
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
    if (port.size() > 5 || !std::ranges::all_of(port, is_digit)) return false;
  }
  if (authority.starts_with('[')) {
    if (!authority.ends_with(']')) return false;
    const auto ip = parse_ip(authority.substr(1, authority.size() - 2));
    if (!ip) return false;
    out += ip->v6 ? "[" + to_string(*ip) + "]" : to_string(*ip);
  } else {
    std::string host;
    if (!normalise_domain(authority, host)) return false;
    out += host;
  }
  if (!port.empty() && port != "80" && port != "443") (out += ':') += port;
  return true;
}

bool append_rest(std::string_view rest, std::string& out) {
  rest = rest.substr(0, rest.find('#'));
  if (rest.ends_with('?') && rest.find('?') == rest.size() - 1) rest.remove_suffix(1);
  if (!rest.starts_with('/')) out += '/';
  append_path(rest, out);
  return out.size() <= most_bytes;
}

// The scheme's length, "://" not included; 0 = none.
std::size_t scheme_length(std::string_view url) {
  const std::size_t end = url.find("://");
  if (end == std::string_view::npos || end == 0 || end > 20 || !is_alpha(url[0])) return 0;
  const auto good = [](char c) { return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; };
  return std::ranges::all_of(url.substr(0, end), good) ? end : 0;
}

}  // namespace

bool to_url_key(std::string_view url, std::string& out) {
  url = trim(url);
  if (url.size() > most_bytes) return false;
  out.clear();
  if (const std::size_t n = scheme_length(url); n > 0) {
    const std::string scheme = to_lower_ascii(url.substr(0, n));
    if (scheme != "http" && scheme != "https") out = scheme + "://";
    url.remove_prefix(n + 3);
  } else if (url.starts_with("//")) {
    url.remove_prefix(2);
  }
  const std::size_t end = std::min(url.find_first_of("/?#"), url.size());
  return append_authority(url.substr(0, end), out) && append_rest(url.substr(end), out);
}

bool to_url_key(std::string_view host, std::string_view path, std::string& out) {
  if (path.size() > most_bytes) return false;
  out.clear();
  return append_authority(host, out) && append_rest(path, out);
}

std::string_view host_of_url_key(std::string_view key) {
  if (const std::size_t scheme = key.find("://"); scheme != std::string_view::npos && scheme < key.find('/')) key.remove_prefix(scheme + 3);
  if (key.starts_with('[')) return key.substr(1, key.find(']') - 1);
  return key.substr(0, key.find_first_of(":/"));
}

}  // namespace lp::detect
