#include <fstream>

#include "store/db/sqlite.h"
#include "store/test_store.h"

namespace lp::store::testing {
namespace {

class Journal : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    org_ = to_org(insert_org("甲公司").id);
    for (int i = 0; i < 5; ++i) unit_ = insert_unit(org_, {{"name", "网元" + std::to_string(i)}, {"score", 0.1 * i}});
    ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
      unit_.data["name"] = "改名";
      LP_TRY(unit_, tx.update(the_system(), unit_, 1, "update"));
      JournalEntry e;
      e.user = {3};
      e.who = "监管员";
      e.action = "record.read";
      e.kind = "network_unit";
      e.record = unit_.id;
      e.org = org_;
      e.detail = {{"why", "复核"}};
      return tx.append_journal(e);
    }));
  }
  fs::path file() const { return folder_.path() / "longpan.db"; }
  // Somebody with the file and a database tool.
  void tamper(const std::string& sql) {
    store_.reset();
    auto db = db::open_sqlite({.file = file()});
    ASSERT_TRUE(db);
    const Status done = (*db)->script(sql);
    ASSERT_TRUE(done) << done.error().message;
  }
  static constexpr std::string_view unlock = "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; ";
  VerifyReport verify() { return verify_offline(file()).value(); }

  OrgId org_;
  model::Record unit_;
};

TEST_F(Journal, WholeChainIsProvenWhileOpenAndClosed) {
  const auto open_report = verify();
  EXPECT_TRUE(open_report.intact) << open_report.problem;
  EXPECT_EQ(open_report.entries, 8);
  store_.reset();
  const auto closed = verify();
  EXPECT_TRUE(closed.intact) << closed.problem;
  EXPECT_EQ(closed.head, open_report.head);
}

TEST_F(Journal, RefusesUpdateAndDelete) {
  store_.reset();
  auto db = db::open_sqlite({.file = file()});
  ASSERT_TRUE(db);
  EXPECT_EQ((*db)->exec("UPDATE journal SET who = 'x'").error().code, Errc::denied);
  EXPECT_EQ((*db)->exec("DELETE FROM journal WHERE seq = 1").error().code, Errc::denied);
  EXPECT_EQ((*db)->exec("INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1").error().code, Errc::denied);
}

TEST_F(Journal, AChangedEntryIsFound) {
  tamper(std::string(unlock) + "UPDATE journal SET who = 'nobody' WHERE seq = 4;");
  const auto report = verify();
  EXPECT_FALSE(report.intact);
  EXPECT_EQ(report.first_bad_seq, 4);
  EXPECT_EQ(report.entries, 3);
}

TEST_F(Journal, AForgedHashIsFound) {
  tamper(std::string(unlock) + "UPDATE journal SET hash = zeroblob(32) WHERE seq = 8;");
  EXPECT_EQ(verify().first_bad_seq, 8);
}

TEST_F(Journal, AShortHashIsFound) {
  tamper(std::string(unlock) + "UPDATE journal SET hash = x'00' WHERE seq = 2;");
  EXPECT_EQ(verify().first_bad_seq, 2);
}

TEST_F(Journal, AMissingEntryIsFound) {
  tamper(std::string(unlock) + "DELETE FROM journal WHERE seq = 3;");
  EXPECT_EQ(verify().first_bad_seq, 3);
}

// Long journals are proven in stretches side by side.
TEST_F(Journal, TheFirstOfSeveralWoundsIsFoundInALongChain) {
  ASSERT_TRUE(store_->write_bulk([](WriteTx& tx) -> Status {
    for (int i = 0; i < 50'000; ++i) {
      JournalEntry e;
      e.action = "record.read";
      e.record = {i};
      LP_CHECK_OK(tx.append_journal(e));
    }
    return {};
  }));
  const auto whole = verify();
  EXPECT_TRUE(whole.intact) << whole.problem;
  EXPECT_EQ(whole.entries, 50'008);
  tamper(std::string(unlock) + "UPDATE journal SET who = 'x' WHERE seq = 49000;");
  EXPECT_EQ(verify().first_bad_seq, 49'000);
  EXPECT_EQ(verify().entries, 48'999);
  tamper("DELETE FROM journal WHERE seq BETWEEN 30000 AND 40000;");
  EXPECT_EQ(verify().first_bad_seq, 30'000);
  EXPECT_NE(verify().problem.find("missing"), std::string::npos);
  tamper("UPDATE journal SET hash = zeroblob(32) WHERE seq = 20;");
  EXPECT_EQ(verify().first_bad_seq, 20);
}

TEST_F(Journal, AnEntryBeforeTheFirstIsFound) {
  tamper("INSERT INTO journal SELECT -5, at, user_id, who, action, kind, record_id, org_id, detail, record_sm3, hash FROM journal WHERE seq = 1;");
  EXPECT_FALSE(verify().intact);
  EXPECT_EQ(verify().first_bad_seq, -5);
}

TEST_F(Journal, ATruncatedEndIsFoundByTheRecordsItLeaves) {
  tamper(std::string(unlock) + "DELETE FROM journal WHERE seq >= 7;");
  const auto report = verify();
  EXPECT_FALSE(report.intact);
  EXPECT_NE(report.problem.find("differs"), std::string::npos) << report.problem;
}

TEST_F(Journal, AChangedRecordIsFound) {
  tamper("UPDATE r_network_unit SET f_name = 'forged' WHERE id = " + std::to_string(unit_.id.value) + ";");
  EXPECT_NE(verify().problem.find("network_unit " + std::to_string(unit_.id.value)), std::string::npos);
}

TEST_F(Journal, ADeletedRecordIsFound) {
  tamper("DELETE FROM r_network_unit WHERE id = " + std::to_string(unit_.id.value) + ";");
  EXPECT_NE(verify().problem.find("gone"), std::string::npos);
}

TEST_F(Journal, AnUnjournalledRecordIsFound) {
  tamper("CREATE TEMP TABLE x AS SELECT * FROM r_network_unit LIMIT 1; UPDATE x SET id = 999, no = 'NU-2024-999999';"
         "INSERT INTO r_network_unit SELECT * FROM x;");
  EXPECT_NE(verify().problem.find("not in the journal"), std::string::npos);
}

TEST_F(Journal, NegativeZeroIsZero) {
  unit_ = insert_unit(org_, {{"name", "零"}, {"score", -0.0}});
  const auto report = verify();
  EXPECT_TRUE(report.intact) << report.problem;
}

TEST_F(Journal, AChangedFileIsFound) {
  const auto info = store_->blobs().put("现场照片", "a.png", "image/png").value();
  insert_unit(org_, {{"topology", {{"hash", info.hash}, {"name", info.name}, {"size", info.size}, {"type", info.type}}}});
  ASSERT_TRUE(verify().intact);
  std::ofstream(store_->blobs().path_of(info.hash).value(), std::ios::app) << "x";
  const auto report = verify();
  EXPECT_NE(report.problem.find(info.hash), std::string::npos);
  EXPECT_EQ(store_->blobs().get(info.hash).error().code, Errc::corrupt);
}

TEST_F(Journal, FilesThatAreNotThereAreNotCalledProven) {
  const auto info = store_->blobs().put("现场照片", "a.png", "image/png").value();
  insert_unit(org_, {{"topology", {{"hash", info.hash}, {"name", info.name}, {"size", info.size}, {"type", info.type}}}});
  EXPECT_EQ(verify().files, 1);
  EXPECT_EQ(verify().files_unchecked, 0);
  fs::rename(folder_.path() / "files", folder_.path() / "elsewhere");
  EXPECT_EQ(verify().files, 0);
  EXPECT_EQ(verify().files_unchecked, 1);
}

TEST_F(Journal, SurvivesAKindThatLostAField) {
  store_.reset();
  std::erase_if(catalogue_.kinds["network_unit"].fields, [](const auto& f) { return f.name == "score"; });
  open();
  auto unit = read<model::Record>([&](ReadTx& tx) { return tx.get(the_system(), "network_unit", unit_.id); }).value();
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    unit.data["name"] = "再改";
    LP_CHECK_OK(tx.update(the_system(), unit, 2, "update"));
    return {};
  }));
  const auto report = verify();
  EXPECT_TRUE(report.intact) << report.problem;
}

TEST_F(Journal, ProvesACopyInAReadOnlyFolder) {
  const TempFolder other;
  ASSERT_TRUE(store_->backup_to(other.path() / "copy.db"));
  fs::permissions(other.path(), fs::perms::owner_read | fs::perms::owner_exec);
  const auto report = verify_offline(other.path() / "copy.db");
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->intact) << report->problem;
}

TEST_F(Journal, TheOwnerSeesWhoRead) {
  const auto readers = read<std::vector<JournalEntry>>([&](ReadTx& tx) {
    return tx.readers_of(viewer(model::Role::enterprise_officer, org_), "network_unit", unit_.id, 10);
  });
  ASSERT_TRUE(readers);
  ASSERT_EQ(readers->size(), 1U);
  EXPECT_EQ(readers->at(0).who, "监管员");
}

TEST_F(Journal, SaysWhatIsNotADatabase) {
  const TempFolder other;
  std::ofstream(other.path() / "x.db") << std::string(8192, 'x');
  EXPECT_EQ(verify_offline(other.path() / "x.db").error().code, Errc::corrupt);
  const auto absent = verify_offline(other.path() / "absent.db");
  EXPECT_EQ(absent.error().code, Errc::not_found);
  EXPECT_NE(absent.error().message.find("absent.db"), std::string::npos);
}

}  // namespace
}  // namespace lp::store::testing
