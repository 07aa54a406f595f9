#include "detect/credentials.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

namespace lp::detect {
namespace {

constexpr std::array<std::string_view, 17> secret_names{"password",      "passwd",       "pwd",           "passphrase",          "secret", "authorization", "proxy-authorization", "x-api-key", "x-auth-token",
                                                        "client_secret", "access_token", "refresh_token", "http_proxy_password", "cookie", "set-cookie",    "api_key",             "apikey"};
constexpr std::array<std::string_view, 6> secret_headers{"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token"};

bool is_one_of(std::string_view text, std::span<const std::string_view> list) { return std::ranges::find(list, to_lower_ascii(text)) != list.end(); }

// "mqtt.connect.password" is a password as much as "password" is.
bool names_a_secret(std::string_view key) { return is_one_of(key.substr(key.rfind('.') + 1), secret_names); }

// The end of a text in quotes that begins behind `from`: its closing quote, or npos.
std::size_t closing_quote(std::string_view line, std::size_t from) {
  for (std::size_t i = from; i < line.size(); ++i) {
    if (line[i] == '\\') ++i;
    else if (line[i] == '"') return i;
  }
  return std::string_view::npos;
}

std::size_t behind_blanks(std::string_view line, std::size_t at) { return std::min(line.find_first_not_of(" \t", at), line.size()); }

bool is_header_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; }

// Where a header's value ends: with its line, which a sensor may have escaped, or with the text it is quoted in.
std::size_t header_end(std::string_view line, std::size_t from) {
  for (std::size_t i = from; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\r' || c == '\n' || c == '"') return i;
    if (c == '\\' && (line.substr(i, 2) == "\\r" || line.substr(i, 2) == "\\n" || line.substr(i, 4) == "\\x0d" || line.substr(i, 4) == "\\x0a" || line.substr(i, 2) == "\\\"")) return i;
  }
  return line.size();
}

// A line of its own, as far as a text with escapes shows it.
bool begins_line(std::string_view line, std::size_t at) {
  if (at == 0) return true;
  const char before = line[at - 1];
  return before == '\n' || before == '"' || (at >= 2 && line.substr(at - 2, 2) == "\\n") || (at >= 4 && line.substr(at - 4, 4) == "\\x0a");
}

// FTP and POP3 as they went over the wire: "PASS …".
std::string hide_passes(std::string_view line) {
  constexpr std::string_view command = "PASS ";
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = line.find(command); at != std::string_view::npos; at = line.find(command, at + 1)) {
    const std::size_t begin = at + command.size(), end = header_end(line, begin);
    if (at < done || !begins_line(line, at) || begin >= end) continue;
    out.append(line.substr(done, begin - done)).append("***");
    done = end;
  }
  return out.append(line.substr(done));
}

// Headers as they went over the wire, in payloads and in logs that are no JSON: "Authorization: Basic …".
std::string hide_headers(std::string_view line) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t colon = line.find(':'); colon != std::string_view::npos; colon = line.find(':', colon + 1)) {
    if (colon < done) continue;
    std::size_t name = colon;
    while (name > 0 && is_header_letter(line[name - 1])) --name;
    // An escaped line end before the name ends in a letter: "\\nCookie".
    if (name > 0 && line[name - 1] == '\\') ++name;
    if (!is_one_of(line.substr(name, colon - name), secret_headers)) continue;
    const std::size_t begin = behind_blanks(line, colon + 1), end = header_end(line, begin);
    if (begin >= end) continue;
    out.append(line.substr(done, begin - done)).append("***");
    done = end;
  }
  return out.append(line.substr(done));
}

std::string hide_pairs(std::string_view line) {
  std::string out;
  std::size_t done = 0, at = 0;
  std::string_view next;  // the key whose value is a secret because of the pair before it
  while ((at = line.find('"', at)) != std::string_view::npos) {
    const std::size_t key_end = closing_quote(line, at + 1);
    if (key_end == std::string_view::npos) break;
    const std::string_view key = line.substr(at + 1, key_end - at - 1);
    at = behind_blanks(line, key_end + 1);
    if (at >= line.size() || line[at] != ':') continue;
    at = behind_blanks(line, at + 1);
    if (at >= line.size() || line[at] != '"') continue;
    const std::size_t begin = at + 1;
    const std::size_t end = std::min(closing_quote(line, begin), line.size());  // a line that was cut ends within the value
    const std::string_view value = line.substr(begin, end - begin);
    if (!value.empty() && (names_a_secret(key) || (!next.empty() && key == next))) {
      out.append(line.substr(done, begin - done)).append("***");
      done = end;
    }
    if (key == "command" && to_lower_ascii(value) == "pass") next = "command_data";
    else if (key == "name" && is_one_of(value, secret_headers)) next = "value";
    else next = {};
    at = std::min(end + 1, line.size());
  }
  return out.append(line.substr(done));
}

}  // namespace

std::string hide_credentials(std::string_view line) { return hide_passes(hide_headers(hide_pairs(line))); }

}  // namespace lp::detect
