#include "match/version/vers.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "match/version/interval_set.h"
#include "match/version/key.h"

namespace lp::match {
namespace {

constexpr std::string_view prefix = "vers:";

Error not_vers(std::string what, std::string_view text) {
  return make_error(Errc::invalid, std::move(what) + ": \"" + truncate(text, 120) + "\"");
}
Error not_canonical(std::string_view what) { return make_error(Errc::invalid, "non-canonical VERS: " + std::string(what)); }

constexpr bool is_unreserved(char c) {
  return is_digit(c) || is_letter(c) || c == '.' || c == '-' || c == '_' || c == '~' || c == ':';
}
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Result<std::string> decode(std::string_view text, std::string_view scheme, VersForm form) {
  std::string decoded;
  bool lower_case = false, needless = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) return not_canonical("invalid percent-encoding in version");
    const char c = static_cast<char>(high * 16 + low);
    lower_case |= is_lower(text[i + 1]) || is_lower(text[i + 2]);
    needless |= is_unreserved(c);
    decoded += c;
    i += 2;
  }
  if (form == VersForm::canonical) {
    if (lower_case) return not_canonical("percent-encoding in version is not canonical");
    if (needless && scheme == "datetime") return not_canonical("datetime time colons must be unencoded");
    if (needless) return not_canonical("percent-encoding in version is not canonical");
  }
  return decoded;
}

std::string encode(std::string_view version) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const char c : version) {
    if (is_unreserved(c)) {
      text += c;
    } else {
      text += '%';
      text += digits[static_cast<unsigned char>(c) >> 4];
      text += digits[static_cast<unsigned char>(c) & 15];
    }
  }
  return text;
}

// ">=1.0" → >= and "1.0"
Comparator take_comparator(std::string_view& text) {
  constexpr std::array longest_first = {Comparator::not_equal, Comparator::less_equal, Comparator::greater_equal,
                                        Comparator::less,      Comparator::greater,    Comparator::equal};
  for (const Comparator comparator : longest_first) {
    const std::string_view sign = to_string(comparator);
    if (!text.starts_with(sign)) continue;
    text.remove_prefix(sign.size());
    return comparator;
  }
  return Comparator::equal;
}

Result<Constraint> read_constraint(std::string_view text, std::string_view scheme, VersForm form) {
  const std::string_view whole = text;
  Constraint constraint;
  constraint.comparator = take_comparator(text);
  if (text.empty() || text.find_first_of("<>=!*|") != text.npos) return not_vers("not a constraint of VERS", whole);
  LP_TRY(constraint.version, decode(text, scheme, form));
  const bool small_mark = scheme == "datetime" && constraint.version.find_first_of("tz") != std::string::npos;
  if (form == VersForm::canonical && small_mark) return not_canonical("datetime must use uppercase T and Z");
  return constraint;
}

// Sorts by version where every version is of the scheme; false: it was not in order before.
bool sort_constraints(Vers& vers) {
  const Scheme* const scheme = find_scheme(vers.scheme);
  if (scheme == nullptr) return true;
  std::vector<std::pair<std::string, Constraint>> keyed;
  for (const Constraint& constraint : vers.constraints) {
    auto key = version_key(*scheme, constraint.version);
    if (!key) return true;
    keyed.emplace_back(std::move(*key), constraint);
  }
  const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (std::is_sorted(keyed.begin(), keyed.end(), before)) return true;
  std::stable_sort(keyed.begin(), keyed.end(), before);
  for (std::size_t i = 0; i < keyed.size(); ++i) vers.constraints[i] = std::move(keyed[i].second);
  return false;
}

Status check_canonical_text(std::string_view text, std::string_view constraints) {
  if (std::any_of(text.begin(), text.end(), is_space)) return not_canonical("whitespace is not permitted");
  if (constraints.starts_with('|')) return not_canonical("leading pipe is not permitted");
  if (constraints.ends_with('|')) return not_canonical("trailing pipe is not permitted");
  if (constraints.find("||") != constraints.npos) return not_canonical("consecutive pipes are not permitted");
  return ok_status();
}

Result<std::string> read_scheme(std::string_view text, std::string_view name) {
  const auto is_name = [](char c) { return is_digit(c) || is_letter(c) || c == '.' || c == '-' || c == '_'; };
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name)) return not_vers("VERS without a scheme", text);
  return to_lower_ascii(name);
}

}  // namespace

std::string_view to_string(Comparator comparator) {
  constexpr std::array<std::string_view, 6> signs = {"=", "!=", "<", "<=", ">", ">="};
  return signs[static_cast<std::size_t>(comparator)];
}

Result<Vers> read_vers(std::string_view text, VersForm form) {
  const std::string_view whole = text;
  std::string without_spaces;
  if (form == VersForm::tolerant) {
    for (const char c : text) {
      if (!is_space(c)) without_spaces += c;
    }
    text = without_spaces;
  }
  const std::size_t slash = text.find('/');
  if (to_lower_ascii(text.substr(0, prefix.size())) != prefix || slash == text.npos) {
    return not_vers("not VERS, which is written vers:scheme/constraints", whole);
  }
  Vers vers;
  LP_TRY(vers.scheme, read_scheme(whole, text.substr(prefix.size(), slash - prefix.size())));
  const std::string_view constraints = text.substr(slash + 1);
  if (form == VersForm::canonical) LP_CHECK_OK(check_canonical_text(text, constraints));
  vers.everything = constraints == "*";
  for (const std::string_view part : split(vers.everything ? std::string_view() : constraints, '|')) {
    if (part.empty()) continue;
    LP_TRY(Constraint constraint, read_constraint(part, vers.scheme, form));
    vers.constraints.push_back(std::move(constraint));
  }
  if (vers.constraints.empty() && !vers.everything) return not_vers("VERS without a constraint", whole);
  const bool sorted = sort_constraints(vers);
  if (form == VersForm::tolerant) return vers;
  if (!sorted) return not_canonical("constraints are not sorted by version");
  if (write_vers(vers) != whole) return not_canonical("written otherwise");
  return vers;
}

std::string write_vers(const Vers& vers) {
  std::string text(prefix);
  text += vers.scheme + "/";
  if (vers.everything) return text + "*";
  for (const Constraint& constraint : vers.constraints) {
    if (text.back() != '/') text += '|';
    if (constraint.comparator != Comparator::equal) text += to_string(constraint.comparator);
    text += encode(constraint.version);
  }
  return text;
}

std::vector<Interval> intervals_of(Comparator comparator, std::string_view version) {
  const std::string bound(version);
  switch (comparator) {
    case Comparator::equal: return {Interval::exactly(version)};
    case Comparator::not_equal: return all_but(version);
    case Comparator::less: return {{std::nullopt, bound, true, false}};
    case Comparator::less_equal: return {{std::nullopt, bound, true, true}};
    case Comparator::greater: return {{bound, std::nullopt, false, false}};
    case Comparator::greater_equal: return {{bound, std::nullopt, true, false}};
  }
  return {};
}

}  // namespace lp::match
