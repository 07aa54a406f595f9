#include "detect/sigma/modifiers.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"

namespace lp::detect::sigma {
namespace {

struct EncodingName {
  std::string_view name;
  Encoding encoding;
};
constexpr EncodingName encoding_names[] = {
    {"wide", Encoding::utf16le},   {"utf16le", Encoding::utf16le},           {"utf16be", Encoding::utf16be}, {"utf16", Encoding::utf16},
    {"base64", Encoding::base64},  {"base64offset", Encoding::base64offset}, {"windash", Encoding::windash}, {"expand", Encoding::expand}};

struct OpName {
  std::string_view name;
  Op op;
};
constexpr OpName text_names[] = {{"contains", Op::contains}, {"startswith", Op::starts}, {"endswith", Op::ends}};
constexpr OpName number_names[] = {{"lt", Op::less}, {"lte", Op::less_equal}, {"gt", Op::greater}, {"gte", Op::greater_equal}};

Status set_once(std::optional<Op>& place, Op op, std::string_view name) {
  if (place && *place != op) return make_error(Errc::invalid, "'" + std::string(name) + "' contradicts the modifier before it");
  place = op;
  return ok_status();
}

bool flag(Modifiers& m, std::string_view name) {
  if (name == "re") return m.is_regex = true;
  if (name == "i") return m.regex.ignore_case = true;
  if (name == "m") return m.regex.multi_line = true;
  if (name == "s") return m.regex.dot_all = true;
  if (name == "cidr") return m.cidr = true;
  if (name == "exists") return m.exists = true;
  if (name == "cased") return m.cased = true;
  if (name == "neq") return m.neq = true;
  if (name == "fieldref") return m.fieldref = true;
  if (name == "all") return m.all = true;
  return false;
}

Status add(Modifiers& m, std::string_view name) {
  if (flag(m, name)) return ok_status();
  for (const auto& [known, op] : text_names) {
    if (known == name) return set_once(m.text, op, name);
  }
  for (const auto& [known, op] : number_names) {
    if (known == name) return set_once(m.number, op, name);
  }
  for (const auto& [known, encoding] : encoding_names) {
    if (known == name) return m.encodings.push_back(encoding), ok_status();
  }
  if (const auto part = parse_time_part(name)) return m.part = part, ok_status();
  return make_error(Errc::unsupported, "there is no modifier '" + std::string(name) + "'", "docs/detect/sigma.md lists them");
}

Status check(const Modifiers& m) {
  const auto bad = [](std::string what) { return make_error(Errc::invalid, std::move(what)); };
  const bool bytes = std::ranges::any_of(m.encodings, [](Encoding e) { return e != Encoding::windash && e != Encoding::expand; });
  const int kinds = (m.is_regex ? 1 : 0) + (m.cidr ? 1 : 0) + (m.exists ? 1 : 0) + (m.number || m.part ? 1 : 0);
  if (kinds > 1) return bad("the modifiers re, cidr, exists and comparisons of numbers exclude each other");
  if (kinds == 1 && (m.text || bytes || m.has(Encoding::windash))) return bad("contains, startswith, endswith and encodings are for plain text");
  if (kinds == 1 && m.fieldref) return bad("fieldref goes with contains, startswith, endswith, cased and neq only");
  if (m.fieldref && !m.encodings.empty()) return bad("fieldref names a field; it cannot be encoded");
  if (m.exists && (m.neq || m.all || m.cased)) return bad("exists stands alone");
  if (!m.is_regex && (m.regex.ignore_case || m.regex.multi_line || m.regex.dot_all)) return bad("i, m and s are for re");
  if (m.is_regex && m.cased) return bad("re heeds letter case as it is");
  if (m.field.empty() && (m.exists || m.fieldref || m.cidr || m.number || m.part || m.neq)) return bad("keywords have no field to compare");
  if (bytes && m.has(Encoding::windash)) return bad("windash and byte encodings exclude each other");
  return ok_status();
}

std::string utf16(std::string_view text, bool big) {
  std::string out;
  const auto unit = [&](char32_t u) {
    const char high = static_cast<char>(u >> 8), low = static_cast<char>(u & 0xff);
    out += big ? high : low;
    out += big ? low : high;
  };
  for (const char32_t c : to_codepoints(text)) {
    if (c < 0x10000) {
      unit(c);
    } else {
      unit(0xd800 + ((c - 0x10000) >> 10));
      unit(0xdc00 + ((c - 0x10000) & 0x3ff));
    }
  }
  return out;
}

// What stands the same in the Base64 of any text that holds `bytes`, for each of the three places it can begin at: the
// characters that share bits with the bytes before and behind are cut off.
std::vector<std::string> base64_offsets(const std::string& bytes) {
  std::vector<std::string> out;
  for (std::size_t shift = 0; shift < 3; ++shift) {
    const std::string encoded = to_base64(std::string(shift, ' ') + bytes);
    const std::size_t begin = shift == 0 ? 0 : shift + 1;
    const std::size_t rest = (bytes.size() + shift) % 3;
    const std::size_t cut = rest == 0 ? 0 : (rest == 1 ? 3 : 2);
    if (encoded.size() > begin + cut) out.push_back(encoded.substr(begin, encoded.size() - cut - begin));
  }
  return out;
}

std::vector<std::string> encode_once(const std::string& text, Encoding e) {
  switch (e) {
    case Encoding::utf16le: return {utf16(text, false)};
    case Encoding::utf16be: return {utf16(text, true)};
    case Encoding::utf16: return {"\xff\xfe" + utf16(text, false)};
    case Encoding::base64: return {to_base64(text)};
    case Encoding::base64offset: return base64_offsets(text);
    case Encoding::windash: case Encoding::expand: break;
  }
  return {text};
}

}  // namespace

bool Modifiers::has(Encoding e) const { return std::ranges::find(encodings, e) != encodings.end(); }

Result<Modifiers> parse_modifiers(std::string_view key) {
  const auto parts = split(key, '|');
  Modifiers out;
  out.field = parts.front();
  std::erase(out.field, ' ');
  if (out.field.empty() && !trim(parts.front()).empty()) return make_error(Errc::invalid, "a field needs a name");
  for (std::size_t i = 1; i < parts.size(); ++i) LP_CHECK_OK(add(out, trim(parts[i])));
  LP_CHECK_OK(check(out));
  return out;
}

std::vector<std::string> encode(std::string text, const std::vector<Encoding>& encodings) {
  std::vector<std::string> out{std::move(text)};
  for (const Encoding e : encodings) {
    std::vector<std::string> next;
    for (const std::string& one : out) std::ranges::move(encode_once(one, e), std::back_inserter(next));
    out = std::move(next);
  }
  return out;
}

}  // namespace lp::detect::sigma
