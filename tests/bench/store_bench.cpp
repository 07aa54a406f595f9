// What the store does in a second, beside what its parts could do: rows into a bare table, SM3
// over messages of an entry's size. Usage: store_bench [records=1000000] [folder]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <mutex>
#include <random>
#include <string>
#include <thread>

#include "base/hash.h"
#include "store/db/sqlite.h"
#include "store/sample_catalogue.h"
#include "store/store.h"

namespace {

using namespace lp;
using namespace lp::store;
using model::Op;
using model::Predicate;
using Clock_ = std::chrono::steady_clock;

double seconds(const std::function<void()>& work) {
  const auto start = Clock_::now();
  work();
  return std::chrono::duration<double>(Clock_::now() - start).count();
}

void must(const Status& s) {
  if (s) return;
  std::fprintf(stderr, "failed: %s\n", s.error().message.c_str());
  std::exit(1);
}

void print_rate(const char* what, double count, double took, double yardstick) {
  std::printf("%-34s %10.0f /s  (%.2f s, %.2f of the yardstick)\n", what, count / took, took, count / took / yardstick);
  std::fflush(stdout);
}

double raw_sm3_rate() {
  const std::string message(128, 'x');
  constexpr int n = 1'000'000;
  Hasher hasher(Hasher::Algorithm::sm3);
  return n / seconds([&] { for (int i = 0; i < n; ++i) { hasher.update(message); (void)hasher.finish(); } });
}

double raw_insert_rate(const std::filesystem::path& folder) {
  auto db = db::open_sqlite({.file = folder / "raw.db"}).value();
  must(db->script("CREATE TABLE x(id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c TEXT) STRICT"));
  constexpr int n = 500'000;
  return n / seconds([&] {
    must(db->begin_write());
    for (int i = 0; i < n; ++i)
      must(db->exec("INSERT INTO x(id, a, b, c) VALUES(:id, :a, :b, :c)", {{"id", i}, {"a", i * 7}, {"b", "record.update"}, {"c", "network_unit"}}));
    must(db->commit());
  });
}

JournalEntry sample_entry(int i) {
  JournalEntry e;
  e.user = {i % 900};
  e.who = "王监管";
  e.action = "record.read";
  e.kind = "network_unit";
  e.record = {i};
  e.org = {i % 10'000};
  return e;
}

void bench_journal(const std::filesystem::path& folder, const Clock& clock, double inserts, double hashes, int n) {
  const auto catalogue = lp::store::testing::small_catalogue();
  {
    auto store = Store::open({.folder = folder}, catalogue, clock).value();
    print_rate("journal append, one group", n, seconds([&] {
      must(store->write_bulk([&](WriteTx& tx) -> Status {
        for (int i = 1; i <= n; ++i) LP_CHECK_OK(tx.append_journal(sample_entry(i)));
        return {};
      }));
    }), inserts);
    constexpr int threads = 64, each = 400;
    print_rate("journal append, 64 writers synced", threads * each, seconds([&] {
      std::vector<std::thread> all;
      for (int t = 0; t < threads; ++t) {
        all.emplace_back([&] {
          for (int i = 0; i < each; ++i) must(store->write([&](WriteTx& tx) { return tx.append_journal(sample_entry(i)); }));
        });
      }
      for (auto& t : all) t.join();
    }), inserts);
  }
  VerifyReport report;
  const double took = seconds([&] { report = verify_offline(folder / "longpan.db").value(); });
  if (!report.intact) must(make_error(Errc::corrupt, report.problem));
  print_rate("journal verify", static_cast<double>(report.entries), took, hashes);
}

struct Words {
  std::mt19937_64 random{1};
  const std::vector<std::string> parts{"江苏", "南京", "移动", "核心", "网元", "交换", "承载", "业务", "平台", "云", "数据", "中心", "工业", "互联网", "标识", "解析", "节点", "监测", "安全", "网关"};
  int number(int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); }
  std::string name() {
    std::string out;
    for (int i = 0; i < 5; ++i) out += parts[static_cast<std::size_t>(number(static_cast<int>(parts.size())))];
    return out + std::to_string(number(1000));
  }
};

constexpr int organisations = 10'000;

void fill(Store& store, int records, double inserts) {
  Words w;
  const auto system = model::Viewer::system("bench");
  const double took = seconds([&] {
    must(store.write_bulk([&](WriteTx& tx) -> Status {
      for (int i = 0; i < organisations; ++i) {
        model::Record r;
        r.kind = "organisation";
        r.data = {{"name", w.name() + "有限公司"}, {"region", "3201" + std::to_string(10 + w.number(13))}, {"types", {"type" + std::to_string(w.number(8))}}};
        LP_CHECK_OK(tx.insert(system, std::move(r), "import"));
      }
      return {};
    }));
    for (int done = 0; done < records; done += 50'000) {
      must(store.write_bulk([&](WriteTx& tx) -> Status {
        for (int i = done; i < std::min(done + 50'000, records); ++i) {
          model::Record r;
          r.kind = "network_unit";
          r.org = {1 + w.number(organisations)};
          r.state = w.number(4) == 0 ? "filed" : "draft";
          r.data = {{"name", w.name()}, {"unit_type", "t" + std::to_string(w.number(40))}, {"grade", 1 + w.number(5)}, {"score", w.number(1000) / 10.0},
                    {"public", w.number(10) == 0}, {"go_live", to_string(Date::from_days(19'000 + w.number(800)))}, {"seen_at", 1'700'000'000'000'000 + w.number(1'000'000)},
                    {"tags", {"tag" + std::to_string(w.number(20))}}, {"note", w.name()}};
          LP_CHECK_OK(tx.insert(system, std::move(r), "import"));
        }
        return {};
      }));
    }
  });
  print_rate("records inserted, all indexes", records + organisations, took, inserts);
}

RecordQuery random_query(Words& w) {
  RecordQuery q;
  q.kind = "network_unit";
  std::vector<Predicate> parts;
  switch (w.number(10)) {
    case 0: parts.push_back(Predicate::equals("unit_type", json::value("t" + std::to_string(w.number(40))))); break;
    case 1: parts.push_back(Predicate::compare("grade", Op::gte, {1 + w.number(5)})); break;
    case 2: parts.push_back(Predicate::compare("score", Op::lt, {w.number(1000) / 10.0})); break;
    case 3: parts.push_back(Predicate::equals("public", w.number(2) == 0)); break;
    case 4: parts.push_back(Predicate::compare("go_live", Op::lte, {json::value(to_string(Date::from_days(19'000 + w.number(800))))})); break;
    case 5: parts.push_back(Predicate::equals("tags", json::value("tag" + std::to_string(w.number(20))))); break;
    case 6: parts.push_back(Predicate::compare("name", Op::contains, {json::value(w.parts[static_cast<std::size_t>(w.number(20))])})); break;
    case 7: q.search = w.parts[static_cast<std::size_t>(w.number(20))] + w.parts[static_cast<std::size_t>(w.number(20))]; break;
    case 8: q.search = w.parts[static_cast<std::size_t>(w.number(9))]; break;
    default: parts.push_back(Predicate::equals("state", json::value(w.number(2) == 0 ? "filed" : "draft")));
  }
  if (w.number(3) == 0) parts.push_back(Predicate::equals("grade", 1 + w.number(5)));
  q.where = Predicate::all_of(std::move(parts));
  q.order = {{w.number(2) == 0 ? "updated_at" : "name", w.number(2) == 0}};
  q.offset = w.number(5) == 0 ? 50 * w.number(20) : 0;
  return q;
}

model::Viewer random_viewer(Words& w) {
  model::Viewer v;
  v.role = model::Role::regulator_leader;
  const int what = w.number(3);
  if (what == 0) {
    v.role = model::Role::enterprise_officer;
    v.org = {1 + w.number(organisations)};
  } else if (what == 1) {
    v.role = model::Role::regulator_officer;
    v.regions = {"3201" + std::to_string(10 + w.number(13))};
  }
  return v;
}

void print_latencies(const char* what, std::vector<double>& ms) {
  std::sort(ms.begin(), ms.end());
  const auto at = [&](double q) { return ms[static_cast<std::size_t>(q * static_cast<double>(ms.size() - 1))]; };
  std::printf("%-34s p50 %7.2f ms  p95 %7.2f ms  p99 %7.2f ms  max %7.2f ms\n", what, at(0.5), at(0.95), at(0.99), at(1));
  std::fflush(stdout);
}

std::string describe(const RecordQuery& q, const model::Viewer& v, std::int64_t total) {
  return to_text(model::to_map_form(q.where)) + " search='" + q.search + "' order=" + q.order[0].field + (q.order[0].descending ? " desc" : "") + " offset=" +
         std::to_string(q.offset) + " role=" + std::string(model::to_string(v.role)) + " total=" + std::to_string(total);
}

void bench_lists(Store& store, int users, int requests_each) {
  std::vector<double> ms;
  std::vector<std::pair<double, std::string>> slow;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int u = 0; u < users; ++u) {
    threads.emplace_back([&, u] {
      Words w;
      w.random.seed(static_cast<std::uint64_t>(u) + 100);
      std::this_thread::sleep_for(std::chrono::milliseconds(u * 1000 / users));
      for (int i = 0; i < requests_each; ++i) {
        const RecordQuery q = random_query(w);
        const auto v = random_viewer(w);
        std::int64_t total = 0;
        const double took = seconds([&] {
          must(store.read([&](ReadTx& tx) -> Status {
            LP_TRY(const auto page, tx.list(v, q));
            total = page.total;
            return {};
          }));
        });
        {
          const std::scoped_lock lock(mutex);
          ms.push_back(took * 1000);
          slow.emplace_back(took * 1000, describe(q, v, total));
        }
        if (users > 1) std::this_thread::sleep_for(std::chrono::seconds(1));
      }
    });
  }
  for (auto& t : threads) t.join();
  print_latencies(users > 1 ? "lists, 50 users, 1 s think time" : "lists, one user, first time", ms);
  std::sort(slow.rbegin(), slow.rend());
  for (std::size_t i = 0; i < slow.size() && i < 12; ++i) std::printf("    %8.1f ms %s\n", slow[i].first, slow[i].second.c_str());
}

void bench_ledger(Store& store, double inserts) {
  std::vector<model::Duty> duties;
  for (int o = 1; o <= organisations; ++o) {
    for (int i = 0; i < 50; ++i) {
      model::Duty d;
      d.plan = "longpan2024";
      d.obligation = "obligation_number_" + std::to_string(i);
      d.task = i % 14;
      d.org = {o};
      d.state = static_cast<model::DutyState>((o + i) % 8);
      d.due = 19'900 + i;
      duties.push_back(d);
    }
  }
  print_rate("new duties put", static_cast<double>(duties.size()), seconds([&] { must(store.write_bulk([&](WriteTx& tx) { return tx.put_duties(duties); })); }), inserts);
  std::int64_t seen = 0;
  print_rate("duty rows streamed", static_cast<double>(duties.size()), seconds([&] {
    must(store.read([&](ReadTx& tx) {
      return tx.each_duty_row(model::Viewer::system("bench"), {"longpan2024", {}, {}, {}}, [&](std::string_view, const DutyRow&) { return ++seen > 0; });
    }));
  }), inserts);
  Words w;
  std::vector<double> ms;
  for (int i = 0; i < 60; ++i) {
    DutyFilter f;
    f.plan = "longpan2024";
    f.order = i % 2 == 0 ? "due" : "org";
    if (i % 3 == 0) f.states = {model::DutyState::overdue};
    if (i % 4 == 0) f.regions = {"3201" + std::to_string(10 + w.number(13))};
    f.offset = w.number(100) * 50;
    ms.push_back(1000 * seconds([&] { must(store.read([&](ReadTx& tx) -> Status { LP_CHECK_OK(tx.board(model::Viewer::system("bench"), f)); return {}; })); }));
  }
  print_latencies("board, 10,000 organisations", ms);
}

void bench_streams(Store& store, int records, double inserts) {
  RecordQuery q;
  q.kind = "network_unit";
  std::int64_t rows = 0;
  print_rate("record cells streamed", records, seconds([&] {
    must(store.read([&](ReadTx& tx) {
      return tx.each_row(model::Viewer::system("bench"), q, {"id", "org_id", "state", "grade", "go_live", "state_since"}, [&](const RowView& v) { return (rows += v.integer(0) != 0) > 0; });
    }));
  }), inserts);
}

}  // namespace

int main(int argc, char** argv) {
  const int records = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
  const bool keep = argc > 2;
  const std::filesystem::path folder = keep ? std::filesystem::path(argv[2]) : std::filesystem::temp_directory_path() / ("lp-bench-" + to_hex(random_bytes(6)));
  std::filesystem::create_directories(folder);
  const SystemClock clock;
  const double hashes = raw_sm3_rate();
  std::printf("yardstick: SM3 of 128 bytes        %10.0f /s\n", hashes);
  std::filesystem::remove(folder / "raw.db");
  const double inserts = raw_insert_rate(folder);
  std::printf("yardstick: rows into a bare table  %10.0f /s\n", inserts);
  std::filesystem::remove_all(folder / "journal");
  bench_journal(folder / "journal", clock, inserts, hashes, records);
  const auto catalogue = lp::store::testing::small_catalogue();
  const bool filled = std::filesystem::exists(folder / "records" / "longpan.db");
  auto store = Store::open({.folder = folder / "records"}, catalogue, clock).value();
  if (!filled) fill(*store, records, inserts);
  bench_streams(*store, records, inserts);
  if (!filled) bench_ledger(*store, inserts);
  bench_lists(*store, 1, 300);
  bench_lists(*store, 50, 10);
  store.reset();
  if (!keep) std::filesystem::remove_all(folder);
  return 0;
}
