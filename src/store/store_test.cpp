// Groups, savepoints, listeners, snapshots of readers, accounts, outbox, documents, files.
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <thread>

#include "base/check.h"
#include "store/conformance.h"

namespace lp::store::testing {
namespace {

using Basics = ConformanceTest;

TEST_P(Basics, AFailedWriteUndoesItselfAlone) {
  std::vector<std::thread> threads;
  std::atomic<int> refused{0};
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      const Status s = store_->write([&](WriteTx& tx) -> Status {
        LP_CHECK_OK(tx.put_document("c", std::to_string(i), json::value(i)));
        JournalEntry entry;
        entry.action = "test";
        LP_CHECK_OK(tx.append_journal(entry));
        if (i % 2 == 1) return make_error(Errc::invalid, "odd");
        return {};
      });
      if (!s) ++refused;
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_EQ(refused, 8);
  EXPECT_EQ((read<std::vector<std::pair<std::string, json::value>>>([&](ReadTx& tx) { return tx.documents("c"); })->size()), 8U);
  const auto report = verify_offline(folder_.path() / "longpan.db").value();
  EXPECT_TRUE(report.intact) << report.problem;
  EXPECT_EQ(report.entries, 8);
}

TEST_P(Basics, AThrowingWriteIsUndoneAndThrowsAtItsCaller) {
  EXPECT_THROW((void)store_->write([&](WriteTx& tx) -> Status {
    LP_CHECK_OK(tx.put_document("c", "x", 1));
    throw Bug("broken");
  }), Bug);
  EXPECT_EQ(read<json::value>([&](ReadTx& tx) { return tx.document("c", "x"); }).error().code, Errc::not_found);
  EXPECT_TRUE(store_->write([&](WriteTx& tx) { return tx.put_document("c", "y", 1); }));
}

TEST_P(Basics, AWriteInsideAWriteIsABug) {
  EXPECT_THROW((void)store_->write([&](WriteTx&) { return store_->write([](WriteTx&) { return Status(); }); }), Bug);
}

TEST_P(Basics, AReaderKeepsItsSnapshot) {
  insert_org("甲公司");
  RecordQuery q;
  q.kind = "organisation";
  ASSERT_TRUE(store_->read([&](ReadTx& tx) -> Status {
    EXPECT_EQ(tx.count(the_system(), q).value(), 1);
    std::thread([&] { insert_org("乙公司"); }).join();
    EXPECT_EQ(tx.count(the_system(), q).value(), 1);
    return {};
  }));
  EXPECT_EQ(list(the_system(), q)->total, 2);
}

TEST_P(Basics, ListenersHearEachCommitAndMayWrite) {
  std::mutex mutex;
  std::condition_variable heard;
  std::vector<Store::Change> changes;
  store_->on_commit([&](const std::vector<Store::Change>& c) {
    EXPECT_TRUE(store_->write([](WriteTx& tx) { return tx.put_document("heard", "x", 1); }));
    const std::scoped_lock lock(mutex);
    changes = c;
    heard.notify_one();
  });
  const auto org = insert_org("甲公司");
  std::unique_lock lock(mutex);
  ASSERT_TRUE(heard.wait_for(lock, std::chrono::seconds(20), [&] { return !changes.empty(); }));
  EXPECT_EQ(changes[0].record, org.id);
  EXPECT_EQ(changes[0].kind, "organisation");
}

TEST_P(Basics, ReadOnlyReadsAndRefusesWrites) {
  insert_org("甲公司");
  store_.reset();
  auto opened = driver().open({.folder = folder_.path(), .read_only = true}, catalogue_, clock_);
  ASSERT_TRUE(opened) << opened.error().message;
  store_ = *std::move(opened);
  RecordQuery q;
  q.kind = "organisation";
  EXPECT_EQ(list(the_system(), q)->total, 1);
  EXPECT_EQ(store_->write([](WriteTx&) { return Status(); }).error().code, Errc::unavailable);
  EXPECT_FALSE(store_->blobs().put("x", "x", "x"));
}

TEST_P(Basics, BackupOpensAsAStore) {
  insert_org("甲公司");
  const TempFolder other;
  ASSERT_TRUE(store_->backup_to(other.path() / "longpan.db"));
  auto copy = driver().open({.folder = other.path()}, catalogue_, clock_);
  ASSERT_TRUE(copy);
  RecordQuery q;
  q.kind = "organisation";
  EXPECT_TRUE((*copy)->read([&](ReadTx& tx) -> Status {
    EXPECT_EQ(tx.count(the_system(), q).value(), 1);
    return {};
  }));
  EXPECT_EQ(store_->backup_to(other.path() / "no" / "such" / "x.db").error().code, Errc::unavailable);
}

TEST_P(Basics, AccountsAndSessions) {
  Account a;
  a.login = "wang";
  a.name = "王监管";
  a.role = model::Role::regulator_officer;
  a.regions = {"320100"};
  a.assigned = {{4}, {5}};
  a.preferences = {{"digest", true}};
  UserId id;
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    LP_TRY(id, tx.put_account(a));
    LP_CHECK_OK(tx.put_session({"h1", id, "csrf", clock_.now(), clock_.now(), clock_.now().plus_seconds(60)}));
    return tx.put_session({"h2", id, "csrf", clock_.now(), clock_.now(), clock_.now().plus_seconds(600)});
  }));
  const auto back = read<Account>([&](ReadTx& tx) { return tx.account_by_login("wang"); }).value();
  EXPECT_EQ(back.id, id);
  EXPECT_EQ(back.role, a.role);
  EXPECT_EQ(back.regions, a.regions);
  EXPECT_EQ(back.assigned, a.assigned);
  EXPECT_TRUE(get_bool(back.preferences, "digest"));
  const Status twice = store_->write([&](WriteTx& tx) -> Status {
    LP_CHECK_OK(tx.put_account(a));
    return {};
  });
  EXPECT_EQ(twice.error().code, Errc::conflict);
  ASSERT_TRUE(store_->write([&](WriteTx& tx) { return tx.delete_expired_sessions(clock_.now().plus_seconds(100)); }));
  EXPECT_EQ(read<Session>([&](ReadTx& tx) { return tx.session("h1"); }).error().code, Errc::not_found);
  EXPECT_EQ(read<Session>([&](ReadTx& tx) { return tx.session("h2"); })->user, id);
  ASSERT_TRUE(store_->write([&](WriteTx& tx) { return tx.delete_sessions_of(id); }));
  EXPECT_FALSE(read<Session>([&](ReadTx& tx) { return tx.session("h2"); }));
}

TEST_P(Basics, OutboxKeepsOneMessagePerReason) {
  OutboxMessage m;
  m.to = {9};
  m.channel = "in_app";
  m.topic = "duty.overdue";
  m.dedupe = "duty:1:overdue";
  m.title = {"义务逾期", "Duty overdue"};
  m.not_before = clock_.now();
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    LP_CHECK_OK(tx.enqueue(m));
    return tx.enqueue(m);
  }));
  const auto due = read<std::vector<OutboxMessage>>([&](ReadTx& tx) { return tx.outbox_due(clock_.now(), 10); }).value();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].title, m.title);
  EXPECT_TRUE(read<std::vector<OutboxMessage>>([&](ReadTx& tx) { return tx.outbox_due(clock_.now().plus_seconds(-1), 10); })->empty());
  ASSERT_TRUE(store_->write([&](WriteTx& tx) { return tx.set_outbox_state(due[0].id, "read", 1, {}, ""); }));
  std::int64_t total = -1;
  EXPECT_TRUE(read<std::vector<OutboxMessage>>([&](ReadTx& tx) { return tx.inbox({9}, true, 0, 10, &total); })->empty());
  EXPECT_EQ(total, 0);
  EXPECT_EQ(read<std::vector<OutboxMessage>>([&](ReadTx& tx) { return tx.outbox("read", 0, 10, &total); })->size(), 1U);
  EXPECT_EQ(store_->write([&](WriteTx& tx) { return tx.set_outbox_state(999, "sent", 1, {}, ""); }).error().code, Errc::not_found);
}

TEST_P(Basics, FilesAreAddressedByContent) {
  auto& blobs = store_->blobs();
  const auto one = blobs.put("内容", "a.txt", "text/plain").value();
  const auto two = blobs.put("内容", "b.txt", "text/plain").value();
  EXPECT_EQ(one.hash, two.hash);
  EXPECT_EQ(one.hash, to_hex(sha256("内容")));
  EXPECT_EQ(blobs.get(one.hash).value(), "内容");
  EXPECT_EQ(blobs.get("../../etc/passwd").error().code, Errc::invalid);
  EXPECT_EQ(blobs.get(std::string(64, 'a')).error().code, Errc::not_found);
  std::ofstream(folder_.path() / "big") << std::string(1'000'000, 'z');
  EXPECT_EQ(blobs.put_file(folder_.path() / "big", "big", "x")->size, 1'000'000);
  EXPECT_EQ(blobs.put_file(folder_.path() / "absent", "x", "x").error().code, Errc::io);
}

LP_CONFORMANCE(Basics);

}  // namespace
}  // namespace lp::store::testing
