#include "detect/value_parts.h"

#include "base/text.h"

namespace lp::detect {
namespace {

struct Url {
  std::string_view authority{}, rest{};
  bool absolute = false;
};

Url split_url(std::string_view text) {
  Url url;
  const std::size_t scheme = text.find("://");
  url.absolute = scheme != text.npos && scheme < text.find_first_of("/?#", 0) && scheme != 0;
  if (!url.absolute) {
    url.rest = text;
    return url;
  }
  text.remove_prefix(scheme + 3);
  const std::size_t end = text.find_first_of("/?#");
  url.authority = text.substr(0, end);
  if (end != text.npos) url.rest = text.substr(end);
  return url;
}

std::string_view host_of(const Url& url) {
  if (!url.absolute) return {};
  const std::string_view host = url.authority.substr(url.authority.find('@') + 1);  // npos + 1 = 0
  return host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
}

std::string_view extension_of(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == path.npos || path.find('/', dot) != path.npos ? std::string_view{} : path.substr(dot + 1);
}

// The value behind "NAME=" in a list with commas.
std::string_view named(std::string_view list, std::string_view name) {
  for (const std::string_view item : split(list, ',')) {
    const std::string_view trimmed = trim(item);
    if (trimmed.size() > name.size() && trimmed[name.size()] == '=' && to_lower_ascii(trimmed.substr(0, name.size())) == name)
      return trimmed.substr(name.size() + 1);
  }
  return {};
}

}  // namespace

std::string_view value_part(std::string_view text, ValuePart::Kind kind) {
  switch (kind) {
    case ValuePart::Kind::md5: return named(text, "md5");
    case ValuePart::Kind::sha1: return named(text, "sha1");
    case ValuePart::Kind::sha256: return named(text, "sha256");
    case ValuePart::Kind::imphash: return named(text, "imphash");
    default: break;
  }
  const Url url = split_url(text);
  if (kind == ValuePart::Kind::host) return host_of(url);
  const std::string_view rest = url.rest.substr(0, url.rest.find('#'));
  const std::size_t question = rest.find('?');
  if (kind == ValuePart::Kind::query) return question == rest.npos ? std::string_view{} : rest.substr(question + 1);
  const std::string_view path = rest.substr(0, question);
  return kind == ValuePart::Kind::path ? path : extension_of(path);
}

}  // namespace lp::detect
