#include "detect/sigma/text_index.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace lp::detect::sigma {
namespace {

bool stands(const TextIndex::Literal& l, std::string_view text) {
  if (l.op == Op::equals) return text == l.text;
  if (l.op == Op::starts) return text.starts_with(l.text);
  if (l.op == Op::ends) return text.ends_with(l.text);
  return text.find(l.text) != text.npos;
}

void check(const std::vector<TextIndex::Literal>& literals, std::string_view text) {
  std::set<std::uint32_t> want, got;
  for (std::uint32_t i = 0; i < literals.size(); ++i) {
    if (stands(literals[i], text)) want.insert(i);
  }
  const TextIndex index(literals);
  index.scan(text, [&](std::uint32_t i) { got.insert(i); });
  RC_ASSERT(got == want);
  if (index.surely_none(text)) RC_ASSERT(want.empty());
}

RC_GTEST_PROP(TextIndexProperty, FindsWhatStandsThere, ()) {
  const auto texts = *rc::gen::container<std::vector<std::string>>(rc::gen::container<std::string>(rc::gen::element('a', 'b', '\\', '.')));
  std::vector<TextIndex::Literal> literals;
  for (const std::string& t : texts) literals.push_back({*rc::gen::element(Op::equals, Op::starts, Op::ends, Op::contains), t});
  check(literals, *rc::gen::container<std::string>(rc::gen::element('a', 'b', '\\', '.')));
}

RC_GTEST_PROP(TextIndexProperty, FindsPiecesOfLongTexts, ()) {
  const auto n = *rc::gen::inRange(0, 200);
  std::string text;
  for (int i = 0; i < n; ++i) text += *rc::gen::element('a', 'b', 'c', 'd', 'e', 'f');
  std::vector<std::string> pieces;
  for (int i = *rc::gen::inRange(1, 90); i > 0; --i) {
    const auto at = static_cast<std::size_t>(*rc::gen::inRange(0, n + 1));
    std::string piece = text.substr(at, static_cast<std::size_t>(*rc::gen::inRange(1, 45)));
    if (!piece.empty() && *rc::gen::arbitrary<bool>()) piece.back() = 'z';
    pieces.push_back(std::move(piece));
  }
  std::vector<TextIndex::Literal> literals;
  for (const std::string& t : pieces) literals.push_back({*rc::gen::element(Op::starts, Op::ends, Op::contains, Op::contains), t});
  check(literals, text);
}

RC_GTEST_PROP(QuickFilterProperty, NeverSaysNoWhereOneStands, ()) {
  const auto before = *rc::gen::container<std::string>(rc::gen::inRange('\x01', '\x7e'));
  const auto literal = "x" + *rc::gen::container<std::string>(rc::gen::inRange('a', 'z')) + "abc";
  const auto after = *rc::gen::container<std::string>(rc::gen::inRange('\x01', '\x7e'));
  const QuickFilter filter({literal, "sekurlsa::"});
  RC_ASSERT(filter.is_on());
  std::string upper = literal;
  for (char& c : upper) {
    if (*rc::gen::arbitrary<bool>()) c = static_cast<char>(std::toupper(c));
  }
  RC_ASSERT(filter.may_have_any(before + upper + after));
}

TEST(QuickFilter, SaysNoToMostOthers) {
  const QuickFilter filter({"sekurlsa::", "event::clear"});
#if defined(__SSSE3__) || defined(__x86_64__)
  EXPECT_FALSE(filter.may_have_any("访问日志：" + std::string(100, '-') + "é"));
  EXPECT_FALSE(filter.may_have_any("C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s Schedule"));
#endif
  EXPECT_TRUE(filter.may_have_any("\u017fekurlsa"));  // the long s and the kelvin sign fold to s and k
  EXPECT_TRUE(filter.may_have_any(std::string(100, ' ') + "\u212a"));
  EXPECT_FALSE(QuickFilter({"abc"}).is_on());
  EXPECT_FALSE(QuickFilter({"abcdé"}).is_on());
  EXPECT_FALSE(QuickFilter(std::vector<std::string_view>{}).is_on());
}

}  // namespace
}  // namespace lp::detect::sigma
