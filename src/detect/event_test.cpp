#include "detect/event.h"

#include <gtest/gtest.h>

#include "detect/routes.h"

namespace lp::detect {
namespace {

TEST(FieldTable, NamesAreKnownWithoutTheirSpaces) {
  FieldTable fields;
  const FieldId threat = fields.intern("Threat Name");
  EXPECT_EQ(fields.find("ThreatName"), threat);
  EXPECT_EQ(fields.intern("ThreatName"), threat);
  EXPECT_EQ(fields.name(threat), "ThreatName");
  EXPECT_EQ(fields.find("threatname"), no_field);
  EXPECT_EQ(fields.size(), 1u);
}

TEST(Event, KeepsEveryValueOfAFieldInOrder) {
  FieldTable fields;
  const FieldId a = fields.intern("a"), b = fields.intern("b"), c = fields.intern("c");
  Event event(fields);
  event.add_text(a, "one");
  event.add_integer(b, -7);
  event.add_text(a, "two");
  event.add_boolean(b, true);
  ASSERT_TRUE(event.has(a));
  EXPECT_FALSE(event.has(c));
  EXPECT_EQ(event.first(c), nullptr);
  EXPECT_EQ(event.text(c), "");
  const Value* value = event.first(a);
  EXPECT_EQ(value->text, "one");
  value = event.next(*value);
  ASSERT_NE(value, nullptr);
  EXPECT_EQ(value->text, "two");
  EXPECT_EQ(event.next(*value), nullptr);
  EXPECT_EQ(event.first(b)->text, "-7");
  EXPECT_EQ(event.next(*event.first(b))->text, "true");
}

TEST(Event, IsEmptyAfterClear) {
  FieldTable fields;
  const FieldId a = fields.intern("a");
  Event event(fields);
  event.add_real(a, 1.5);
  event.time = 3;
  event.route = 1;
  EXPECT_EQ(event.text(a), "1.5");
  event.clear();
  EXPECT_FALSE(event.has(a));
  EXPECT_TRUE(event.values().empty());
  EXPECT_EQ(event.time, no_time);
  EXPECT_EQ(event.route, no_route);
}

TEST(Event, KeptTextsStayWhileOthersAreKept) {
  FieldTable fields;
  const FieldId a = fields.intern("a");
  Event event(fields);
  for (int i = 0; i < 1000; ++i) event.add_integer(a, i);
  int expected = 0;
  for (const Value& value : event.values()) EXPECT_EQ(value.text, std::to_string(expected++));
  EXPECT_EQ(expected, 1000);
}

TEST(Routes, ARuleSeesWhatSaysAllItAsksFor) {
  const std::vector<Logsource> sysmon{{"windows", "process_creation", ""}, {"windows", "", "sysmon"}};
  EXPECT_TRUE(covers({"windows", "process_creation", ""}, sysmon));
  EXPECT_TRUE(covers({"", "process_creation", ""}, sysmon));
  EXPECT_TRUE(covers({"windows", "", "sysmon"}, sysmon));
  EXPECT_TRUE(covers({"windows", "", ""}, sysmon));
  EXPECT_FALSE(covers({"windows", "process_creation", "security"}, sysmon));
  EXPECT_FALSE(covers({"linux", "process_creation", ""}, sysmon));
  EXPECT_FALSE(covers({"windows", "", ""}, {}));
}

TEST(Routes, TheSameSourcesAreOneRouteInAnyOrder) {
  RouteTable routes;
  const Logsource a{"windows", "", "sysmon"}, b{"windows", "network_connection", ""};
  const RouteId one = routes.intern({a, b});
  EXPECT_EQ(routes.intern({b, a, b}), one);
  EXPECT_NE(routes.intern({a}), one);
  EXPECT_EQ(routes.intern({}), no_route);
  EXPECT_EQ(routes.sources(one).size(), 2u);
}

}  // namespace
}  // namespace lp::detect
