// What a run of detect keeps a second, through the feed into DuckDB, with none lost (the median of five runs, beside the same library
// appending constant rows in one transaction); and looking back with 100,000 indicators over N and 2 N observables: the slope is what each further observable costs.
// Usage: event_feed_bench [events=400000] [observables=2000000] [folder]. Needs DuckDB's library (LONGPAN_DUCKDB_LIBRARY).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "detect/indicators/indicator_set.h"
#include "detect/run/detection.h"
#include "io/bytes.h"
#include "io/duckdb_session.h"
#include "service/events/event_feed.h"
#include "service/events/kept_kinds.h"
#include "service/events/look_back.h"

namespace {

using namespace lp;
namespace fs = std::filesystem;

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T>
T must(Result<T> r) {
  if (r) return *std::move(r);
  std::fprintf(stderr, "failed: %s\n", r.error().message.c_str());
  std::exit(1);
}
void must(const Status& s) {
  if (s) return;
  std::fprintf(stderr, "failed: %s\n", s.error().message.c_str());
  std::exit(1);
}

std::uint64_t kept_in(store::EventStore& store) {
  std::uint64_t n = 0;
  for (const store::Partition& p : must(store.partitions())) n += p.observables;
  return n;
}

std::string eve_lines(std::int64_t events) {
  std::string out;
  for (std::int64_t i = 0; i < events; ++i) {
    const std::int64_t at = i / 50;
    out += fmt::format(R"({{"timestamp":"2026-07-{:02}T{:02}:{:02}:{:02}.{:06}+0800","event_type":"http","src_ip":"10.{}.{}.{}","dest_ip":"203.0.{}.{}","http":{{"hostname":"h{}.example.cn","url":"/a{}?b={}","http_user_agent":"x"}}}})",
                       1 + at / 86400 % 28, at / 3600 % 24, at / 60 % 60, at % 60, i % 1'000'000, i % 5, i % 250, i % 199, i % 251, i % 241, i * 2654435761U % 100'003, i % 977, i % 10'007);
    out += '\n';
  }
  return out;
}

// Returns seconds; `store` null: the same run without keeping.
double detect_run(const std::shared_ptr<const detect::Detector>& detector, const std::string& text, store::EventStore* store, std::uint64_t& observables) {
  const detect::Format* format = detect::find_format("suricata_eve");
  const auto stream = std::make_shared<const detect::StreamInfo>(detect::StreamInfo{"eve.json", format});
  const auto source = io::make_memory_source(text);
  const SystemClock clock;
  std::unique_ptr<service::EventFeed> feed;
  if (store != nullptr) feed = must(service::EventFeed::open(*store, service::FeedMark::fresh(), clock));
  detect::ScanOptions scan;
  scan.observe = store != nullptr;
  return seconds([&] {
    detect::Detection run(detector, {.threads = 2, .scan = scan}, [](const detect::Alert&, const detect::AlertType&) {});
    if (feed) run.on_done([&](const detect::BlockResult& block) { feed->take(block); });
    detect::LineBlocks blocks(*source, {});
    while (auto block = *blocks.next(true)) run.feed({stream, std::move(*block)});
    run.finish();
    if (!feed) return;
    (void)must(feed->settle());
    observables = feed->statistics().observables;
  });
}

double constant_rows(const fs::path& folder, std::int64_t rows) {
  fs::create_directories(folder);
  const auto session = must(io::DuckdbSession::open({.library = {}, .folder = folder}));
  must(session->attach(folder / "yardstick.duckdb", "y"));
  must(session->command("CREATE TABLE y.t(time BIGINT, kind UTINYINT, role UTINYINT, org BIGINT, hash UBIGINT, value VARCHAR, stream VARCHAR)"));
  const io::DuckdbValue cells[] = {std::int64_t{1}, std::uint8_t{1}, std::uint8_t{1}, std::int64_t{1}, std::uint64_t{1}, std::string_view("host1.example"), std::string_view("eve.json")};
  return static_cast<double>(rows) / seconds([&] {
    must(session->append("y", "t", [&](const io::DuckdbSession::Row& put) {
      for (std::int64_t i = 0; i < rows; ++i) put(cells);
    }));
  });
}

double median(std::vector<double> all) {
  std::ranges::sort(all);
  return all[all.size() / 2];
}

// False: rows were lost.
bool feed_rounds(const std::shared_ptr<const detect::Detector>& detector, const std::string& text, std::int64_t events, const fs::path& folder) {
  std::vector<double> bare, kept, constant, cpu;
  std::uint64_t observables = 0, unused = 0;
  for (int round = 0; round < 5; ++round) {
    const fs::path place = folder / ("round" + std::to_string(round));
    constant.push_back(constant_rows(place, 1'000'000));
    bare.push_back(static_cast<double>(events) / detect_run(detector, text, nullptr, unused));
    const auto store = must(store::open_duckdb_event_store({.folder = place / "feed"}));
    const std::clock_t from = std::clock();
    kept.push_back(static_cast<double>(events) / detect_run(detector, text, store.get(), observables));
    cpu.push_back(static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC / static_cast<double>(observables) * 1e6);
    const std::uint64_t found = kept_in(*store);
    if (found != observables) {
      std::printf("lost: %llu of %llu are there\n", static_cast<unsigned long long>(found), static_cast<unsigned long long>(observables));
      return false;
    }
  }
  const double rows = median(kept) * static_cast<double>(observables) / static_cast<double>(events);
  std::printf("constant rows in one transaction   %10.0f rows/s\n", median(constant));
  std::printf("run without a store                %10.0f events/s\n", median(bare));
  std::printf("run with --store                   %10.0f events/s  (%.2f of it)\n", median(kept), median(kept) / median(bare));
  std::printf("observables kept, none lost        %10.0f rows/s    (%.2f of constant rows; bar 150,000 rows/s); %.2f us of processors a row\n", rows, rows / median(constant), median(cpu));
  return true;
}

// Half addresses, three tenths names, two tenths URLs, as kept.
void fill(store::EventStore& store, std::int64_t rows, std::int64_t& made) {
  std::vector<std::string> texts;
  std::vector<store::Observable> batch;
  constexpr std::int64_t size = 100'000;
  for (std::int64_t done = 0; done < rows; done += size) {
    texts.clear();
    texts.reserve(size);
    batch.clear();
    for (std::int64_t i = 0; i < size; ++i, ++made) {
      const std::int64_t kind = made % 10, n = made * 2654435761U % 20'000'003;
      const auto which = kind < 5 ? detect::IndicatorKind::ip : kind < 8 ? detect::IndicatorKind::domain : detect::IndicatorKind::url;
      texts.push_back(kind < 5 ? fmt::format("{}.{}.{}.{}", 11 + n % 200, n / 200 % 250, n / 50'000 % 250, n % 249)
                               : kind < 8 ? fmt::format("www.h{}.example.cn", n) : fmt::format("cdn.h{}.example.cn/a/{}", n, made % 977));
      std::string key;
      if (!detect::to_key(which, texts.back(), key)) std::exit(1);
      batch.push_back({.time = 1'795'000'000'000'000 + made * 20, .kind = service::to_kept_kind(which, texts.back()), .role = store::ObservableRole::destination,
                       .org = {made % 400}, .hash = detect::hash_key(which, key), .value = texts.back(), .stream = "eve.json"});
    }
    must(store.append(batch, {}));
  }
}

std::shared_ptr<const detect::IndicatorImage> hundred_thousand() {
  detect::IndicatorSet set;
  const auto context = set.add_context({.source = "bench", .type = "c2", .confidence = 80});
  for (int i = 0; i < 50'000; ++i) {
    set.add(detect::IndicatorKind::domain, fmt::format("h{}.example.cn", i * 400), context);
    set.add(detect::IndicatorKind::ip, fmt::format("{}.{}.{}.{}", 211 + i % 12, i % 250, i / 250 % 250, i % 13), context);
  }
  return must(detect::IndicatorImage::from_bytes(set.to_bytes(detect::PublicSuffixes::minimum())));
}

double look(store::EventStore& store, const std::shared_ptr<const detect::IndicatorImage>& image) {
  const auto reach = must(store::Reach::everything(model::Viewer::system("bench")));
  const std::vector images{image};
  service::LookBack found;
  const double took = seconds([&] {
    found = must(service::look_back(store, reach, images, {.span = {0, std::numeric_limits<std::int64_t>::max()}}, [](std::uint64_t) { return true; }));
  });
  std::printf("look back: %zu indicators, %11llu observables  %7.2f s  %10.0f a second; %llu hits, %zu sightings\n", image->size(), static_cast<unsigned long long>(found.observables), took,
              static_cast<double>(found.observables) / took, static_cast<unsigned long long>(found.seen), found.sightings.size());
  return took;
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t events = argc > 1 ? std::atoll(argv[1]) : 400'000, rows = argc > 2 ? std::atoll(argv[2]) : 2'000'000;
  const fs::path folder = argc > 3 ? argv[3] : fs::temp_directory_path() / "event_feed_bench";
  fs::remove_all(folder);
  Diagnostics trouble;
  const fs::path specs = fs::path(LP_SOURCE_DIR) / "specs";
  const auto detector = must(detect::Detector::load({.specs = specs, .rules = {specs / "rules"}}, trouble));
  if (events > 0 && !feed_rounds(detector, eve_lines(events), events, folder)) return 1;
  const auto store = must(store::open_duckdb_event_store({.folder = folder / "hunt"}));
  const auto image = hundred_thousand();
  std::int64_t made = 0;
  fill(*store, rows, made);
  const double once = look(*store, image);
  fill(*store, rows, made);
  const double twice = look(*store, image);
  std::uint64_t bytes = 0;
  for (const store::Partition& p : must(store->partitions())) bytes += p.bytes;
  std::printf("slope                              %10.1f s for each 100 million observables; %.1f bytes a row\n", (twice - once) / static_cast<double>(rows) * 1e8, static_cast<double>(bytes) / (2.0 * static_cast<double>(rows)));
  fs::remove_all(folder);
}
