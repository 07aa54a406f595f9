#include "server/ingest/syslog_framing.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace lp::server {
namespace {

std::string lines_of(std::string_view stream, std::size_t piece = 1 << 20, SyslogFraming framing = SyslogFraming(100)) {
  std::string lines;
  for (std::size_t at = 0; at < stream.size(); at += piece) framing.feed(stream.substr(at, piece), lines);
  framing.finish(lines);
  return lines;
}

TEST(SyslogFraming, CountedAndByLine) {
  EXPECT_EQ(lines_of("<13>one\n<14>two\r\n<15>three"), "<13>one\n<14>two\n<15>three\n");
  EXPECT_EQ(lines_of("7 <13>one8 <14>\ntwo<15>a line\n"), "<13>one\n<14> two\n<15>a line\n");
  EXPECT_EQ(lines_of(std::string_view("<13>a\0<13>b\0", 12)), "<13>a\n<13>b\n") << "ends of some senders";
  EXPECT_EQ(lines_of("2026-07-01 a bare line\n12 \n"), "2026-07-01 a bare line\n") << "digits that are no length; a length that is cut short";
  EXPECT_EQ(lines_of("\n\n \n"), "");
}

TEST(SyslogFraming, TooLongIsDroppedAndCounted) {
  SyslogFraming framing(10);
  std::string lines;
  framing.feed("<1>" + std::string(50, 'x') + "\n<1>ok\n20 " + std::string(20, 'y') + "5 <1>ok", lines);
  framing.finish(lines);
  EXPECT_EQ(lines, "<1>ok\n<1>ok\n");
  EXPECT_EQ(framing.too_long(), 2U);
  EXPECT_EQ(framing.messages(), 2U);
  framing.feed("9 <1>cut", lines);
  framing.finish(lines);
  EXPECT_EQ(framing.cut_short(), 1U);
  EXPECT_EQ(lines_of("99999999999999999999999 x\n<1>ok\n"), "99999999999999999999999 x\n<1>ok\n");
}

RC_GTEST_PROP(SyslogFraming, PiecesDoNotMatter, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element('1', '2', '0', ' ', '<', '>', 'a', '\n', '\r', '\0'));
  const auto piece = *rc::gen::inRange<std::size_t>(1, 7);
  RC_ASSERT(lines_of(text, piece) == lines_of(text));
}

}  // namespace
}  // namespace lp::server
