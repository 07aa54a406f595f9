// SQL, scripts, formulas and control characters in every field of every kind: kept exactly as
// they were typed, found and filtered as text, or refused by the name of the field in both
// languages. Nothing else of the record or its neighbours changes.
#include <gtest/gtest.h>

#include "records/test_plant.h"

namespace lp::records {
namespace {

using namespace testing;
using model::FieldType;

// Short enough for most fields; each is dangerous to a careless reader of another kind.
const std::vector<std::string> hostile{"');DROP TABLE app;--", "' OR '1'='1", "<script>x()</script>", "=HYPERLINK(\"x\")", "@SUM(1)", "${jndi:x}", "a\"b'c`d", "%_\\*?", "龙\xf0\x9f\x90\x89磐"};

class HostileText : public ::testing::Test {
 protected:
  // The field with `text` in it, as its type holds text; null when the type holds none.
  static json::value holding(const model::Field& field, const std::string& text) {
    switch (field.type) {
      case FieldType::rows: {
        json::object row;
        for (const auto& column : field.columns) {
          if (is_text(column.type)) row[column.name] = text;
        }
        return row.empty() ? json::value() : json::value(json::array{row});
      }
      case FieldType::list: return json::array{json::value(text)};
      case FieldType::file: return json::object{{"hash", text}, {"name", text}, {"size", 1}, {"type", text}};
      default: return field.multi ? json::value(json::array{json::value(text)}) : json::value(text);
    }
  }
  static bool is_text(FieldType type) { return type == FieldType::text || type == FieldType::long_text; }

  void try_field(const model::Kind& kind, const model::Field& field, const std::string& text) {
    json::object data = planter_.data(kind);
    data[field.name] = holding(field, text);
    if (data[field.name].is_null()) return;
    const auto made = world_.engine.create(model::Viewer::system("test"), kind.name, org_, data);
    if (made) {
      ++kept_;
      const auto back = world_.read(*made);
      const json::value* stored = find(back.data, field.name);
      ASSERT_NE(stored, nullptr) << kind.name << "." << field.name;
      EXPECT_NE(to_text(*stored).find(to_text(json::value(text)).substr(1, to_text(json::value(text)).size() - 2)), std::string::npos)
          << kind.name << "." << field.name << " kept " << to_text(*stored);
      if (is_text(field.type) && !field.multi) find_again(kind, field, text, back);
      return;
    }
    ++refused_;
    const Error& error = made.error();
    EXPECT_TRUE(error.code == Errc::invalid || error.code == Errc::conflict) << kind.name << "." << field.name << ": " << error.message;
    bool named = false;
    for (const auto& problem : error.fields) {
      named = named || problem.field.starts_with(field.name);
      EXPECT_FALSE(problem.zh.empty() || problem.en.empty()) << kind.name << "." << field.name;
    }
    EXPECT_TRUE(named) << kind.name << "." << field.name << " refused “" << text << "” without naming the field: " << explain(error);
  }

  void find_again(const model::Kind& kind, const model::Field& field, const std::string& text, const model::Record& record) {
    must(world_.store->read([&](store::ReadTx& tx) -> Status {
      const auto viewer = model::Viewer::system("test");
      store::RecordQuery query;
      query.kind = kind.name;
      query.where = model::Predicate::all_of({model::Predicate::equals(field.name, json::string(text)), model::Predicate::equals("id", record.id.value)});
      LP_TRY(const auto exactly, tx.count(viewer, query));
      EXPECT_EQ(exactly, 1) << kind.name << "." << field.name;
      query.where = model::Predicate::compare(field.name, model::Op::contains, json::array{json::string(text)});
      LP_TRY(const auto page, tx.list(viewer, query));
      for (const auto& row : page.rows) {
        EXPECT_NE(get_string(row.data, field.name).find(text), std::string::npos) << "a wildcard in “" << text << "” matched " << to_text(row.data);
      }
      EXPECT_GE(page.total, 1);
      query.where = {};
      query.search = text;
      const auto listed = tx.list(viewer, query);  // too short a word to search for is said, nothing worse
      if (!listed) {
        EXPECT_EQ(listed.error().code, Errc::invalid) << listed.error().message;
      }
      const auto hits = tx.search(viewer, text, 10);
      if (!hits) {
        EXPECT_EQ(hits.error().code, Errc::invalid) << hits.error().message;
      }
      return ok_status();
    }));
  }

  World world_;
  OrgId org_ = world_.add_org("本单位", "internet");
  Planter planter_{world_, org_};
  int kept_ = 0, refused_ = 0;
};

// Three texts a field, each text in turn: every text meets every type of field.
TEST_F(HostileText, InEveryFieldOfEveryKind) {
  std::size_t turn = 0;
  for (const auto& [name, kind] : world_.catalogue.kinds) {
    if (!kind.owned) continue;
    for (const auto& field : kind.fields) {
      if (!field.computed.empty() || is_stamped(kind, field)) continue;
      for (int i = 0; i < 3; ++i) try_field(kind, field, hostile[turn++ % hostile.size()]);
    }
  }
  EXPECT_GT(kept_, 150);
  EXPECT_GT(refused_, 150);
}

// Control characters would break sheets, logs and terminals; line breaks belong into long texts only.
TEST_F(HostileText, ControlCharactersAreRefusedByName) {
  const model::Kind& kind = *world_.catalogue.kind("app");
  for (const std::string& text : {std::string("a\x01z"), std::string("a\0z", 3), std::string("a\x1b[31mz"), std::string("a\x7fz"), std::string("a\xff\xfez")}) {
    json::object data = planter_.data(kind);
    data["name"] = text;
    const Error error = refused(world_.engine.create(model::Viewer::system("test"), "app", org_, data));
    ASSERT_FALSE(error.fields.empty()) << error.message;
    EXPECT_EQ(error.fields[0].field, "name");
    EXPECT_FALSE(error.fields[0].zh.empty() || error.fields[0].en.empty());
  }
}

TEST_F(HostileText, TenMegabytesOfNameAreRefusedShortly) {
  const model::Kind& kind = *world_.catalogue.kind("app");
  json::object data = planter_.data(kind);
  data["name"] = std::string(10 << 20, 'N');
  const Error error = refused(world_.engine.create(model::Viewer::system("test"), "app", org_, data));
  ASSERT_FALSE(error.fields.empty());
  EXPECT_EQ(error.fields[0].field, "name");
  EXPECT_LT(explain(error).size(), 2'000U) << "what is wrong is said, not repeated";
}

// Two enterprises cannot hold one credit code, whoever is first and however it is written.
TEST_F(HostileText, OneCreditCodeOneEnterprise) {
  const auto add = [&](const std::string& name, const std::string& code) {
    return world_.engine.create(model::Viewer::system("test"), "organisation", {}, {{"name", name}, {"uscc", code}, {"region", "320100"}, {"types", json::array{"internet"}}});
  };
  const std::string code = sample_uscc(4711);
  must(add("先来者", code));
  for (const std::string& same : {code, " " + code + " "}) {
    const Error error = refused(add("后来者", same));
    ASSERT_FALSE(error.fields.empty()) << error.message;
    EXPECT_EQ(error.fields[0].field, "uscc");
    EXPECT_FALSE(error.fields[0].zh.empty() || error.fields[0].en.empty());
  }
  must(add("另一家", sample_uscc(4712)));
}

}  // namespace
}  // namespace lp::records
