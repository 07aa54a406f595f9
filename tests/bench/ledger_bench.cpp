// The ledger at 10,000 enterprises and a million records: full and incremental recomputation,
// the board's page and the counts, beside a plain scan of the same rows in the same run.
//
//   ledger_bench [orgs] [records] [specs folder] [data folder, made when absent and kept]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <vector>

#include "base/hash.h"
#include "campaign/ledger.h"
#include "campaign/statistics.h"
#include "service/example/example.h"
#include "spec/load.h"

namespace {

using namespace lp;
namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr const char* plan = "longpan2024";
const model::Viewer viewer = model::Viewer::system("bench");

double seconds_since(Steady::time_point start) { return std::chrono::duration<double>(Steady::now() - start).count(); }

// Of all threads: beside other programs wall time says little.
double processor_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

template <class Work>
double timed(const Work& work) {
  const auto start = Steady::now();
  work();
  return seconds_since(start);
}

void must(const auto& result) {
  if (result) return;
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}

// The yardstick: every row the ledger reads, with the same number of columns, and nothing done.
std::int64_t scan_all(store::Store& store, const model::Catalogue& specs) {
  std::int64_t rows = 0, sum = 0;
  must(store.read([&](store::ReadTx& tx) -> Status {
    for (const auto& [name, kind] : specs.kinds) {
      store::RecordQuery query;
      query.kind = name;
      query.limit = -1;
      LP_CHECK_OK(tx.each_row(viewer, query, {"id", "org_id", "state", "state_since", "path"}, [&](const store::RowView& row) {
        sum += row.integer(0);
        return ++rows > 0;
      }));
    }
    return tx.each_duty_row(viewer, {plan, {}, {}, {}}, [&](std::string_view, const store::DutyRow& row) {
      sum += row.due;
      return ++rows > 0;
    });
  }));
  return rows;
}

std::vector<store::Store::Change> some_changes(store::Store& store, std::size_t count) {
  std::vector<store::Store::Change> changes;
  must(store.read([&](store::ReadTx& tx) {
    store::RecordQuery query;
    query.kind = "network_unit";
    query.limit = -1;
    return tx.each_row(viewer, query, {"id", "org_id"}, [&](const store::RowView& row) {
      if (row.integer(0) % 37 == 0) changes.push_back({"network_unit", {row.integer(0)}, {row.integer(1)}});
      return changes.size() < count;
    });
  }));
  return changes;
}

double percentile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[std::min(values.size() - 1, static_cast<std::size_t>(p * static_cast<double>(values.size())))];
}

void measure(store::Store& store, const model::Catalogue& specs, Date today) {
  campaign::Ledger ledger(store, specs);
  std::int64_t rows = scan_all(store, specs);
  const double scan_from = processor_seconds();
  const double scan = timed([&] { rows = scan_all(store, specs); });
  const double scan_processor = processor_seconds() - scan_from;
  campaign::LedgerChange change;
  double full = 1e9, full_processor = 1e9;
  for (int i = 0; i < 3; ++i) {
    const double from = processor_seconds();
    full = std::min(full, timed([&] { auto r = ledger.recompute_all(plan, today); must(r); change = *r; }));
    full_processor = std::min(full_processor, processor_seconds() - from);
  }
  std::printf("plain scan of %lld rows            %8.3f s, processor %.3f s\n", static_cast<long long>(rows), scan, scan_processor);
  std::printf("full recomputation, %lld duties    %8.3f s, processor %.3f s in two threads, %.2f x scan   (bar 2 s)   rewritten %lld\n",
              static_cast<long long>(change.duties), full, full_processor, full_processor / scan_processor,
              static_cast<long long>(change.added + change.changed + change.removed));
  std::vector<double> one, one_processor;
  for (const auto& c : some_changes(store, 200)) {
    const double from = processor_seconds();
    one.push_back(timed([&] { must(ledger.recompute_for(std::span(&c, 1), today)); }));
    one_processor.push_back(processor_seconds() - from);
  }
  std::printf("after one changed record  processor p50 %.2f ms  p95 %.2f ms\n", 1e3 * percentile(one_processor, .5), 1e3 * percentile(one_processor, .95));
  std::printf("after one changed record  p50 %.2f ms  p95 %.2f ms   (bar 5 ms without the disk's sync)\n", 1e3 * percentile(one, .5), 1e3 * percentile(one, .95));
  std::vector<double> board;
  for (int i = 0; i < 30; ++i) {
    board.push_back(timed([&] {
      must(store.read([&](store::ReadTx& tx) -> Status {
        store::DutyFilter filter;
        filter.plan = plan;
        filter.offset = i * 50;
        return tx.board(viewer, filter).map([](const auto&) {});
      }));
    }));
  }
  std::printf("board page                p50 %.2f ms  p95 %.2f ms   (bar 100 ms)\n", 1e3 * percentile(board, .5), 1e3 * percentile(board, .95));
  const double counts = timed([&] {
    must(store.read([&](store::ReadTx& tx) -> Status {
      store::DutyFilter filter;
      filter.plan = plan;
      return campaign::count_duties(tx, viewer, filter).map([](const auto&) {});
    }));
  });
  std::printf("statistics of all organisations    %8.3f s\n", counts);
}

void make(store::Store& store, const model::Catalogue& specs, const service::ExampleOptions& options) {
  service::ExampleReport report;
  const double made = timed([&] {
    auto r = service::make_example(store, specs, options, [](std::string_view) -> Result<std::string> { return std::string("$h$"); });
    must(r);
    report = *r;
  });
  std::printf("made %lld organisations, %lld records, %lld duties in %.1f s\n", static_cast<long long>(report.organisations),
              static_cast<long long>(report.records), static_cast<long long>(report.duties), made);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  service::ExampleOptions options;
  options.orgs = argc > 1 ? std::atoi(argv[1]) : 10'000;
  options.records = argc > 2 ? std::atoll(argv[2]) : 1'000'000;
  options.today = *parse_date("2024-07-15");
  Diagnostics diagnostics;
  auto specs = spec::load(argc > 3 ? argv[3] : LP_SOURCE_DIR "/specs", diagnostics);
  must(specs);
  const bool keep = argc > 4;
  const fs::path folder = keep ? fs::path(argv[4]) : fs::temp_directory_path() / ("longpan-ledger-bench-" + random_token(6));
  const bool made_before = keep && fs::exists(folder / "longpan.db");
  FakeClock clock(start_of_day_in_china(options.today).plus_seconds(9 * 3600));
  {
    auto store = store::Store::open({.folder = folder}, *specs, clock);
    must(store);
    if (!made_before) make(**store, *specs, options);
    measure(**store, *specs, options.today);
  }
  std::error_code ignored;
  if (!keep) fs::remove_all(folder, ignored);
  return 0;
}
