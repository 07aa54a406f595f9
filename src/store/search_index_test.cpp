#include "store/search_index.h"

#include "store/conformance.h"

namespace lp::store::testing {
namespace {

TEST(Pairs, OverlapAndIgnoreWidthCaseAndPunctuation) {
  EXPECT_EQ(to_pairs("网络单元"), "网络 络单 单元");
  EXPECT_EQ(to_pairs("ＩＤＣ（一）"), "id dc c一");
  EXPECT_EQ(to_pairs("移"), "");
  EXPECT_EQ(to_pairs(""), "");
}

class Search : public ConformanceTest {
 protected:
  std::int64_t hits(std::string_view text) {
    RecordQuery q;
    q.kind = "network_unit";
    q.search = text;
    const auto page = list(the_system(), q);
    return page ? page->total : -static_cast<std::int64_t>(page.error().code);
  }
};

TEST_P(Search, FindsExactSubstringsOfTwoCharactersOrMore) {
  const OrgId org = to_org(insert_org("甲公司").id);
  insert_unit(org, {{"name", "江苏移动核心网"}, {"note", "承载VoLTE业务"}});
  insert_unit(org, {{"name", "苏江"}, {"note", "ab"}});
  insert_unit(org, {{"name", "ab"}, {"note", "bc"}});
  EXPECT_EQ(hits("江苏"), 1);
  EXPECT_EQ(hits("苏移动核"), 1);
  EXPECT_EQ(hits("volte"), 1);
  EXPECT_EQ(hits("江苏 核心"), 0) << "a phrase, not a set of words";
  EXPECT_EQ(hits("abc"), 0) << "no match over the end of a value";
  EXPECT_EQ(hits("ab"), 2);
  EXPECT_EQ(hits("\"OR*"), 0) << "query syntax is text";
  EXPECT_EQ(hits("江"), -static_cast<std::int64_t>(Errc::invalid));
}

TEST(Marks, AreOneWordThatNoPairOfCharactersIs) {
  model::Field field;
  field.name = "owner_name";
  EXPECT_EQ(mark_of(field, "ab"), "·owner·name··6162");
  EXPECT_NE(mark_of(field, "AB"), mark_of(field, "ab"));
  EXPECT_EQ(mark_of(field, ""), "·owner·name··");
  const std::string longer = mark_of(field, std::string(10'000, 'x'));
  EXPECT_LT(longer.size(), 80U);
  EXPECT_NE(longer, mark_of(field, std::string(10'001, 'x')));
  EXPECT_EQ(longer.find(' '), std::string::npos);
}

TEST_P(Search, AWholeValueIsNotFoundByTypingIt) {
  insert_unit(to_org(insert_org("甲公司").id), {{"tags", {"abc"}}});
  EXPECT_EQ(hits("616263"), 0);
  EXPECT_EQ(hits("tags"), 0);
}

TEST_P(Search, FiltersByElementsFollowChanges) {
  auto unit = insert_unit(to_org(insert_org("甲公司").id), {{"name", "网元"}, {"tags", {"red", "blue", ""}}});
  const auto with = [&](std::string_view tag) {
    RecordQuery q;
    q.kind = "network_unit";
    q.where = model::Predicate::equals("tags", json::value(tag));
    return list(the_system(), q)->total;
  };
  EXPECT_EQ(with("red"), 1);
  EXPECT_EQ(with("re"), 0);
  EXPECT_EQ(with("RED"), 0);
  EXPECT_EQ(with(""), 1);
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    unit.data["tags"] = json::array{"green"};
    LP_CHECK_OK(tx.update(the_system(), unit, 1, "update"));
    return {};
  }));
  EXPECT_EQ(with("red"), 0);
  EXPECT_EQ(with("green"), 1);
}

TEST_P(Search, FindsByNumber) {
  const auto unit = insert_unit(to_org(insert_org("甲公司").id), {{"name", "x1"}});
  EXPECT_EQ(hits(unit.no), 1);
  EXPECT_EQ(hits("nu-2024-000001"), 1);
}

TEST_P(Search, FollowsChanges) {
  auto unit = insert_unit(to_org(insert_org("甲公司").id), {{"name", "旧名称"}});
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    unit.data["name"] = "新名称";
    LP_CHECK_OK(tx.update(the_system(), unit, 1, "update"));
    return {};
  }));
  EXPECT_EQ(hits("旧名"), 0);
  EXPECT_EQ(hits("新名"), 1);
}

TEST_P(Search, IsRebuiltWhenItsFieldsChange) {
  insert_unit(to_org(insert_org("甲公司").id), {{"name", "名称"}, {"unit_type", "核心交换"}});
  EXPECT_EQ(hits("核心"), 0);
  store_.reset();
  for (auto& f : catalogue_.kinds["network_unit"].fields) f.search = f.name == "unit_type";
  open();
  EXPECT_EQ(hits("核心"), 1);
  EXPECT_EQ(hits("名称"), 0);
}

TEST_P(Search, ManyHitsPageInOrder) {
  const OrgId org = to_org(insert_org("甲公司").id);
  ASSERT_TRUE(store_->write_bulk([&](WriteTx& tx) -> Status {
    for (int i = 0; i < 400; ++i) {
      model::Record r;
      r.kind = "network_unit";
      r.org = org;
      r.data = {{"name", "网元" + std::to_string(i)}, {"grade", i}};
      LP_CHECK_OK(tx.insert(the_system(), r, "create"));
    }
    return {};
  }));
  RecordQuery q;
  q.kind = "network_unit";
  q.search = "网元";
  q.order = {{"grade", true}};
  q.limit = 3;
  q.offset = 10;
  const auto page = list(the_system(), q);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->total, 400);
  EXPECT_EQ(page->rows.at(0).data.at("grade"), 389);
}

LP_CONFORMANCE(Search);

}  // namespace
}  // namespace lp::store::testing
