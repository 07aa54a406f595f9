#include "match/index/record_codec.h"

#include <gtest/gtest.h>

#include "match/index/index_testing.h"

namespace lp::match {
namespace {

Advisory rich() {
  Advisory a = advisory_of("CVE-2024-1", {osv_entry("PyPI", "a-b", "pypi", {between("1.0", "1.2"), before("0.5"), Interval::exactly("3")}), cpe_entry("cpe:2.3:o:v:p:*:sp1:*:*:*:x64:*:*", {{}})}, {"GHSA-x", "PYSEC-1"}, "csaf:cisa");
  a.related = {"CVE-2024-2"};
  a.title = "标题";
  a.modified = Timestamp(1'700'000'000'000'000);
  a.published = Timestamp(-5);
  a.withdrawn = Timestamp(7);
  a.scores = {{"cvss3", "CVSS:3.1/AV:N", 9.8}, {"cvss2", "", -1}};
  a.severity = "critical";
  a.exploitation = Exploitation::active;
  a.automatable = "yes";
  a.technical_impact = "total";
  Affected& e = a.affected[0];
  e.status = AffectedStatus::not_affected;
  e.versions = {"1.0", "1.0", ""};
  e.conditions = {{{*parse_cpe("cpe:2.3:h:v:hw:-:*:*:*:*:*:*:*")}, {{Interval::everything()}}}};
  e.justification = "component_not_present";
  e.module_stream = "nodejs:18";
  e.confidence = 0.25;
  e.where = "/affected/0";
  return a;
}

std::string encoded(const Advisory& a) {
  std::string out;
  RecordEncoder().encode(a, out);
  return out;
}

TEST(RecordCodec, GivesBackWhatWasEncoded) {
  const Advisory a = rich();
  Advisory back;
  ASSERT_TRUE(decode_record(encoded(a), back));
  EXPECT_EQ(back.id, a.id);
  EXPECT_EQ(back.source, a.source);
  EXPECT_EQ(back.aliases, a.aliases);
  EXPECT_EQ(back.related, a.related);
  EXPECT_EQ(back.title, a.title);
  EXPECT_EQ(back.modified, a.modified);
  EXPECT_EQ(back.published, a.published);
  EXPECT_EQ(back.withdrawn, a.withdrawn);
  ASSERT_EQ(back.scores.size(), 2u);
  EXPECT_EQ(back.scores[0].base, 9.8);
  EXPECT_EQ(back.scores[1].base, -1);
  EXPECT_EQ(back.severity, a.severity);
  EXPECT_EQ(back.exploitation, a.exploitation);
  ASSERT_EQ(back.affected.size(), 2u);
  const Affected &x = back.affected[0], &y = a.affected[0];
  EXPECT_EQ(x.package, y.package);
  EXPECT_EQ(x.status, y.status);
  EXPECT_EQ(x.tier, y.tier);
  EXPECT_EQ(x.scheme, y.scheme);
  EXPECT_EQ(x.intervals, y.intervals);
  EXPECT_EQ(x.versions, y.versions);
  EXPECT_EQ(x.fixed_versions, y.fixed_versions);
  ASSERT_EQ(x.conditions.size(), 1u);
  EXPECT_EQ(x.conditions[0].any_of, y.conditions[0].any_of);
  EXPECT_EQ(x.conditions[0].ranges, y.conditions[0].ranges);
  EXPECT_EQ(x.justification, y.justification);
  EXPECT_EQ(x.module_stream, y.module_stream);
  EXPECT_EQ(x.confidence, y.confidence);
  EXPECT_EQ(x.where, y.where);
  EXPECT_EQ(back.affected[1].cpe, a.affected[1].cpe);
  EXPECT_EQ(encoded(back), encoded(a));  // every field, once more
}

TEST(RecordCodec, RefusesEveryPrefixOfARecord) {
  const std::string whole = encoded(rich());
  for (std::size_t n = 0; n < whole.size(); ++n) {
    Advisory back;
    EXPECT_FALSE(decode_record(std::string_view(whole).substr(0, n), back)) << n;
  }
}

TEST(RecordCodec, SurvivesEveryChangedByte) {
  const std::string whole = encoded(rich());
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (const char c : {'\0', '\x7F', '\xFF'}) {
      std::string damaged = whole;
      damaged[i] = c;
      Advisory back;
      (void)decode_record(damaged, back);
      EXPECT_LE(back.affected.size(), whole.size());
    }
}

TEST(RecordCodec, StoresEqualTextsOnce) {
  Advisory one = advisory_of("X", {}), many = one;
  one.title = std::string(500, 't');
  many.title = one.title;
  many.severity = one.title;
  many.automatable = one.title;
  EXPECT_LT(encoded(many).size(), encoded(one).size() + 20);
}

TEST(RecordCodec, IsReusableAfterARecordWithManyTexts) {
  RecordEncoder encoder;
  Advisory big = advisory_of("BIG", {});
  for (int i = 0; i < 10'000; ++i) big.aliases.push_back("ALIAS-" + std::to_string(i));
  std::string first, second;
  encoder.encode(big, first);
  encoder.encode(rich(), second);
  Advisory back;
  ASSERT_TRUE(decode_record(first, back));
  EXPECT_EQ(back.aliases, big.aliases);
  EXPECT_EQ(second, encoded(rich()));
}

}  // namespace
}  // namespace lp::match
