#include "match/purl.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/text.h"

namespace lp::match {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// What is no escape stays as it is: "100%" is a version some tools write.
std::string decoded(std::string_view text) {
  if (text.find('%') == std::string_view::npos) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_value(text[i + 2]);
    if (low < 0) {
      out += text[i];
    } else {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

void append_encoded(std::string& out, std::string_view text, bool keep_slash) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_' || c == '~' || c == ':' || (keep_slash && c == '/');
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
}

// Mostly ASCII, which needs no closer look.
bool is_text(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80 || is_valid_utf8(text);
}

// Segments by '/', decoded; empty ones dropped, and in a subpath those that would climb.
std::string joined_segments(std::string_view text, bool subpath) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('/'), text.size());
    const std::string_view segment = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (segment.empty()) continue;
    const std::string clear = decoded(segment);
    if (subpath && (clear == "." || clear == "..")) continue;
    if (!out.empty()) out += '/';
    out += clear;
  }
  return out;
}

void lower(std::string& text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
}

template <std::size_t N>
bool one_of(std::string_view type, const std::array<std::string_view, N>& types) { return std::ranges::find(types, type) != types.end(); }

constexpr std::array<std::string_view, 14> lower_namespace{"alpm", "apk", "bitbucket", "bitnami", "brew", "composer", "deb", "git", "github", "hex", "qpkg", "rpm", "vscode-extension", "yocto"};
constexpr std::array<std::string_view, 16> lower_name{"alpm", "apk", "bitbucket", "bitnami", "brew", "chrome-extension", "composer", "conda", "deb", "git", "github", "hex", "oci", "otp", "pub", "vscode-extension"};

// The type's own rules on case (purl-spec types/).
void normalise(Purl& purl) {
  if (one_of(purl.type, lower_namespace)) lower(purl.ns);
  if (one_of(purl.type, lower_name)) lower(purl.name);
  if (purl.type == "pypi") {
    lower(purl.name);
    std::ranges::replace(purl.name, '_', '-');
  } else if (purl.type == "huggingface") {
    lower(purl.version);
  } else if (purl.type == "mlflow") {
    // Databricks does not tell case, Azure ML does.
    const auto url = purl.qualifiers.find("repository_url");
    if (url != purl.qualifiers.end() && url->second.find("azuredatabricks") != std::string::npos) lower(purl.name);
  }
}

bool is_chrome_version(std::string_view version) {
  const auto parts = split(version, '.');
  return parts.size() <= 4 && std::ranges::all_of(parts, [](std::string_view part) { return !part.empty() && std::ranges::all_of(part, is_digit); });
}

// What the type requires or forbids; empty = fine.
std::string_view broken_rule(const Purl& purl) {
  const std::string_view type = purl.type;
  if (type == "swift" || type == "vscode-extension") return purl.ns.empty() ? "the type requires a namespace" : "";
  if (type == "otp" || type == "vcpkg") return purl.ns.empty() ? "" : "the type has no namespace";
  if (type == "cpan") return purl.name.find("::") == std::string::npos ? "" : "the name is a module, not a distribution";
  if (type == "julia") return purl.qualifiers.contains("uuid") ? "" : "the type requires the qualifier uuid";
  if (type != "chrome-extension") return "";
  if (purl.name.size() != 32 || !std::ranges::all_of(purl.name, [](char c) { return c >= 'a' && c <= 'p'; })) return "the name is no 32 letters a to p";
  return purl.version.empty() || is_chrome_version(purl.version) ? "" : "the version is not one to four numbers";
}

Error not_a_purl(std::string_view text, std::string_view why) {
  const std::string shown = truncate(text, 120);
  return make_error(Errc::invalid, "no package URL: " + (is_valid_utf8(shown) ? shown : std::string("bytes that are no text")) + ": " + std::string(why));
}

bool is_type(std::string_view type) {
  if (type.empty() || is_digit(type.front())) return false;
  return std::ranges::all_of(type, [](char c) { return is_lower(c) || is_digit(c) || c == '.' || c == '-' || c == '+'; });
}

// "" = taken
std::string_view read_qualifiers(std::string_view text, std::map<std::string, std::string>& into) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return "a qualifier without '='";
    std::string key(pair.substr(0, equals));
    lower(key);
    if (key.empty() || is_digit(key.front())) return "a qualifier's key does not begin with a letter";
    if (!std::ranges::all_of(key, [](char c) { return is_lower(c) || is_digit(c) || c == '.' || c == '-' || c == '_'; })) return "a qualifier's key has a character that none may have";
    std::string value = decoded(pair.substr(equals + 1));
    if (value.empty()) continue;
    if (!into.emplace(std::move(key), std::move(value)).second) return "a qualifier twice";
  }
  return "";
}

// Cuts what stands behind the last `mark` off `text`.
std::optional<std::string_view> cut_last(std::string_view& text, char mark) {
  const std::size_t at = text.rfind(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(at + 1);
  text = text.substr(0, at);
  return rest;
}

// "@babel/core" is a scope that somebody did not escape, not a version.
bool begins_a_version(std::string_view path, std::size_t at) {
  return (at > 0 && path[at - 1] != '/') || path.find('/', at) == std::string_view::npos;
}

std::string_view without_slashes(std::string_view text) {
  while (text.starts_with('/')) text.remove_prefix(1);
  while (text.ends_with('/')) text.remove_suffix(1);
  return text;
}

}  // namespace

Result<Purl> parse_purl(std::string_view text) {
  std::string_view rest = trim(text);
  if (!rest.starts_with("pkg:") && to_lower_ascii(rest.substr(0, 4)) != "pkg:") return not_a_purl(text, "it does not begin with 'pkg:'");
  rest.remove_prefix(4);
  Purl purl;
  if (const auto subpath = cut_last(rest, '#')) purl.subpath = joined_segments(*subpath, true);
  if (const auto qualifiers = cut_last(rest, '?')) {
    if (const std::string_view why = read_qualifiers(*qualifiers, purl.qualifiers); !why.empty()) return not_a_purl(text, why);
  }
  while (rest.starts_with('/')) rest.remove_prefix(1);
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return not_a_purl(text, "there is no name");
  purl.type = to_lower_ascii(rest.substr(0, slash));
  if (!is_type(purl.type)) return not_a_purl(text, "the type is no word of letters and digits");
  rest = rest.substr(slash + 1);
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos && begins_a_version(rest, at)) {
    purl.version = decoded(rest.substr(at + 1));
    // An empty name stays empty: the last segment of the namespace is none.
    if (at == 0 || rest[at - 1] == '/') return not_a_purl(text, "there is no name");
    rest = rest.substr(0, at);
  }
  rest = without_slashes(rest);
  // "git/codeberg.org/owner/project": the namespace is the forge, the path in it the name.
  const std::size_t cut = purl.type == "git" ? rest.find('/') : rest.rfind('/');
  if (cut != std::string_view::npos) purl.ns = joined_segments(rest.substr(0, cut), false);
  const std::string_view name = cut == std::string_view::npos ? rest : rest.substr(cut + 1);
  purl.name = purl.type == "git" ? joined_segments(name, false) : decoded(name);
  if (purl.name.empty()) return not_a_purl(text, "there is no name");
  if (!is_text(purl.ns) || !is_text(purl.name) || !is_text(purl.version)) return not_a_purl(text, "an escape is no UTF-8");
  normalise(purl);
  if (const std::string_view why = broken_rule(purl); !why.empty()) return not_a_purl(text, why);
  return purl;
}

std::string to_string(const Purl& purl) {
  std::string out = "pkg:" + purl.type + '/';
  if (!purl.ns.empty()) {
    append_encoded(out, purl.ns, true);
    out += '/';
  }
  append_encoded(out, purl.name, purl.type == "git");
  if (!purl.version.empty()) {
    out += '@';
    append_encoded(out, purl.version, false);
  }
  char mark = '?';
  for (const auto& [key, value] : purl.qualifiers) {
    if (value.empty()) continue;
    out += mark;
    mark = '&';
    append_encoded(out, key, false);
    out += '=';
    append_encoded(out, value, false);
  }
  if (!purl.subpath.empty()) {
    out += '#';
    append_encoded(out, purl.subpath, true);
  }
  return out;
}

}  // namespace lp::match
