#include "match/cpe.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace lp::match {
namespace {

constexpr std::string_view any = "*", na = "-";

Error not_a_cpe(std::string_view text, std::string_view why) {
  const std::string shown = truncate(text, 120);
  return make_error(Errc::invalid, "no CPE: " + (is_valid_utf8(shown) ? shown : std::string("bytes that are no text")) + ": " + std::string(why));
}

bool is_wild(char c) { return c == '*' || c == '?'; }

// A literal character of a value: only what would read as a wildcard keeps its backslash.
void append_literal(std::string& out, char c) {
  if (is_wild(c) || c == '\\') out += '\\';
  out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Wildcards may stand at the ends only (NISTIR 7695 §5.3.2).
bool wildcards_at_ends(std::string_view value) {
  while (!value.empty() && is_wild(value.front())) value.remove_prefix(1);
  bool in_tail = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (is_wild(value[i])) in_tail = true;
    else if (in_tail) return false;
    else if (value[i] == '\\') ++i;
  }
  return true;
}

// A value that is a lone literal hyphen must not read as NA.
std::string finished(std::string value, bool escaped) {
  if (value == na && escaped) return "\\-";
  return value;
}

// Nothing in it to unescape, to lower or to take for a wildcard.
bool is_simple(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-'; });
}

std::string from_formatted(std::string_view text) {
  std::string out;
  bool escaped = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      append_literal(out, text[++i]);
      escaped = true;
    } else if (is_wild(text[i])) {
      out += text[i];
    } else {
      append_literal(out, text[i]);
    }
  }
  return finished(std::move(out), escaped);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string from_uri(std::string_view text) {
  if (text.empty() || text == any) return std::string(any);
  std::string out;
  bool escaped = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_value(text[i + 2]);
    if (low < 0) {
      append_literal(out, text[i]);
      continue;
    }
    const char c = static_cast<char>(high * 16 + low);
    if (c == 1) out += '?';
    else if (c == 2) out += '*';
    else append_literal(out, c);
    escaped = true;
    i += 2;
  }
  return finished(std::move(out), escaped);
}

struct FormattedParts {
  std::array<std::string_view, Cpe::attributes> parts{};
  std::size_t count = 0;  // may be more than there is room for
};

// By ':' that no backslash escapes.
FormattedParts formatted_parts(std::string_view text) {
  FormattedParts found;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '\\') {
      ++i;
    } else if (i >= text.size() || text[i] == ':') {
      if (found.count < found.parts.size()) found.parts[found.count] = text.substr(from, std::min(i, text.size()) - from);
      ++found.count;
      from = i + 1;
    }
  }
  return found;
}

// `odd`: a bit for each value that may hold more than plain characters.
Result<Cpe> checked(Cpe&& cpe, std::string_view text, unsigned odd = ~0u) {
  const std::string& part = cpe[Cpe::part];
  if (part != "a" && part != "o" && part != "h" && part != any && part != na) return not_a_cpe(text, "the part is none of a, o and h");
  for (std::size_t i = 0; i < Cpe::attributes; ++i) {
    const std::string& value = cpe.values[i];
    if ((odd >> i & 1) == 0) continue;
    if (!wildcards_at_ends(value)) return not_a_cpe(text, "a wildcard in the middle of a value");
    if (std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return not_a_cpe(text, "a control character");
    if (!is_valid_utf8(value)) return not_a_cpe(text, "an escape is no UTF-8");
  }
  return std::move(cpe);
}

Result<Cpe> parse_formatted(std::string_view body, std::string_view text) {
  const FormattedParts found = formatted_parts(body);
  if (found.count > Cpe::attributes) return not_a_cpe(text, "more than eleven values");
  if (found.count < 3) return not_a_cpe(text, "part, vendor and product are needed");
  Cpe cpe;
  unsigned odd = 0;
  for (std::size_t i = 0; i < Cpe::attributes; ++i) {
    const std::string_view part = found.parts[i];
    // Tools leave the tail of a name empty or off; an empty vendor or product says nothing at all.
    if (part.empty() && i <= Cpe::product) return not_a_cpe(text, "an empty part, vendor or product");
    if (part.empty() || part == any) {
      cpe.values[i] = any;
    } else if (is_simple(part)) {
      cpe.values[i] = part;
    } else {
      cpe.values[i] = from_formatted(part);
      odd |= 1u << i;
    }
  }
  return checked(std::move(cpe), text, odd);
}

Result<Cpe> parse_uri(std::string_view body, std::string_view text) {
  const auto parts = split(body, ':');
  if (parts.size() > Cpe::language + 1) return not_a_cpe(text, "more than seven values");
  Cpe cpe;
  cpe.values.fill(std::string(any));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // "~edition~sw_edition~target_sw~target_hw~other" is packed into the edition.
    if (i == Cpe::edition && parts[i].starts_with('~')) {
      const auto packed = split(parts[i].substr(1), '~');
      if (packed.size() > 5) return not_a_cpe(text, "more than five values in the edition");
      constexpr Cpe::Attribute order[] = {Cpe::edition, Cpe::sw_edition, Cpe::target_sw, Cpe::target_hw, Cpe::other};
      for (std::size_t k = 0; k < packed.size(); ++k) cpe.values[order[k]] = from_uri(packed[k]);
    } else {
      cpe.values[i] = from_uri(parts[i]);
    }
  }
  return checked(std::move(cpe), text);
}

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' || static_cast<unsigned char>(c) >= 0x80; }

void append_formatted(std::string& out, std::string_view value) {
  if (value == "\\-") {
    out += value;
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) {
      out += '\\';
      out += value[++i];
    } else {
      if (!is_plain(value[i]) && !is_wild(value[i])) out += '\\';
      out += value[i];
    }
  }
}

void append_uri(std::string& out, std::string_view value) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (value == any) return;
  if (value == na) {
    out += value;
    return;
  }
  if (value == "\\-") {
    out += "%2d";
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (is_wild(value[i])) {
      out += value[i] == '?' ? "%01" : "%02";
      continue;
    }
    if (value[i] == '\\' && i + 1 < value.size()) ++i;
    const char c = value[i];
    if (is_plain(c) && static_cast<unsigned char>(c) < 0x80) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
}

struct Pattern {
  std::string_view core;
  std::size_t before = 0, after = 0;  // characters that may stand there; npos = any number
};

std::size_t allowed(std::string_view wildcards) { return wildcards.find('*') != std::string_view::npos ? std::string_view::npos : wildcards.size(); }

Pattern pattern_of(std::string_view value) {
  const std::size_t from = std::min(value.find_first_not_of("*?"), value.size());
  std::size_t to = from;
  for (std::size_t i = from; i < value.size(); ++i) {
    if (value[i] == '\\') ++i;
    else if (is_wild(value[i])) break;
    to = std::min(i + 1, value.size());
  }
  return {value.substr(from, to - from), allowed(value.substr(0, from)), allowed(value.substr(to))};
}

bool is_wildcard(std::string_view value) {
  const Pattern pattern = pattern_of(value);
  return pattern.before != 0 || pattern.after != 0;
}

std::size_t length(std::string_view value) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < value.size(); ++i, ++n)
    if (value[i] == '\\') ++i;
  return n;
}

bool fits(const Pattern& pattern, std::string_view target) {
  for (std::size_t at = target.find(pattern.core); at != std::string_view::npos; at = at < target.size() ? target.find(pattern.core, at + 1) : std::string_view::npos) {
    if (at > 0 && target[at - 1] == '\\') continue;  // half of a literal
    if (length(target.substr(0, at)) <= pattern.before && length(target.substr(at + pattern.core.size())) <= pattern.after) return true;
    if (pattern.core.empty()) return length(target) <= pattern.before || pattern.after == std::string_view::npos || length(target) <= pattern.before + pattern.after;
  }
  return false;
}

}  // namespace

Result<Cpe> parse_cpe(std::string_view text) {
  const std::string_view clear = trim(text);
  const std::string head = to_lower_ascii(clear.substr(0, 8));
  if (head == "cpe:2.3:") return parse_formatted(clear.substr(8), text);
  if (head.starts_with("cpe:/")) return parse_uri(clear.substr(5), text);
  return not_a_cpe(text, "it begins with neither 'cpe:2.3:' nor 'cpe:/'");
}

std::string to_string(const Cpe& cpe) {
  std::string out = "cpe:2.3";
  for (const std::string& value : cpe.values) {
    out += ':';
    append_formatted(out, value);
  }
  return out;
}

std::string to_uri(const Cpe& cpe) {
  std::string out = "cpe:/";
  for (std::size_t i = Cpe::part; i <= Cpe::update; ++i) {
    append_uri(out, cpe.values[i]);
    out += ':';
  }
  constexpr Cpe::Attribute extended[] = {Cpe::sw_edition, Cpe::target_sw, Cpe::target_hw, Cpe::other};
  const bool packed = std::ranges::any_of(extended, [&](Cpe::Attribute a) { return cpe[a] != any; });
  if (packed) out += '~';
  append_uri(out, cpe[Cpe::edition]);
  if (packed)
    for (const Cpe::Attribute a : extended) {
      out += '~';
      append_uri(out, cpe[a]);
    }
  out += ':';
  append_uri(out, cpe[Cpe::language]);
  while (out.ends_with(':')) out.pop_back();
  return out == "cpe" ? "cpe:/" : out;
}

// Table 6-2 of NISTIR 7696.
CpeRelation compare_attribute(std::string_view source, std::string_view target) {
  if (target != any && is_wildcard(target)) return CpeRelation::undefined;
  if (source == target) return CpeRelation::equal;
  if (source == any) return CpeRelation::superset;
  if (target == any) return CpeRelation::subset;
  if (source == na || target == na) return CpeRelation::disjoint;
  if (!is_wildcard(source)) return CpeRelation::disjoint;
  return fits(pattern_of(source), target) ? CpeRelation::superset : CpeRelation::disjoint;
}

bool names_match(const Cpe& source, const Cpe& target) {
  for (std::size_t i = 0; i < Cpe::attributes; ++i) {
    if (i == Cpe::version) continue;
    const CpeRelation relation = compare_attribute(source.values[i], target.values[i]);
    if (relation != CpeRelation::equal && relation != CpeRelation::superset) return false;
  }
  return true;
}

}  // namespace lp::match
