#include "detect/credentials.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

namespace lp::detect {
namespace {

constexpr std::array<std::string_view, 13> secret_names{"password",      "passwd",       "pwd",           "passphrase",          "secret", "authorization", "proxy-authorization",
                                                        "client_secret", "access_token", "refresh_token", "http_proxy_password", "cookie", "set-cookie"};
constexpr std::array<std::string_view, 4> secret_headers{"authorization", "proxy-authorization", "cookie", "set-cookie"};

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

}  // namespace

std::string hide_credentials(std::string_view line) {
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

}  // namespace lp::detect
