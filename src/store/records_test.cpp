#include "store/conformance.h"

namespace lp::store::testing {
namespace {

using model::Op;
using model::Predicate;
using model::Role;

json::object every_shape() {
  return {{"name", "核心交换网元"}, {"unit_type", "idc"}, {"grade", 3}, {"score", 2.5}, {"public", true}, {"go_live", "2024-07-01"},
          {"seen_at", 1720000000000000}, {"tags", {"a", "b"}}, {"domains", {"example.cn"}},
          {"hardware", {{{"brand", "x"}, {"n", 2}}}}, {"topology", {{"hash", std::string(64, 'a')}, {"name", "t.png"}, {"size", 1}, {"type", "image/png"}}},
          {"note", "备注"}};
}

using Records = ConformanceTest;

TEST_P(Records, KeepEveryShapeOfValue) {
  const auto org = insert_org("甲公司");
  const auto unit = insert_unit(to_org(org.id), every_shape());
  reopen();
  const auto back = read<model::Record>([&](ReadTx& tx) { return tx.get(the_system(), "network_unit", unit.id); });
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(to_canonical_text(back->data), to_canonical_text(json::value(every_shape())));
  EXPECT_EQ(back->state, "draft");
  EXPECT_EQ(back->no, "NU-2024-000001");
  EXPECT_EQ(back->org, to_org(org.id));
  EXPECT_EQ(back->path, "draft@" + std::to_string(clock_.now().micros()));
}

TEST_P(Records, AnOrganisationOwnsItself) {
  const auto org = insert_org("甲公司");
  EXPECT_EQ(org.org, to_org(org.id));
  EXPECT_EQ(org.no, "ORG-2024-000001");
}

TEST_P(Records, RefuseWrongShapesAndUnknownFields) {
  const auto org = insert_org("甲公司");
  const auto attempt = [&](json::object data) {
    return store_->write([&](WriteTx& tx) -> Status {
      model::Record r;
      r.kind = "network_unit";
      r.org = to_org(org.id);
      r.data = data;
      LP_CHECK_OK(tx.insert(the_system(), r, "create"));
      return {};
    });
  };
  for (const json::object& bad : {json::object{{"grade", "three"}}, json::object{{"tags", "a"}}, json::object{{"name", 1}},
                                  json::object{{"nosuch", 1}}, json::object{{"name", std::string("a\0b", 3)}}}) {
    const Status s = attempt(bad);
    ASSERT_FALSE(s) << to_text(bad);
    EXPECT_EQ(s.error().code, Errc::invalid) << s.error().message;
  }
  RecordQuery q;
  q.kind = "network_unit";
  EXPECT_EQ(list(the_system(), q)->total, 0) << "a refused write must leave nothing";
}

TEST_P(Records, SecondWriterWithAnOldVersionIsTold) {
  const auto org = insert_org("甲公司");
  auto unit = insert_unit(to_org(org.id), {{"name", "一"}});
  const auto change = [&](std::string name, std::int64_t version) {
    return store_->write([&](WriteTx& tx) -> Status {
      auto r = unit;
      r.data["name"] = name;
      LP_CHECK_OK(tx.update(the_system(), r, version, "update", "because"));
      return {};
    });
  };
  ASSERT_TRUE(change("二", 1));
  const Status late = change("三", 1);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Errc::conflict);
  EXPECT_FALSE(late.error().message_zh.empty());
  const auto history = read<std::vector<model::HistoryEntry>>([&](ReadTx& tx) { return tx.history(the_system(), "network_unit", unit.id); });
  ASSERT_EQ(history->size(), 2U);
  EXPECT_EQ(to_text(history->at(1).changes), R"({"name":["一","二"]})");
  EXPECT_EQ(history->at(1).reason, "because");
}

TEST_P(Records, StatePathAndSinceFollowTheState) {
  const auto org = insert_org("甲公司");
  auto unit = insert_unit(to_org(org.id), {{"name", "一"}});
  clock_.advance_days(1);
  model::Record after;
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    unit.state = "submitted";
    LP_TRY(after, tx.update(the_system(), unit, 1, "move:submit"));
    return {};
  }));
  EXPECT_EQ(after.state_since, clock_.now());
  EXPECT_TRUE(after.path.ends_with(";submitted@" + std::to_string(clock_.now().micros())));
  EXPECT_EQ(after.created_at, unit.created_at);
}

TEST_P(Records, SystemMayBringThePast) {
  const auto org = insert_org("甲公司");
  model::Record r;
  r.kind = "network_unit";
  r.org = to_org(org.id);
  r.created_at = parse_timestamp("2019-03-01T08:00:00+08:00").value();
  r.state = "filed";
  r.path = "draft@1;filed@2";
  const auto kept = insert(r);
  EXPECT_EQ(kept.created_at, r.created_at);
  EXPECT_EQ(kept.path, r.path);
  EXPECT_EQ(kept.no, "NU-2019-000001");
  const auto own = insert(r, viewer(Role::enterprise_officer, to_org(org.id)));
  EXPECT_EQ(own.created_at, clock_.now()) << "others may not invent a past";
}

TEST_P(Records, NumbersAreNeverReused) {
  const auto org = insert_org("甲公司");
  EXPECT_EQ(insert_unit(to_org(org.id), {}).no, "NU-2024-000001");
  reopen();
  EXPECT_EQ(insert_unit(to_org(org.id), {}).no, "NU-2024-000002");
}

TEST_P(Records, ListFiltersSortsCountsAndPages) {
  const auto org = insert_org("甲公司");
  for (int i = 0; i < 30; ++i) insert_unit(to_org(org.id), {{"name", "网元" + std::to_string(i)}, {"grade", i % 5}, {"tags", {i % 2 ? "odd" : "even"}}});
  RecordQuery q;
  q.kind = "network_unit";
  q.where = Predicate::all_of({Predicate::compare("grade", Op::gte, {3}), Predicate::equals("tags", "odd")});
  q.order = {{"grade", true}};
  q.limit = 4;
  const auto page = list(the_system(), q);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->total, 6);
  ASSERT_EQ(page->rows.size(), 4U);
  EXPECT_EQ(page->rows[0].data.at("grade"), 4);
  EXPECT_GT(page->rows[0].id, page->rows[1].id) << "ties by id, in the direction of the last order";
  q.offset = 4;
  EXPECT_EQ(list(the_system(), q)->rows.size(), 2U);
  q.order = {{"hardware", false}};
  EXPECT_EQ(list(the_system(), q).error().code, Errc::invalid);
}

TEST_P(Records, CountsFollowWrites) {
  const auto org = insert_org("甲公司");
  RecordQuery q;
  q.kind = "network_unit";
  q.where = Predicate::equals("org.region", "320100");
  EXPECT_EQ(list(the_system(), q)->total, 0);
  insert_unit(to_org(org.id), {});
  EXPECT_EQ(list(the_system(), q)->total, 1) << "a cached count must not survive a write of the kind";
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    auto moved = org;
    moved.data["region"] = "320200";
    LP_CHECK_OK(tx.update(the_system(), moved, 1, "update"));
    return {};
  }));
  EXPECT_EQ(list(the_system(), q)->total, 0) << "nor a write of the organisation";
}

TEST_P(Records, CountBy) {
  const auto a = insert_org("甲", "320100"), b = insert_org("乙", "320200");
  insert_unit(to_org(a.id), {{"grade", 1}, {"tags", {"x", "y"}}});
  insert_unit(to_org(b.id), {{"grade", 2}, {"tags", {"x"}}});
  RecordQuery q;
  q.kind = "network_unit";
  const auto groups = [&](const std::vector<std::string>& fields) {
    std::string text;
    const auto counted = read<std::vector<GroupCount>>([&](ReadTx& tx) { return tx.count_by(the_system(), q, fields); });
    for (const auto& g : counted.value())
      text += to_text(json::array(g.key.begin(), g.key.end())) + "=" + std::to_string(g.count) + " ";
    return text;
  };
  EXPECT_EQ(groups({"org.region", "grade"}), "[\"320100\",1]=1 [\"320200\",2]=1 ");
  EXPECT_EQ(groups({"tags"}), "[\"x\"]=2 [\"y\"]=1 ");
}

TEST_P(Records, StreamOfCells) {
  const auto org = insert_org("甲公司");
  insert_unit(to_org(org.id), {{"grade", 2}, {"score", 1.5}, {"public", true}});
  RecordQuery q;
  q.kind = "network_unit";
  int rows = 0;
  ASSERT_TRUE(store_->read([&](ReadTx& tx) {
    return tx.each_row(the_system(), q, {"grade", "score", "public", "go_live", "state"}, [&](const RowView& v) {
      EXPECT_EQ(v.integer(0), 2);
      EXPECT_EQ(v.decimal(1), 1.5);
      EXPECT_EQ(v.integer(2), 1);
      EXPECT_TRUE(v.is_null(3));
      EXPECT_EQ(v.text(4), "draft");
      return ++rows > 0;
    });
  }));
  EXPECT_EQ(rows, 1);
}

TEST_P(Records, FormDefinitionsAreArchivedPerVersion) {
  store_.reset();
  catalogue_.kinds["network_unit"].version = 2;
  catalogue_.kinds["network_unit"].fields.push_back(field("extra", model::FieldType::text));
  open();
  const auto has_extra = [&](int version) {
    const auto form = read<json::value>([&](ReadTx& tx) { return tx.form_of("network_unit", version); });
    return form && to_text(*form).find("\"extra\"") != std::string::npos;
  };
  EXPECT_FALSE(has_extra(1));
  EXPECT_TRUE(has_extra(2));
  EXPECT_EQ(read<json::value>([&](ReadTx& tx) { return tx.form_of("network_unit", 9); }).error().code, Errc::not_found);
}

TEST_P(Records, NewFieldsGetColumnsAndOldRecordsStay) {
  const auto org = insert_org("甲公司");
  const auto unit = insert_unit(to_org(org.id), every_shape());
  store_.reset();
  auto& fields = catalogue_.kinds["network_unit"].fields;
  std::erase_if(fields, [](const auto& f) { return f.name == "score"; });
  fields.push_back(field("added", model::FieldType::integer));
  open();
  auto back = read<model::Record>([&](ReadTx& tx) { return tx.get(the_system(), "network_unit", unit.id); });
  ASSERT_TRUE(back);
  EXPECT_EQ(find(back->data, "score"), nullptr);
  back->data["added"] = 5;
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    LP_CHECK_OK(tx.update(the_system(), *back, 1, "update"));
    return {};
  }));
  RecordQuery q;
  q.kind = "network_unit";
  q.where = Predicate::equals("added", 5);
  EXPECT_EQ(list(the_system(), q)->total, 1);
}

TEST_P(Records, AFieldMayNotChangeItsShape) {
  store_.reset();
  for (auto& f : catalogue_.kinds["network_unit"].fields) {
    if (f.name == "grade") f.type = model::FieldType::text;
  }
  const auto opened = Store::open({.folder = folder_.path()}, catalogue_, clock_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::unsupported);
}

LP_CONFORMANCE(Records);

}  // namespace
}  // namespace lp::store::testing
