// Migrations: several steps at once with a backup before, a step that fails, the released steps on an old database.
#include "store/schema.h"

#include <algorithm>

#include "store/db/sqlite.h"
#include "store/test_store.h"

namespace lp::store::testing {
namespace {

constexpr SchemaStep first{1, "CREATE TABLE town(id @int PRIMARY KEY, name @text NOT NULL)@end;"};
constexpr SchemaStep second{2, "ALTER TABLE town ADD COLUMN people @int; UPDATE town SET people = length(name) * 1000;"};
constexpr SchemaStep third{3, "CREATE TABLE street(id @int PRIMARY KEY, town @int NOT NULL)@end; INSERT INTO street SELECT id * 10, id FROM town;"};
constexpr SchemaStep fourth{4, "CREATE INDEX street_town ON street(town); UPDATE street SET town = town + 100;"};
constexpr SchemaStep broken{3, "CREATE TABLE street(id @int PRIMARY KEY)@end; UPDATE town SET name = 'lost'; INSERT INTO nowhere VALUES(1);"};

class Schema : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(backups());
    db_ = db::open_sqlite({.file = folder_.path() / "x.db"}).value();
    bring_to({first});
    ASSERT_TRUE(db_->script("INSERT INTO town(id, name) VALUES(1, '南京'), (2, '苏州')"));
  }
  fs::path backups() const { return folder_.path() / "backups"; }
  Status migrate_to(const std::vector<SchemaStep>& steps) { return migrate(*db_, backups(), 1'720'000'000'000'000, steps); }
  void bring_to(const std::vector<SchemaStep>& steps) {
    const Status done = migrate_to(steps);
    ASSERT_TRUE(done) << done.error().message;
  }
  std::int64_t number(std::string_view sql) { return number_in(*db_, sql); }
  static std::int64_t number_in(db::Connection& db, std::string_view sql) { return db::query_integer(db, sql, {}, -1).value(); }
  std::vector<std::string> backup_files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(backups())) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  TempFolder folder_;
  std::unique_ptr<db::Connection> db_;
};

TEST_F(Schema, TakesSeveralStepsAtOnceAndKeepsTheData) {
  bring_to({first, second, third, fourth});
  EXPECT_EQ(number("SELECT value FROM meta WHERE name = 'schema'"), 4);
  EXPECT_EQ(number("SELECT sum(people) FROM town"), 4'000);
  EXPECT_EQ(number("SELECT town FROM street WHERE id = 20"), 102);
}

TEST_F(Schema, CopiesTheOldDatabaseBeforeTheFirstStep) {
  bring_to({first, second, third});
  ASSERT_EQ(backup_files(), std::vector<std::string>{"before-step-2-1720000000000000.db"});
  const auto copy = db::open_sqlite({.file = backups() / backup_files()[0], .access = db::Access::prove}).value();
  EXPECT_EQ(number_in(*copy, "SELECT value FROM meta WHERE name = 'schema'"), 1);
  EXPECT_EQ(number_in(*copy, "SELECT count(*) FROM town WHERE name IN ('南京', '苏州')"), 2);
  EXPECT_EQ(number_in(*copy, "SELECT count(*) FROM pragma_table_info('town')"), 2) << "the copy is from before the steps";
}

TEST_F(Schema, ANewDatabaseAndAnUpToDateOneAreNotCopied) {
  bring_to({first});
  EXPECT_TRUE(backup_files().empty());
}

TEST_F(Schema, AFailingStepLeavesTheOldDataWhole) {
  const Status failed = migrate_to({first, second, broken, fourth});
  ASSERT_FALSE(failed);
  EXPECT_FALSE(db_->in_transaction());
  EXPECT_EQ(number("SELECT value FROM meta WHERE name = 'schema'"), 2) << "the steps before it stand";
  EXPECT_EQ(number("SELECT count(*) FROM town WHERE name IN ('南京', '苏州') AND people = 2000"), 2) << "nothing of the broken step stays";
  EXPECT_EQ(number("SELECT count(*) FROM sqlite_master WHERE name = 'street'"), 0);
  EXPECT_EQ(backup_files().size(), 1U);
}

TEST_F(Schema, AMendedStepGoesOnWhereTheFailureStopped) {
  ASSERT_FALSE(migrate_to({first, second, broken}));
  bring_to({first, second, third, fourth});
  EXPECT_EQ(number("SELECT value FROM meta WHERE name = 'schema'"), 4);
  EXPECT_EQ(number("SELECT count(*) FROM street"), 2);
  EXPECT_EQ(number("SELECT sum(people) FROM town"), 4'000) << "the second step ran once";
}

TEST_F(Schema, WithoutRoomForTheCopyNothingIsChanged) {
  fs::remove_all(backups());
  const Status failed = migrate_to({first, second});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Errc::unavailable);
  EXPECT_EQ(number("SELECT value FROM meta WHERE name = 'schema'"), 1);
}

TEST_F(Schema, ANewerDatabaseIsRefusedAndLeftAlone) {
  bring_to({first, second, third});
  const Status refused = migrate_to({first, second});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unsupported);
  EXPECT_EQ(number("SELECT value FROM meta WHERE name = 'schema'"), 3);
}

TEST(ReleasedSchema, BringsADatabaseOfTheFirstReleaseForward) {
  const TempFolder folder;
  {
    auto db = db::open_sqlite({.file = folder.path() / "longpan.db"}).value();
    ASSERT_TRUE(migrate(*db, folder.path(), 1, schema_steps().first(1)));
    ASSERT_TRUE(db->script("INSERT INTO document(collection, name, body) VALUES('settings', 'title', '\"旧库\"')"));
  }
  const model::Catalogue catalogue = small_catalogue();
  const FakeClock clock{parse_timestamp("2024-07-15T09:00:00+08:00").value()};
  auto store = Store::open({.folder = folder.path()}, catalogue, clock);
  ASSERT_TRUE(store) << store.error().message;
  ASSERT_TRUE((*store)->read([](ReadTx& tx) -> Status {
    EXPECT_EQ(tx.document("settings", "title").value(), "旧库");
    return {};
  }));
  EXPECT_FALSE(fs::is_empty(folder.path() / "backups"));
}

TEST(ReleasedSchema, NumbersItsStepsFromOneWithoutAGap) {
  int expected = 1;
  for (const SchemaStep& step : schema_steps()) EXPECT_EQ(step.number, expected++);
}

}  // namespace
}  // namespace lp::store::testing
