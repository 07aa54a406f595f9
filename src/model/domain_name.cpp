#include "model/domain_name.h"

#include <algorithm>

#include "base/text.h"
#include "model/ip_range.h"
#include "model/value_error.h"

namespace lp::model {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Non-ASCII code points are taken as IDN letters, except white space and symbols people paste by mistake.
bool is_idn_letter(char32_t c) { return c >= 0xB7 && c != 0xFFFD && !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x3004) && !(c >= 0xFF00 && c <= 0xFFEF); }

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  const auto points = to_codepoints(label);
  return std::all_of(points.begin(), points.end(), [](char32_t c) {
    return c < 0x80 ? is_letter(static_cast<char>(c)) || is_digit(static_cast<char>(c)) || c == '-' : is_idn_letter(c);
  });
}

Error bad(const char* code, const char* zh, const char* en, std::string_view text) {
  const std::string shown = truncate(text, 60);
  return value_error(code, std::string(zh) + "“" + shown + "”格式不正确", "\"" + shown + "\" is not " + en);
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit) && std::stoi(std::string(text)) <= 65535;
}

bool is_host(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    const auto address = parse_ip(host.substr(1, host.size() - 2));
    return address && address->v6;
  }
  const auto address = parse_ip(host);
  return address ? !address->v6 : parse_domain(host).has_value() && host.front() != '*';
}

// host, host:port, [v6]:port
bool is_authority(std::string_view text) {
  const std::size_t bracket = text.find(']');
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon == std::string_view::npos) return is_host(text);
  return is_host(text.substr(0, colon)) && is_port(text.substr(colon + 1));
}

}  // namespace

Result<std::string> parse_domain(std::string_view text) {
  std::string name = to_lower_ascii(replace_all(to_half_width(trim(text.substr(0, 600))), "。", "."));
  if (!name.empty() && name.back() == '.') name.pop_back();
  std::string_view rest = name;
  if (starts_with(rest, "*.")) rest.remove_prefix(2);
  const auto labels = split(rest, '.');
  const bool good = name.size() <= 253 && text.size() <= 600 && is_valid_utf8(name) && labels.size() >= 2 &&
                    std::all_of(labels.begin(), labels.end(), is_label) &&
                    !std::all_of(labels.back().begin(), labels.back().end(), is_digit);
  if (!good) return bad("domain", "域名", "a domain name", text);
  return name;
}

bool is_within_domain(std::string_view name, std::string_view domain) {
  if (name.size() == domain.size()) return name == domain;
  return name.size() > domain.size() && name.substr(name.size() - domain.size()) == domain &&
         name[name.size() - domain.size() - 1] == '.';
}

Result<std::string> parse_email(std::string_view text) {
  const std::string address = to_half_width(trim(text.substr(0, 400)));
  const std::size_t at = address.rfind('@');
  if (at == std::string::npos || at == 0 || at > 64 || text.size() > 400) return bad("email", "电子邮箱", "a mail address", text);
  const std::string local = address.substr(0, at);
  const bool local_good = local.front() != '.' && local.back() != '.' && local.find("..") == std::string::npos &&
                          std::all_of(local.begin(), local.end(), [](char c) {
                            return is_letter(c) || is_digit(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
                          });
  const auto domain = parse_domain(address.substr(at + 1));
  if (!local_good || !domain || domain->front() == '*') return bad("email", "电子邮箱", "a mail address", text);
  return local + "@" + *domain;
}

Result<std::string> parse_url(std::string_view text) {
  const std::string url(trim(text.substr(0, 2'001)));
  const std::string lower = to_lower_ascii(url.substr(0, 8));
  const std::size_t scheme = starts_with(lower, "https://") ? 8 : starts_with(lower, "http://") ? 7 : 0;
  const bool clean = std::none_of(url.begin(), url.end(), [](char c) {
    return (static_cast<unsigned char>(c) <= 0x20) || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\';
  });
  if (scheme == 0 || !clean || text.size() > 2'000 || !is_valid_utf8(url)) return bad("url", "网址", "a web address (http:// or https://)", text);
  const std::size_t end = std::min(url.find_first_of("/?#", scheme), url.size());
  const std::string authority = to_lower_ascii(std::string_view(url).substr(scheme, end - scheme));
  if (!is_authority(authority)) return bad("url", "网址", "a web address (http:// or https://)", text);
  return lower.substr(0, scheme) + authority + url.substr(end);
}

}  // namespace lp::model
