#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detect/run/rule_notes.h"
#include "detect/run/sensor_alerts.h"
#include "detect/run/subject.h"

namespace lp::detect {
namespace {

Owners example_owners() {
  Diagnostics out;
  std::vector<OwnerEntry> entries{{.kind = ClueKind::ip, .value = "10.1.0.0/16", .organisation = "甲公司", .object = "生产网"},
                                  {.kind = ClueKind::domain, .value = "shop.example.cn", .organisation = "乙公司", .object = "商城"}};
  Owners owners = Owners::build(std::move(entries), PublicSuffixes::minimum(), out);
  EXPECT_EQ(out.errors(), 0u);
  return owners;
}

class SubjectsTest : public ::testing::Test {
 protected:
  void put(const char* field, const char* text) { texts_.emplace_back(fields_.find(field), text); }
  Subject of(const Subjects& subjects, FieldId preferred = no_field) {
    Event event(fields_);
    for (const auto& [field, text] : texts_) event.add_text(field, text);
    return subjects.of(event, preferred);
  }
  FieldTable fields_;
  Owners owners_ = example_owners();
  std::vector<std::pair<FieldId, const char*>> texts_;
};

TEST_F(SubjectsTest, TheSourceAndItsOwnerUnlessTheRuleSaysOtherwise) {
  const Subjects subjects(fields_, &owners_, "");
  put("source.ip", "203.0.113.7");
  put("destination.ip", "10.1.2.3");
  Subject s = of(subjects);
  EXPECT_EQ(s.entity, "ip:203.0.113.7");
  EXPECT_EQ(s.owner.organisation, "甲公司") << "nobody is known for the source; the other end is theirs";
  s = of(subjects, fields_.find("destination.ip"));
  EXPECT_EQ(s.entity, "ip:10.1.2.3");
  EXPECT_EQ(s.owner.object, "生产网");
}

TEST_F(SubjectsTest, AnAddressHasOneSpelling) {
  const Subjects subjects(fields_, nullptr, "");
  for (const char* text : {"2001:0db8:0000:0000:0000:0000:0000:0010", "2001:db8::10", "2001:DB8:0::10"}) {
    texts_.clear();
    put("source.ip", text);
    EXPECT_EQ(of(subjects).entity, "ip:2001:db8::10") << text;
  }
  texts_.clear();
  put("source.ip", "::ffff:192.0.2.1");
  EXPECT_EQ(of(subjects).entity, "ip:192.0.2.1");
}

TEST_F(SubjectsTest, ANameTellsTheOwnerWhenNoAddressDoes) {
  const Subjects subjects(fields_, &owners_, "");
  put("source.ip", "203.0.113.7");
  put("url.domain", "www.shop.example.cn");
  EXPECT_EQ(of(subjects).owner.organisation, "乙公司");
}

TEST_F(SubjectsTest, UnknownIsAnAnswerWithAReason) {
  const Subjects subjects(fields_, &owners_, "");
  put("source.ip", "203.0.113.7");
  const Subject s = of(subjects);
  EXPECT_EQ(s.owner.organisation, "");
  EXPECT_NE(s.owner.reason, "");
  const Subjects with_log(fields_, nullptr, "丙公司");
  EXPECT_EQ(of(with_log).owner.organisation, "丙公司");
  texts_.clear();
  EXPECT_EQ(of(subjects).entity, "event");
}

TEST_F(SubjectsTest, HostsAndOtherFieldsKeepTheirNames) {
  const FieldId client = fields_.intern("mqtt.connect.client_id");
  const Subjects subjects(fields_, nullptr, "");
  put("host.name", "ws-17");
  EXPECT_EQ(of(subjects).entity, "host:ws-17");
  put("mqtt.connect.client_id", "LSV1");
  EXPECT_EQ(of(subjects, client).entity, "mqtt.connect.client_id:LSV1");
}

TEST(SensorAlerts, KeepTheSensorsRuleAndSeverity) {
  FieldTable fields;
  const SensorAlerts alerts(fields);
  Event event(fields);
  event.add_text(fields.find("event_type"), "dns");
  EXPECT_FALSE(alerts.type_of(event));
  event.clear();
  event.add_text(fields.find("event_type"), "alert");
  event.add_text(fields.find("alert.signature"), "ET MALWARE x");
  event.add_integer(fields.find("alert.signature_id"), 2024897);
  event.add_integer(fields.find("alert.severity"), 1);
  const auto type = alerts.type_of(event);
  ASSERT_TRUE(type);
  EXPECT_EQ(type->id, "suricata:2024897");
  EXPECT_EQ(type->severity, Severity::high);
  EXPECT_EQ(type->title.en, "ET MALWARE x");
}

TEST(RuleNotes, ReadWhatOtherProgramsPassOver) {
  RuleNotesById notes;
  Diagnostics out;
  read_rule_notes("title: a\nid: 1\n---\ntitle: b\nid: 2\nlongpan:\n  title: 乙\n  entity: host.name\n  classes: {rsit: x.y}\n"
                  "  examples:\n    match:\n      - {format: syslog, line: 'x {n}', repeat: 5, every: 100ms}\n      - {line: x}\n",
                  "r.yaml", notes, out);
  ASSERT_EQ(notes.size(), 1u);
  const RuleNotes& note = notes.begin()->second;
  EXPECT_EQ(note.title, "乙");
  EXPECT_EQ(note.classes, std::vector<std::string>{"rsit:x.y"});
  ASSERT_EQ(note.match.size(), 1u);
  EXPECT_EQ(note.match[0].repeat, 5);
  EXPECT_EQ(note.match[0].every, 100'000);
  EXPECT_EQ(out.errors(), 1u) << "an example without a format";
}

}  // namespace
}  // namespace lp::detect
