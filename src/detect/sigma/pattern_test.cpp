#include "detect/sigma/pattern.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace lp::detect::sigma {
namespace {

using Kind = Wildcards::Kind;
using Parts = std::vector<Wildcards::Part>;

Wildcards::Part text(std::string t) { return {Kind::text, std::move(t)}; }
const Wildcards::Part many{Kind::many, {}}, one{Kind::one, {}};

TEST(Wildcards, AreReadAsTheSpecificationSays) {
  const struct {
    const char* written;
    Parts parts;
  } rows[] = {
      {"", {}},
      {"prog?.exe", {text("prog"), one, text(".exe")}},
      {"antivirus_V*.exe", {text("antivirus_V"), many, text(".exe")}},
      {R"(C:\Windows\cmd.exe)", {text(R"(C:\Windows\cmd.exe)")}},  // a backslash before anything else is plain
      {R"(\\host\share)", {text(R"(\host\share)")}},                 // two are one
      {R"(a\*b)", {text("a*b")}},                                    // an escaped wildcard is plain
      {R"(a\?b)", {text("a?b")}},
      {R"(a\\*)", {text(R"(a\)"), many}},                            // an escaped backslash, then a wildcard
      {R"(a\\\*b)", {text(R"(a\*b)")}},                              // both plain
      {R"(\\\\)", {text(R"(\\)")}},                                  // four are two
      {R"(\\\)", {text(R"(\\)")}},                                   // three are two as well
      {R"(end\)", {text(R"(end\)")}},
      {"**", {many}},
      {"?*?", {one, many, one}},
  };
  for (const auto& row : rows) EXPECT_EQ(Wildcards::parse(row.written).parts(), row.parts) << row.written;
}

TEST(Wildcards, Match) {
  const struct {
    const char* pattern;
    const char* text;
    bool want;
  } rows[] = {
      {"a*c", "abc", true}, {"a*c", "ac", true}, {"a*c", "acb", false}, {"*a*b*", "xxayybzz", true}, {"*a*b*", "ba", false}, {"?", "", false},
      {"?", "龙", true}, {"??", "龙", false}, {"*", "", true}, {"", "", true}, {"", "a", false}, {"a*\nb", "a\nb", true}, {"a*b", "a\n\nb", true},
      {"*aab", "aaab", true}, {"*ab*ab", "abab", true}, {"*ab*ab", "ab", false}, {"?*", "\xff", true}, {"a?c*", "axcyyy", true}};
  for (const auto& row : rows) EXPECT_EQ(Wildcards::parse(row.pattern).matches(row.text), row.want) << row.pattern << " " << row.text;
}

// The definition, word for word.
bool naive(const Parts& parts, std::size_t i, std::string_view rest) {
  if (i == parts.size()) return rest.empty();
  if (parts[i].kind == Kind::text) return rest.starts_with(parts[i].text) && naive(parts, i + 1, rest.substr(parts[i].text.size()));
  if (parts[i].kind == Kind::one) return !rest.empty() && naive(parts, i + 1, rest.substr(1));
  for (std::size_t k = 0; k <= rest.size(); ++k) {
    if (naive(parts, i + 1, rest.substr(k))) return true;
  }
  return false;
}

RC_GTEST_PROP(WildcardsProperty, MatchAsTheDefinitionSays, ()) {
  const auto pattern = *rc::gen::container<std::string>(rc::gen::element('a', 'b', '*', '?', '\\'));
  const auto subject = *rc::gen::container<std::string>(rc::gen::element('a', 'b', '*', '\\'));
  const Wildcards w = Wildcards::parse(pattern);
  RC_ASSERT(w.matches(subject) == naive(w.parts(), 0, subject));
}

RC_GTEST_PROP(WildcardsProperty, WrittenAgainAreTheSame, ()) {
  const auto pattern = *rc::gen::container<std::string>(rc::gen::element('a', '%', '*', '?', '\\'));
  const Wildcards w = Wildcards::parse(pattern);
  RC_ASSERT(Wildcards::parse(w.written()).parts() == w.parts());
}

RC_GTEST_PROP(WildcardsProperty, EscapedTextIsItself, ()) {
  const auto plain = *rc::gen::arbitrary<std::string>();
  const Wildcards w = Wildcards::parse(Wildcards::plain(plain).written());
  RC_ASSERT(w.is_plain());
  RC_ASSERT(w.plain_text() == plain);
  RC_ASSERT(w.matches(plain));
}

TEST(Fold, IsSimpleCaseFolding) {
  const struct {
    const char* text;
    const char* want;
  } rows[] = {{"ABC xyz", "abc xyz"}, {"ÄÖÜ", "äöü"}, {"ΑΣς", "ασσ"}, {"ПРИВЕТ", "привет"}, {"K", "k"}, {"ſ", "s"}, {"ß", "ß"}, {"ẞ", "ß"}, {"龙磐", "龙磐"}, {"\xff\x41", "\xff\x61"}, {"ＡＢ", "ａｂ"}};
  for (const auto& row : rows) EXPECT_EQ(in_form(row.text, Form::folded), row.want) << row.text;
}

TEST(Fold, DashesAreOne) {
  EXPECT_EQ(in_form("-a /B –c —D ―e", Form::folded_dash), "-a -b -c -d -e");
  EXPECT_EQ(in_form("-a /B –c", Form::cased_dash), "-a -B -c");
  EXPECT_EQ(in_form("-A /B", Form::cased), "-A /B");
}

}  // namespace
}  // namespace lp::detect::sigma
