// kill -9 in a write storm, two processes, a full disk, a read-only folder.
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "store/db/sqlite.h"
#include "store/test_store.h"

namespace lp::store::testing {
namespace {

// Runs `work` in a child process; nothing of the test framework runs there.
template <class Work>
pid_t in_child(const Work& work) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(work());
  return pid;
}

int exit_code_of(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct Setting {
  model::Catalogue catalogue = small_catalogue();
  SystemClock clock;
};

// Each thread writes units and, after each acknowledgement, says the record's number in the log.
int storm(const fs::path& folder, int log, int writes_per_thread) {
  const Setting setting;
  auto store = Store::open({.folder = folder}, setting.catalogue, setting.clock);
  if (!store) return 1;
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < writes_per_thread; ++i) {
        std::string line;
        const Status s = (*store)->write([&](WriteTx& tx) -> Status {
          model::Record r;
          r.kind = "network_unit";
          r.org = {1};
          r.data = {{"name", "网元" + std::to_string(i)}};
          LP_TRY(const auto stored, tx.insert(the_system(), r, "create"));
          line = stored.no + "\n";
          return {};
        });
        if (!s || ::write(log, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ++failures;
      }
    });
  }
  for (auto& t : threads) t.join();
  return failures == 0 ? 0 : 2;
}

std::set<std::string> lines_of(const fs::path& file) {
  std::set<std::string> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) out.insert(line);
  return out;
}

std::set<std::string> stored_numbers(const fs::path& folder) {
  const Setting setting;
  std::set<std::string> out;
  auto store = Store::open({.folder = folder}, setting.catalogue, setting.clock);
  EXPECT_TRUE(store) << store.error().message;
  RecordQuery q;
  q.kind = "network_unit";
  EXPECT_TRUE((*store)->read([&](ReadTx& tx) {
    return tx.each(the_system(), q, [&](const model::Record& r) { return out.insert(r.no).second; });
  }));
  return out;
}

int rounds() {
  const char* wanted = std::getenv("LP_CRASH_ROUNDS");
  return wanted != nullptr ? std::atoi(wanted) : 10;
}

TEST(Crash, KillInAWriteStormLosesNothingAcknowledged) {
  const TempFolder folder;
  std::mt19937 random(7);
  const fs::path log_file = folder.path() / "acknowledged";
  for (int round = 0; round < rounds(); ++round) {
    const int log = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const auto before = fs::file_size(log_file);
    const pid_t pid = in_child([&] { return storm(folder.path() / "data", log, 1'000'000); });
    for (int i = 0; i < 600 && fs::file_size(log_file) == before; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));  // it blows
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 250));
    ::kill(pid, SIGKILL);
    exit_code_of(pid);
    ::close(log);
    if (!fs::exists(folder.path() / "data" / "longpan.db")) continue;  // killed before it began
    const auto kept = stored_numbers(folder.path() / "data");
    for (const auto& no : lines_of(log_file)) ASSERT_TRUE(kept.contains(no)) << "round " << round << " lost " << no;
    const auto report = verify_offline(folder.path() / "data" / "longpan.db");
    ASSERT_TRUE(report) << report.error().message;
    ASSERT_TRUE(report->intact) << report->problem;
  }
  EXPECT_FALSE(lines_of(log_file).empty()) << "the storm never wrote";
}

TEST(Crash, TwoProcessesWriteTheSameFolder) {
  const TempFolder folder;
  {
    const Setting setting;
    ASSERT_TRUE(Store::open({.folder = folder.path() / "data"}, setting.catalogue, setting.clock));
  }
  const int log = ::open((folder.path() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const pid_t a = in_child([&] { return storm(folder.path() / "data", log, 30); });
  const pid_t b = in_child([&] { return storm(folder.path() / "data", log, 30); });
  EXPECT_EQ(exit_code_of(a), 0);
  EXPECT_EQ(exit_code_of(b), 0);
  ::close(log);
  EXPECT_EQ(lines_of(folder.path() / "log").size(), 480U) << "numbers must be distinct over processes";
  EXPECT_EQ(stored_numbers(folder.path() / "data").size(), 480U);
  EXPECT_TRUE(verify_offline(folder.path() / "data" / "longpan.db")->intact);
}

// Files may not grow: the next writes fail as on a full disk, in the middle of whatever it was.
int write_until_full(const fs::path& folder) {
  ::signal(SIGXFSZ, SIG_IGN);
  const Setting setting;
  auto store = Store::open({.folder = folder}, setting.catalogue, setting.clock);
  if (!store) return 10;
  const rlimit limit{1'500'000, 1'500'000};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  int written = 0;
  for (int i = 0; i < 4000; ++i) {
    const Status s = (*store)->write([&](WriteTx& tx) -> Status {
      for (int n = 0; n < 5; ++n) {
        model::Record r;
        r.kind = "network_unit";
        r.org = {1};
        r.data = {{"name", "网元"}, {"note", std::string(2000, 'x')}};
        LP_CHECK_OK(tx.insert(the_system(), r, "create"));
      }
      return {};
    });
    if (s) {
      written += 5;
      continue;
    }
    if (s.error().code != Errc::unavailable || s.error().message_zh.empty()) return 11;
    RecordQuery q;  // reading goes on
    q.kind = "network_unit";
    std::int64_t total = 0;
    const Status read = (*store)->read([&](ReadTx& tx) -> Status {
      LP_TRY(total, tx.count(the_system(), q));
      return {};
    });
    if (!read) return 12;
    const auto blob = (*store)->blobs().put(std::string(2'000'000, 'b'), "b", "b");
    if (blob || blob.error().code != Errc::unavailable) return 14;
    return total == written ? 0 : 13;
  }
  return 15;
}

TEST(Crash, AFullDiskIsSaidAndNothingIsHalfDone) {
  const TempFolder folder;
  EXPECT_EQ(exit_code_of(in_child([&] { return write_until_full(folder.path() / "data"); })), 0);
  EXPECT_EQ(stored_numbers(folder.path() / "data").size() % 5, 0U);
  const auto report = verify_offline(folder.path() / "data" / "longpan.db");
  EXPECT_TRUE(report->intact) << report->problem;
}

TEST(Crash, AReadOnlyFolderIsSaid) {
  const TempFolder folder;
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
  const int code = exit_code_of(in_child([&] {
    if (::getuid() == 0 && ::setuid(65534) != 0) return 20;  // permissions do not bind root
    const Setting setting;
    const auto store = Store::open({.folder = folder.path() / "data"}, setting.catalogue, setting.clock);
    if (store) return 21;
    return store.error().code == Errc::unavailable && !store.error().message_zh.empty() && !store.error().hint.empty() ? 0 : 22;
  }));
  EXPECT_EQ(code, 0);
}

TEST(Crash, ANewerDatabaseIsRefused) {
  const TempFolder folder;
  const Setting setting;
  { ASSERT_TRUE(Store::open({.folder = folder.path()}, setting.catalogue, setting.clock)); }
  {
    auto db = db::open_sqlite({.file = folder.path() / "longpan.db"});
    ASSERT_TRUE((*db)->script("UPDATE meta SET value = 9999 WHERE name = 'schema'"));
  }
  const auto opened = Store::open({.folder = folder.path()}, setting.catalogue, setting.clock);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::unsupported);
  EXPECT_FALSE(opened.error().message_zh.empty());
}

TEST(Crash, ADamagedDatabaseIsSaid) {
  const TempFolder folder;
  const Setting setting;
  std::ofstream(folder.path() / "longpan.db") << std::string(40'000, 'x');
  const auto opened = Store::open({.folder = folder.path()}, setting.catalogue, setting.clock);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::corrupt);
}

}  // namespace
}  // namespace lp::store::testing
