#include "match/product_text/product_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "match/product_text/phrase_tokens.h"
#include "match/product_text/vendor_words.h"
#include "match/product_text/version_phrase.h"
#include "match/product_text/version_text.h"

namespace lp::match {
namespace {

constexpr bool is_blank(char c) { return c == ' '; }
constexpr bool is_operator(char c) { return c == '<' || c == '>' || c == '='; }

// A word for "no version is known": "Microsoft Windows JScript 无".
bool is_placeholder(std::string_view word) {
  constexpr auto words = std::to_array<std::string_view>({"0", "无", "null", "NULL", "N/A", "n/a", "None", "none", "-", "*", "未知", "未明"});
  return std::ranges::find(words, word) != words.end();
}

std::string_view trim_ends(std::string_view text) {
  while (!text.empty() && (is_blank(text.back()) || text.back() == ',' || text.back() == ';' || text.back() == '(' || text.back() == ':' || text.back() == '-')) text.remove_suffix(1);
  while (!text.empty() && (is_blank(text.front()) || text.front() == ',')) text.remove_prefix(1);
  return text;
}

std::string_view last_word(std::string_view text) {
  const std::size_t blank = text.rfind(' ');
  return blank == std::string_view::npos ? text : text.substr(blank + 1);
}

// Where a word of the text begins that starts a phrase without an operator: "versions prior to", "before", "低于".
std::size_t find_range_words(std::string_view text) {
  constexpr auto english = std::to_array<std::string_view>({"prior to ", "before ", "earlier than ", "versions ", "version ", "through ", "up to ", "all version", "All version"});
  constexpr auto chinese = std::to_array<std::string_view>({"低于", "小于", "早于", "所有版本", "全部版本", "全部支持"});
  const auto starts = [](std::string_view rest, const auto& words) { return std::ranges::any_of(words, [&](std::string_view word) { return rest.starts_with(word); }); };
  for (std::size_t i = 1; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text[i - 1] == ' ' && std::string_view("pbevtuaA").find(text[i]) != std::string_view::npos && starts(text.substr(i), english)) return i - 1;
    if (byte >= 0xE4 && byte <= 0xE6 && starts(text.substr(i), chinese)) return i;
  }
  return std::string_view::npos;
}

// Takes trailing words into the phrase as long as they are versions or what belongs to one. Returns where the phrase begins.
std::size_t start_of_trailing_version(std::string_view text) {
  std::size_t start = text.size();
  bool any = false;
  while (start > 0) {
    const std::string_view before = trim(text.substr(0, start));
    if (before.empty()) break;
    std::string_view word = last_word(before);
    // "版本" and the like stand behind without a blank: "4.3.3版本".
    const std::size_t chinese = std::min<std::size_t>(std::ranges::find_if(word, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }) - word.begin(), word.size());
    const bool chinese_tail = chinese > 0 && chinese < word.size() && look_of(word.substr(0, chinese)) != VersionLook::none && word[0] >= '0' && word[0] <= '9';
    const VersionLook look = look_of(chinese_tail ? word.substr(0, chinese) : word);
    const auto at = static_cast<std::size_t>(word.data() - text.data());
    const bool joins = word == "-" || word == "to" || word == "~" || word == "and" || word == "至" || word == "through";
    if (at == 0) break;
    if (word != "-" && is_placeholder(word)) return any ? start : at;
    if (look == VersionLook::clear || chinese_tail) start = at, any = true;
    else if (look == VersionLook::number && (!any || joins)) start = at, any = true;
    else if (is_qualifier(word) && word.size() <= 12) start = at;
    else if (joins && any) start = at;
    else break;
    // A lone version in front of a version is one of the name ("Windows 10 1511"): only joined ones go on.
    if (look == VersionLook::clear || look == VersionLook::number) {
      const std::string_view next = last_word(trim(text.substr(0, start)));
      if (!(next == "-" || next == "to" || next == "~" || next == "至" || next == "through") && text.find_first_of(",;|", at > 2 ? at - 2 : 0) >= at) break;
    }
  }
  return any ? start : text.size();
}

struct Split {
  std::string_view name, phrase;
};

bool same_branch(std::string_view version, std::string_view bound) {
  const auto number = [](std::string_view text) {
    text = without_v(text);
    while (text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9') text.remove_prefix(1);
    return text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
  };
  const std::string_view a = number(version), b = number(bound);
  return !a.empty() && a == b;
}

// With an operator: what is before it is the name, but for a branch the bounds are within ("6.6.*，<6.6.3", "8.x(<8.0.7)", "16.1<16.1R1").
Split split_at_operator(std::string_view text, std::size_t op) {
  std::size_t start = op;
  const std::string_view before = trim_ends(text.substr(0, op));
  std::string_view word = last_word(before);
  if (const std::size_t comma = word.find_last_of(",;("); comma != std::string_view::npos && comma + 1 < word.size()) word = word.substr(comma + 1);
  const std::size_t bound_at = text.find_first_not_of("<>= vV(", op);
  const std::string_view bound = bound_at == std::string_view::npos ? std::string_view() : word_at(text.substr(bound_at));
  const bool separated = text.substr(static_cast<std::size_t>(word.data() - text.data()) + word.size(), op - (static_cast<std::size_t>(word.data() - text.data()) + word.size())).find_first_of(",;(") != std::string_view::npos;
  const bool adjacent = word.data() + word.size() == text.data() + op;
  const VersionLook look = look_of(word);
  const bool branch = !wildcard_stem(word).empty() || (look == VersionLook::clear && same_branch(word, bound)) || (look == VersionLook::number && (separated || adjacent) && same_branch(word, bound)) ||
                      (look == VersionLook::clear && separated);
  if (branch && word.data() > text.data()) start = static_cast<std::size_t>(word.data() - text.data());
  else if (const std::string_view up = trim_ends(text.substr(0, op)); up.ends_with("versions prior to") || up.ends_with("prior to")) start = up.rfind(up.ends_with("versions prior to") ? "versions" : "prior");
  return {trim_ends(text.substr(0, start)), text.substr(start)};
}

Split split(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (is_operator(text[i])) return split_at_operator(text, i);
  const std::size_t words = find_range_words(text);
  if (words != std::string_view::npos && words > 0) {
    std::string_view name = trim_ends(text.substr(0, words));
    std::size_t start = words;
    // "ActiveMQ 5.0.0 through 5.10.0": the version before the word belongs to the phrase.
    const std::string_view word = last_word(name);
    if ((text.substr(words).starts_with(" through") || text.substr(words).starts_with(" up to")) && look_of(word) != VersionLook::none && word.data() > text.data()) start = static_cast<std::size_t>(word.data() - text.data());
    return {trim_ends(text.substr(0, start)), text.substr(start)};
  }
  const std::size_t start = start_of_trailing_version(text);
  return {trim_ends(text.substr(0, start)), text.substr(start)};
}

// The initials of the words before it: "Identity Services Engine (ISE)".
bool is_acronym_of(std::string_view letters, std::string_view words) {
  std::string initials;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] != ' ' && (i == 0 || words[i - 1] == ' ' || words[i - 1] == '-')) initials += words[i];
  return to_lower_ascii(initials).ends_with(to_lower_ascii(letters));
}

// "Acrobat(on Windows/OS X )", "BIG-IP (all modules)": what brackets at the end of a name say is no name, but for a module's short one ("BIG-IP (APM)").
std::string without_brackets(std::string_view name) {
  std::string kept;
  while (name.ends_with(')')) {
    const std::size_t open = name.rfind('(');
    if (open == 0 || open == std::string_view::npos) break;
    const std::string_view inside = trim(name.substr(open + 1, name.size() - open - 2));
    name = trim_ends(name.substr(0, open));
    const bool short_name = inside.size() >= 2 && inside.size() <= 5 && std::ranges::all_of(inside, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (short_name && !is_acronym_of(inside, name)) kept = ' ' + std::string(inside) + kept;
  }
  return std::string(name) + kept;
}

ProductText reading(std::string_view name, VersionPhrase phrase) {
  const VendorSplit parts = split_vendor(name);
  return {.vendor = std::string(parts.vendor), .product = without_brackets(parts.product), .intervals = std::move(phrase.intervals), .scheme = std::move(phrase.scheme), .confidence = phrase.confidence, .why = phrase.why};
}

}  // namespace

std::vector<ProductText> parse_product_text(std::string_view text) {
  thread_local std::string folded;
  folded.clear();
  fold_signs(text, folded);
  const std::string_view whole = trim_ends(folded);
  std::vector<ProductText> out;
  if (whole.empty()) return out;
  const Split parts = split(whole);
  const std::string_view phrase_text = trim(parts.phrase);
  if (phrase_text.empty() || is_placeholder(phrase_text)) {
    out.push_back(reading(parts.name, {.intervals = {Interval::everything()}, .confidence = 0.4, .why = "no_version"}));
    return out;
  }
  VersionPhrase phrase = parse_folded_phrase(phrase_text);
  const bool number = phrase.why == "exact" && look_of(phrase_text) == VersionLook::number;
  if (number) phrase.confidence = 0.6;
  out.push_back(reading(parts.name, std::move(phrase)));
  // "Windows Server 2016", "Firefox 100": the number may be of the name.
  if (number) {
    out.push_back(reading(whole, {.intervals = {Interval::everything()}, .confidence = 0.5, .why = "number_in_name"}));
    if (phrase_text.size() == 4 && (phrase_text.starts_with("19") || phrase_text.starts_with("20"))) std::swap(out[0], out[1]);
  }
  return out;
}

}  // namespace lp::match
