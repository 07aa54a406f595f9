// Filters as URLs write them, against records in the real store.
#include "service/browse/record_query.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "records/test_world.h"

namespace lp::service {
namespace {

using namespace records::testing;
using model::Role;

class RecordQueryTest : public testing::Test {
 protected:
  RecordQueryTest() {
    home_ = world_.add_org("江苏云岭数据有限公司", "internet", "320100");
    other_ = world_.add_org("苏州湖畔网络有限公司", "basic_telecom", "320500");
    add(home_, R"({"name":"云岭地图","kind":"app","lifecycle":"in_use","launched_on":"2024-05-01","domains":["a.example.cn"]})");
    add(home_, R"({"name":"云岭出行","kind":"mini_program","lifecycle":"offline","launched_on":"2024-07-10"})");
    add(other_, R"({"name":"湖畔商城","kind":"app","lifecycle":"in_use","launched_on":"2024-07-15"})");
    officer_ = world_.person(Role::regulator_officer);
  }
  void add(OrgId org, const std::string& data) { must(world_.create_as(model::Viewer::system("test"), "app", org, parse_object(data))); }

  std::vector<std::string> names(const QueryText& items, const model::Viewer& viewer, std::string_view kind = "app") {
    auto query = must(read_record_query(world_.catalogue, viewer, kind, items));
    std::vector<std::string> out;
    must(world_.store->read([&](store::ReadTx& tx) -> Status {
      LP_TRY(const store::RecordPage page, tx.list(viewer, query));
      EXPECT_EQ(page.total, static_cast<std::int64_t>(page.rows.size()));
      for (const auto& row : page.rows) out.push_back(get_string(row.data, "name"));
      return ok_status();
    }));
    return out;
  }
  std::vector<std::string> names(const QueryText& items) { return names(items, officer_); }
  std::string refusal(const QueryText& items, const model::Viewer& viewer) {
    const Error error = refused(read_record_query(world_.catalogue, viewer, "app", items));
    EXPECT_EQ(error.code, Errc::invalid);
    EXPECT_FALSE(error.message_zh.empty());
    return error.fields.empty() ? "" : error.fields[0].field + " " + error.fields[0].code;
  }
  std::string refusal(const QueryText& items) { return refusal(items, officer_); }

  World world_;
  OrgId home_, other_;
  model::Viewer officer_;
};

using Names = std::vector<std::string>;

TEST_F(RecordQueryTest, FiltersByEveryType) {
  EXPECT_EQ(names({{"f.name", "云岭地图"}}), Names{"云岭地图"});
  EXPECT_EQ(names({{"f.name.contains", "云岭"}, {"sort", "name"}}), (Names{"云岭出行", "云岭地图"}));
  EXPECT_EQ(names({{"f.kind", "mini_program"}}), Names{"云岭出行"});
  EXPECT_EQ(names({{"f.kind.in", "app,mini_program"}}).size(), 3U);
  EXPECT_EQ(names({{"f.kind", "app"}, {"f.kind", "mini_program"}}).size(), 3U);  // repeated: one of
  EXPECT_EQ(names({{"f.lifecycle.ne", "offline"}}).size(), 2U);
  EXPECT_EQ(names({{"f.launched_on.gte", "2024-07-01"}, {"f.launched_on.lt", "2024-07-15"}}), Names{"云岭出行"});
  EXPECT_EQ(names({{"f.launched_on", "today"}}), Names{"湖畔商城"});
  EXPECT_EQ(names({{"f.org", std::to_string(other_.value)}}), Names{"湖畔商城"});
  EXPECT_EQ(names({{"f.org.region", "320100"}}).size(), 2U);
  EXPECT_EQ(names({{"f.filing_no.exists", "false"}}).size(), 3U);
  EXPECT_EQ(names({{"f.filing_no.exists", "true"}}).size(), 0U);
  EXPECT_EQ(names({{"f.created_at.gte", "2024-07-15"}}).size(), 3U);
  EXPECT_EQ(names({{"f.created_at.lte", "2024-07-15"}}).size(), 3U);  // until the end of the day
  EXPECT_EQ(names({{"f.created_at.lt", "2024-07-15"}}).size(), 0U);
  EXPECT_EQ(names({{"f.version", "1"}}).size(), 3U);
  EXPECT_EQ(names({{"q", "商城"}}), Names{"湖畔商城"});
  EXPECT_EQ(names({{"f.name", ""}, {"page", "1"}}).size(), 3U);  // an empty filter is none
}

TEST_F(RecordQueryTest, FiltersOrganisationsByListsAndTruth) {
  EXPECT_EQ(names({{"f.types.in", "basic_telecom,domain_service"}}, officer_, "organisation"), Names{"苏州湖畔网络有限公司"});
  EXPECT_EQ(names({{"f.cii", "false"}}, officer_, "organisation").size(), 2U);
  EXPECT_EQ(names({{"f.cii", "true"}}, officer_, "organisation").size(), 0U);
  EXPECT_EQ(names({{"f.org", std::to_string(home_.value)}}, officer_, "organisation"), Names{"江苏云岭数据有限公司"});
}

TEST_F(RecordQueryTest, SortsByEachFieldInTurn) {
  EXPECT_EQ(names({{"sort", "-launched_on"}}), (Names{"湖畔商城", "云岭出行", "云岭地图"}));
  EXPECT_EQ(names({{"sort", "lifecycle,-launched_on"}}), (Names{"湖畔商城", "云岭地图", "云岭出行"}));
}

TEST_F(RecordQueryTest, TextIsText) {
  for (const char* hostile : {"' OR 1=1 --", "\"; DROP TABLE app;", "%", "_", "<script>"}) {
    EXPECT_TRUE(names({{"f.name", hostile}}).empty()) << hostile;
    EXPECT_TRUE(names({{"f.name.contains", hostile}}).empty()) << hostile;
    if (std::string_view(hostile).size() < 2) continue;  // too short for a search
    EXPECT_TRUE(names({{"q", hostile}}).empty()) << hostile;
  }
  EXPECT_TRUE(names({{"f.name.contains", "云岭%"}}).empty());  // no wildcard
  EXPECT_EQ(names({{"q", "云岭%"}}).size(), 2U);                // full text leaves punctuation out
  EXPECT_EQ(names({}).size(), 3U);
}

TEST_F(RecordQueryTest, SaysWhichFilterIsWrong) {
  EXPECT_EQ(refusal({{"f.nosuch", "1"}}), "f.nosuch unknown_field");
  EXPECT_EQ(refusal({{"f.sdks", "1"}}), "f.sdks not_filterable");
  EXPECT_EQ(refusal({{"f.launched_on.gte", "2024-02-30"}}), "f.launched_on type");
  EXPECT_EQ(refusal({{"f.org", "abc"}}), "f.org type");
  EXPECT_EQ(refusal({{"f.version", "1.5"}}), "f.version type");
  EXPECT_EQ(refusal({{"f.launched_on.gte", "2024-07-01"}, {"f.launched_on.gte", "2024-07-02"}}), "f.launched_on type");
  EXPECT_EQ(refusal({{"sort", "nosuch"}}), "nosuch unknown_field");
  EXPECT_EQ(refusal({{"sort", "sdks"}}), "sdks unknown_field");
  EXPECT_EQ(refusal({{"sort", "id,name,kind,state,no"}}), "sort too_many_items");
  EXPECT_EQ(refusal({{"q", "云"}}), "q too_short");
  EXPECT_EQ(refusal({{"q", std::string(201, 'x')}}), "q too_long");
  std::string many;
  for (int i = 0; i < 501; ++i) many += std::to_string(i) + ",";
  many.pop_back();
  EXPECT_EQ(refusal({{"f.version.in", many}}), "f.version too_many_items");
  EXPECT_EQ(refused(read_record_query(world_.catalogue, officer_, "spaceship", {})).code, Errc::not_found);
}

TEST_F(RecordQueryTest, HiddenFieldsCannotBeGuessedByFilteringOrSorting) {
  const model::Viewer enterprise = world_.person(Role::enterprise_officer, home_);
  for (const auto& field : world_.catalogue.kind("organisation")->fields) {
    if (!field.regulator_only) continue;
    const QueryText filter{{"f." + field.name + ".contains", "x"}};
    const QueryText of_owner{{"f.org." + field.name + ".contains", "x"}};
    EXPECT_FALSE(read_record_query(world_.catalogue, enterprise, "organisation", filter)) << field.name;
    EXPECT_FALSE(read_record_query(world_.catalogue, enterprise, "app", of_owner)) << field.name;
    EXPECT_FALSE(read_record_query(world_.catalogue, enterprise, "organisation", {{"sort", field.name}})) << field.name;
  }
  EXPECT_EQ(names({{"f.org", std::to_string(other_.value)}}, enterprise).size(), 0U);  // the wall stands behind any filter
}

}  // namespace
}  // namespace lp::service
