// Observables kept a second, beside the same library appending constant rows in one transaction; looking back through them.
// Usage: event_store_bench [rows=4000000] [folder]. Needs DuckDB's library (LONGPAN_DUCKDB_LIBRARY).
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "io/duckdb_session.h"
#include "store/events/event_store.h"

namespace {

using namespace lp;
using namespace lp::store;

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void must(const Status& s) {
  if (s) return;
  std::fprintf(stderr, "failed: %s\n", s.error().message.c_str());
  std::exit(1);
}

double constant_rows(const std::filesystem::path& folder, std::int64_t rows) {
  auto opened = io::DuckdbSession::open({.library = {}, .folder = folder});
  must(opened ? ok_status() : Status(opened.error()));
  const auto session = std::move(*opened);
  must(session->attach(folder / "yardstick.duckdb", "y"));
  must(session->command("CREATE TABLE y.t(time BIGINT, kind UTINYINT, role UTINYINT, org BIGINT, hash UBIGINT, value VARCHAR, stream VARCHAR)"));
  const io::DuckdbValue cells[] = {std::int64_t{1}, std::uint8_t{1}, std::uint8_t{1}, std::int64_t{1}, std::uint64_t{1}, std::string_view("host1.example"), std::string_view("eve.json")};
  return static_cast<double>(rows) / seconds([&] {
    must(session->append("y", "t", [&](const io::DuckdbSession::Row& put) {
      for (std::int64_t i = 0; i < rows; ++i) put(cells);
    }));
  });
}

// Domains of a skewed crowd, times of one day, in batches as the pipeline gives them.
double keep(EventStore& store, std::int64_t rows) {
  std::vector<std::string> names;
  for (int i = 0; i < 200'000; ++i) names.push_back("host" + std::to_string(i * 2654435761U % 1000003) + ".example");
  constexpr std::int64_t batch = 10'000;
  std::vector<Observable> observables;
  return static_cast<double>(rows) / seconds([&] {
    for (std::int64_t done = 0; done < rows; done += batch) {
      observables.clear();
      for (std::int64_t i = done; i < done + batch; ++i) {
        const std::string& name = names[static_cast<std::size_t>((i * i) % static_cast<std::int64_t>(names.size()))];
        observables.push_back({.time = 1'795'000'000'000'000 + i * 20, .kind = ObservableKind::domain, .role = ObservableRole::query, .org = {i % 400},
                               .hash = std::hash<std::string>{}(name), .value = name, .stream = "eve.json"});
      }
      must(store.append(observables, {}));
    }
  });
}

double look_back(EventStore& store, std::int64_t rows) {
  const Reach reach = Reach::everything(model::Viewer::system("bench")).value();
  std::uint64_t sum = 0, seen = 0;
  const double took = seconds([&] {
    must(store.each_observable(reach, {0, 2'000'000'000'000'000}, {}, [&](std::span<const Observable> batch) {
      for (const Observable& o : batch) sum += o.hash & 1;
      seen += batch.size();
      return true;
    }));
  });
  std::printf("read back %llu of %lld (%llu)\n", static_cast<unsigned long long>(seen), static_cast<long long>(rows), static_cast<unsigned long long>(sum));
  return static_cast<double>(rows) / took;
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t rows = argc > 1 ? std::atoll(argv[1]) : 4'000'000;
  const std::filesystem::path folder = argc > 2 ? argv[2] : std::filesystem::temp_directory_path() / "event_store_bench";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const double yardstick = constant_rows(folder, 1'000'000);
  auto opened = open_duckdb_event_store({.folder = folder / "events"});
  must(opened ? ok_status() : Status(opened.error()));
  EventStore& store = **opened;
  const double kept = keep(store, rows), read = look_back(store, rows);
  std::uint64_t bytes = 0;
  const std::vector<Partition> parts = store.partitions().value();
  for (const Partition& p : parts) bytes += p.bytes;
  std::printf("constant rows in one transaction   %10.0f rows/s\n", yardstick);
  std::printf("observables kept, 10,000 a batch   %10.0f rows/s  (%.2f of it; bar 150,000 rows/s)\n", kept, kept / yardstick);
  std::printf("observables read back              %10.0f rows/s\n", read);
  std::printf("size on disk                       %10.1f bytes a row\n", static_cast<double>(bytes) / static_cast<double>(rows));
  std::filesystem::remove_all(folder);
}
