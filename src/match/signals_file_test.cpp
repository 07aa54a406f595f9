#include "match/signals_file.h"

#include <gtest/gtest.h>

namespace lp::match {
namespace {

Signal kev() {
  Signal s;
  s.id = "CVE-2024-0001", s.source = "kev", s.exploited = true, s.ransomware = true;
  s.added = *Date::from_ymd(2024, 5, 1), s.due = *Date::from_ymd(2024, 5, 22);
  return s;
}
Signal epss() {
  Signal s;
  s.id = "CVE-2024-0002", s.source = "epss", s.epss = 0.97321, s.percentile = 0.99;
  s.as_of = *parse_timestamp("2024-05-02T00:00:00Z");
  return s;
}
Signal ssvc() {
  Signal s;
  s.id = "CVE-2024-0003", s.source = "ssvc", s.exploitation = Exploitation::active, s.automatable = "yes", s.technical_impact = "total";
  return s;
}

std::vector<Signal> read(std::string_view text, Diagnostics& out) {
  std::vector<Signal> all;
  EXPECT_TRUE(read_signals(text, "x.signals", [&](Signal&& s) { all.push_back(std::move(s)); }, out));
  return all;
}

TEST(SignalsFile, WhatIsWrittenIsReadBack) {
  const std::vector<Signal> all{kev(), epss(), ssvc()};
  Diagnostics found;
  const std::vector<Signal> again = read(to_csv(all), found);
  ASSERT_EQ(again.size(), 3u);
  EXPECT_EQ(found.errors(), 0u);
  EXPECT_TRUE(again[0].exploited && again[0].ransomware);
  EXPECT_EQ(again[0].due, *Date::from_ymd(2024, 5, 22));
  EXPECT_FALSE(again[0].epss);
  EXPECT_EQ(*again[1].epss, 0.97321);
  EXPECT_EQ(*again[1].as_of, *parse_timestamp("2024-05-02T00:00:00Z"));
  EXPECT_EQ(again[2].exploitation, Exploitation::active);
  EXPECT_EQ(again[2].automatable, "yes");
  EXPECT_EQ(to_csv(again), to_csv(all));
}

TEST(SignalsFile, ABadRowIsToldAndTheRestIsRead) {
  const std::string good = to_csv(std::vector{kev()});
  Diagnostics found;
  const std::vector<Signal> all = read(good + "CVE-1,epss,,\n,epss,,,,,,,,,,\n\nCVE-2,epss,,,,,2,x,odd,,,\r\n", found);
  EXPECT_EQ(found.errors(), 2u);
  EXPECT_EQ(found.items()[0].where.line, 3);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_FALSE(all[1].epss) << "above 1";
  EXPECT_EQ(all[1].exploitation, Exploitation::unknown);
}

TEST(SignalsFile, AnotherFileIsRefused) {
  Diagnostics found;
  const Status read = read_signals("cve,epss\nCVE-1,0.5\n", "epss.csv", [](Signal&&) {}, found);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Errc::invalid);
}

TEST(SignalsFile, AnIdThatWouldBreakTheRowIsLeftOut) {
  Signal odd = kev();
  odd.id = "CVE-1,\nCVE-2";
  Diagnostics found;
  EXPECT_TRUE(read(to_csv(std::vector{odd}), found).empty());
}

}  // namespace
}  // namespace lp::match
