#include "match/product_text/version_phrase.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "match/product_text/phrase_tokens.h"

namespace lp::match {
namespace {

// A phrase with one of these says something else than a range.
constexpr auto reversing = std::to_array<std::string_view>({"not", "except", "excluding", "unaffected", "fixed", "patched", "unless", "without", "non", "no"});
constexpr auto conditional = std::to_array<std::string_view>({"if", "when", "where", "running", "using", "installed", "configured", "serial", "manufactured"});

bool is_one_of(std::string_view word, const auto& words) {
  return std::ranges::any_of(words, [&](std::string_view w) { return w.size() == word.size() && to_lower_ascii(word) == w; });
}

std::string_view leading_number(std::string_view version) {
  version = without_v(version);
  while (version.size() > 1 && version[0] == '0' && version[1] >= '0' && version[1] <= '9') version.remove_prefix(1);
  std::size_t size = 0;
  while (size < version.size() && version[size] >= '0' && version[size] <= '9') ++size;
  return version.substr(0, size);
}

bool is_below(std::string_view a, std::string_view b) {
  const auto order = compare_versions(generic_scheme(), a, b);
  return order && *order == std::strong_ordering::less;
}

// "14.1.0-14.1.4", "2.0.0-2.3.24.1": in order, the right side at least as exact. "1.0-1", "7.x-1.x" (Drupal) and "10.2-P3" are versions.
std::optional<std::pair<std::string_view, std::string_view>> span_of(std::string_view word) {
  const std::size_t dash = word.find('-');
  if (dash == std::string_view::npos || word.find('-', dash + 1) != std::string_view::npos) return std::nullopt;
  const std::string_view left = word.substr(0, dash), right = word.substr(dash + 1);
  const auto dots = std::ranges::count(left, '.');
  if (dots == 0 || dots > std::ranges::count(right, '.') || look_of(left) != VersionLook::clear || look_of(right) != VersionLook::clear) return std::nullopt;
  const std::string_view a = leading_number(left), b = leading_number(right);
  if (a.empty() || b.empty() || a.size() > b.size() || (a.size() == b.size() && a > b)) return std::nullopt;
  return std::pair{left, right};
}

class PhraseParser {
 public:
  explicit PhraseParser(std::string_view text) : tokens_(text) {}

  VersionPhrase parse() {
    while (tokens_.peek().kind != Token::end && phrase_.why != "unknown_words") step(tokens_.take());
    return finish();
  }

 private:
  // What the last of the intervals is, as long as a later word may still change it.
  enum class Last { none, exact, wildcard, lower, upper, closed };

  void step(const PhraseToken& token) {
    switch (token.kind) {
      case Token::less: case Token::less_equal: case Token::greater: case Token::greater_equal: case Token::equal:
        operator_ = token.kind;
        operators_ = true;
        break;
      case Token::version: version(token); break;
      case Token::separator: span_ = false; break;
      case Token::joint: joint_ = true; return;
      case Token::span: span(); break;
      case Token::earlier: earlier(token); break;
      case Token::later: later(); break;
      case Token::from: operator_ = Token::greater_equal, words_ = true; break;
      case Token::up: up(); break;
      case Token::all: all_ = true; break;
      case Token::filler: return;
      case Token::unknown: unknown(token.text); break;
      case Token::end: break;
    }
    joint_ = false;
  }

  // The version with what belongs to it: "V13 SP2 Update 4". All are pieces of one text.
  std::string_view with_qualifiers(std::string_view version) {
    const char* const begin = version.data();
    const char* end = begin + version.size();
    const auto belongs = [](const PhraseToken& token) { return (is_qualifier(token.text) && token.kind != Token::earlier) || (token.kind == Token::version && !token.clear); };
    while (tokens_.peek().kind != Token::end && belongs(tokens_.peek())) {
      const PhraseToken qualifier = tokens_.take();
      end = qualifier.text.data() + qualifier.text.size();
      qualified_ = true;
      const bool bare = qualifier.text.find_first_of("0123456789") == std::string_view::npos;
      if (bare && tokens_.peek().kind == Token::version && tokens_.peek().clear) {
        const PhraseToken number = tokens_.take();
        end = number.text.data() + number.text.size();
      }
    }
    return {begin, static_cast<std::size_t>(end - begin)};
  }

  void version(const PhraseToken& token) {
    if (is_commit(token.text)) return unknown(token.text);
    const auto both = span_of(token.text);
    if (both && !operator_) {
      bounded(Token::greater_equal, both->first);
      bounded(Token::less_equal, both->second);
      joined_span_ = true;
      return end_of_span(both->second);
    }
    lettered_ = lettered_ || !token.clear;
    const std::string_view text = with_qualifiers(token.text);
    if (span_) {
      span_ = false;
      make_lower();
      bounded(Token::less_equal, text);
      return end_of_span(text);
    }
    if (operator_ && *operator_ != Token::equal) return bounded(*std::exchange(operator_, std::nullopt), text);
    operator_.reset();
    const std::string_view stem = wildcard_stem(text);
    if (stem.empty()) {
      push(Interval::exactly(without_v(text)), Last::exact, text);
    } else {
      Interval interval{.from = std::string(without_v(stem))};
      interval.to = next_stem(*interval.from);
      if (interval.to->empty()) interval.to.reset();
      push(std::move(interval), Last::wildcard, text);
    }
  }

  // "19.x-21.x(<21.0.0.182)": a span of branches may be cut as a branch is.
  void end_of_span(std::string_view text) {
    if (wildcard_stem(text).empty() || phrase_.intervals.empty()) return;
    last_ = Last::wildcard;
    base_ = text;
  }

  void push(Interval interval, Last last, std::string_view text) {
    phrase_.intervals.push_back(std::move(interval));
    last_ = last;
    base_ = text;
  }
  Interval& back() { return phrase_.intervals.back(); }

  void make_lower() {
    if (last_ != Last::exact && last_ != Last::wildcard) return;
    back().to.reset();
    back().to_included = false;
    last_ = Last::lower;
  }

  void bounded(Token op, std::string_view text) {
    const std::string_view stem = wildcard_stem(text);
    std::string bound(without_v(stem.empty() ? text : stem));
    if (op == Token::less || op == Token::less_equal) {
      const bool past = !stem.empty() && op == Token::less_equal;
      if (past) bound = next_stem(bound);
      if (bound.empty()) return unknown(text);
      upper(std::move(bound), op == Token::less_equal && !past, text);
    } else {
      if (!stem.empty() && op == Token::greater) bound = next_stem(bound), op = Token::greater_equal;
      lower(std::move(bound), op == Token::greater_equal);
    }
  }

  void upper(std::string bound, bool included, std::string_view text) {
    const bool joins_base = (last_ == Last::exact || last_ == Last::wildcard) && !leading_number(text).empty() && leading_number(base_) == leading_number(text);
    // Of a version that is no bound of the branch before it ("5.*, <build 5701") only the branch is sure.
    if (last_ == Last::wildcard && !joins_base) {
      vague_ = true;
      last_ = Last::closed;
      return;
    }
    if (last_ != Last::lower && !joins_base) phrase_.intervals.emplace_back();
    back().to = std::move(bound);
    back().to_included = included;
    last_ = last_ == Last::lower || joins_base ? Last::closed : Last::upper;
  }

  void lower(std::string bound, bool included) {
    const bool reversed = last_ == Last::upper && back().to && is_below(bound, *back().to);   // "< 2.0, >= 1.0"
    if (!reversed && last_ != Last::wildcard) phrase_.intervals.emplace_back();
    back().from = std::move(bound);
    back().from_included = included;
    last_ = reversed || last_ == Last::wildcard ? Last::closed : Last::lower;
  }

  void span() {
    words_ = true;
    if (operator_) return;                                               // "prior to", "up to"
    if (last_ == Last::exact || last_ == Last::wildcard) span_ = true;
    else operator_ = Token::less_equal;                                  // "from 1 to 2", "through 5"
  }

  bool version_follows() const {
    PhraseTokens ahead = tokens_;
    while (ahead.peek().kind == Token::filler || ahead.peek().kind == Token::span) ahead.take();
    return ahead.peek().kind == Token::version;
  }

  void earlier(const PhraseToken& token) {
    words_ = true;
    const bool behind = last_ == Last::exact || last_ == Last::wildcard;
    if (!(behind && (joint_ || token.inclusive)) && version_follows() && static_cast<unsigned char>(token.text[0]) < 0x80) {
      operator_ = Token::less;
      return;
    }
    if (!behind) {
      if (last_ == Last::none) unknown(token.text);
      return;
    }
    // "9.3.6之前" leaves 9.3.6 out; English without "and" ("9.3.6 prior") most likely does not.
    const bool included = joint_ || token.inclusive || static_cast<unsigned char>(token.text[0]) < 0x80;
    if (last_ == Last::exact) back().to_included = included;
    back().from.reset();
    last_ = Last::closed;
    if (!joint_ && !token.inclusive) vague_ = vague_ || static_cast<unsigned char>(token.text[0]) < 0x80;
  }

  void later() {
    words_ = true;
    if (last_ == Last::exact || last_ == Last::wildcard) {
      back().to.reset();
      back().to_included = false;
      last_ = Last::closed;
    } else if (version_follows()) {
      operator_ = Token::greater;
    } else if (last_ == Last::none) {
      unknown("later");
    }
  }

  void up() {
    if (version_follows()) operator_ = Token::less_equal, words_ = true;
    else later();
  }

  void unknown(std::string_view text) {
    span_ = false;
    if (is_one_of(text, reversing)) unknown_ += 10;
    if (is_one_of(text, conditional)) vague_ = true;
    // A bound that is no version: nothing is known of the range.
    if (operator_) unknown_ += 10;
    operator_.reset();
    if (++unknown_ > 6) phrase_.why = "unknown_words";
  }

  VersionPhrase finish() {
    if (phrase_.why == "unknown_words" || operator_) return {.why = operator_ ? "no_version" : "unknown_words"};
    if (phrase_.intervals.empty()) {
      if (!all_ || unknown_ > 1) return {.why = unknown_ > 0 ? "unknown_words" : "no_version"};
      return {.intervals = {Interval::everything()}, .confidence = unknown_ > 0 ? 0.6 : 0.95, .why = "all"};
    }
    phrase_.why = joined_span_ ? "span" : words_ ? "words" : operators_ ? "operators" : "exact";
    phrase_.confidence = joined_span_ ? 0.8 : words_ ? 0.85 : 0.95;
    if (lettered_) phrase_.confidence *= 0.85;
    if (qualified_) phrase_.confidence *= 0.95;
    if (vague_) phrase_.confidence *= 0.6;
    if (unknown_ > 0) phrase_.confidence *= unknown_ > 2 ? 0.5 : 0.7;
    return std::move(phrase_);
  }

  PhraseTokens tokens_;
  VersionPhrase phrase_;
  Last last_ = Last::none;
  std::string_view base_;
  std::optional<Token> operator_;
  bool span_ = false, joint_ = false, all_ = false;
  bool operators_ = false, words_ = false, joined_span_ = false, lettered_ = false, qualified_ = false, vague_ = false;
  int unknown_ = 0;
};

VersionPhrase parse_vers_phrase(std::string_view text) {
  if (auto range = parse_vers(text); range && find_scheme(range->scheme) != nullptr)
    return {.intervals = std::move(range->intervals), .scheme = std::move(range->scheme), .confidence = 0.95, .why = "vers"};
  // "vers:all/<V2.0" and the like: what stands behind the slash is a phrase as any other.
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {.why = "unknown_words"};
  VersionPhrase phrase = PhraseParser(text.substr(slash + 1)).parse();
  if (!phrase.intervals.empty()) phrase.why = "vers";
  return phrase;
}

}  // namespace

VersionPhrase parse_folded_phrase(std::string_view folded) {
  folded = trim(folded);
  if (folded.empty()) return {.why = "no_version"};
  if (folded.starts_with("vers:")) return parse_vers_phrase(folded);
  return PhraseParser(folded).parse();
}

VersionPhrase parse_version_phrase(std::string_view text) {
  std::string folded;
  folded.reserve(text.size() + 8);
  fold_signs(text, folded);
  return parse_folded_phrase(folded);
}

}  // namespace lp::match
