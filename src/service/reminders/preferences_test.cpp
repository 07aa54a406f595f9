#include "service/reminders/preferences.h"

#include <gtest/gtest.h>

namespace lp::service {
namespace {

Timestamp at(const char* text) { return *parse_timestamp(text); }

NotifyPreferences quiet(const char* from, const char* to) {
  return NotifyPreferences::parse({{"quiet", {{"from", from}, {"to", to}}}});
}

TEST(Preferences, ReadsTheDocument) {
  const auto p = NotifyPreferences::parse({{"channels", {{"in_app", false}, {"mail", true}}}, {"digest", "daily"}, {"webhook_url", "https://x"}, {"quiet", {{"from", "22:00"}, {"to", "07:30"}}}});
  EXPECT_FALSE(p.in_app);
  EXPECT_TRUE(p.mail);
  EXPECT_FALSE(p.webhook);
  EXPECT_TRUE(p.daily_digest);
  EXPECT_EQ(p.quiet_from, 22 * 60);
  EXPECT_EQ(p.quiet_to, 7 * 60 + 30);
}

TEST(Preferences, TakesNonsenseAsAbsent) {
  const auto p = NotifyPreferences::parse({{"channels", 5}, {"quiet", {{"from", "25:00"}, {"to", "x"}}}, {"digest", 1}});
  EXPECT_TRUE(p.in_app);
  EXPECT_EQ(p.quiet_from, -1);
  EXPECT_EQ(p.earliest(at("2024-07-15T23:00:00+08:00")), at("2024-07-15T23:00:00+08:00"));
}

TEST(Preferences, ChecksWhatAPersonSends) {
  const auto problems = NotifyPreferences::check({{"quiet", {{"from", "24:00"}, {"to", "07:00"}}}, {"digest", "hourly"}, {"webhook_url", "ftp://x"}});
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0].field, "quiet.from");
  EXPECT_TRUE(NotifyPreferences::check({{"digest", "none"}, {"webhook_url", ""}}).empty());
}

TEST(Preferences, QuietHoursOverMidnightAndByDay) {
  const auto night = quiet("22:00", "07:30");
  EXPECT_EQ(night.earliest(at("2024-07-15T21:59:00+08:00")), at("2024-07-15T21:59:00+08:00"));
  EXPECT_EQ(night.earliest(at("2024-07-15T22:00:00+08:00")), at("2024-07-16T07:30:00+08:00"));
  EXPECT_EQ(night.earliest(at("2024-07-16T03:00:00+08:00")), at("2024-07-16T07:30:00+08:00"));
  EXPECT_EQ(night.earliest(at("2024-07-16T07:30:00+08:00")), at("2024-07-16T07:30:00+08:00"));
  const auto noon = quiet("12:00", "14:00");
  EXPECT_EQ(noon.earliest(at("2024-07-15T13:00:00+08:00")), at("2024-07-15T14:00:00+08:00"));
  EXPECT_EQ(noon.earliest(at("2024-07-15T15:00:00+08:00")), at("2024-07-15T15:00:00+08:00"));
}

TEST(Preferences, DigestGoesOutAtNineOutsideQuietHours) {
  const NotifyPreferences p;
  EXPECT_EQ(p.next_digest(at("2024-07-15T08:00:00+08:00")), at("2024-07-15T09:00:00+08:00"));
  EXPECT_EQ(p.next_digest(at("2024-07-15T09:00:00+08:00")), at("2024-07-16T09:00:00+08:00"));
  EXPECT_EQ(quiet("20:00", "10:00").next_digest(at("2024-07-15T08:00:00+08:00")), at("2024-07-15T10:00:00+08:00"));
}

}  // namespace
}  // namespace lp::service
