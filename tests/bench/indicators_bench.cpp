// What the indicator stage and attribution cost, as ratios and against their bars. Everything is made here; with arguments the
// equality with another program's answer is checked as well:
//   indicators_bench [MILLIONS]                        10 million indicators unless said otherwise
//   indicators_bench EVENTS.jsonl LISTS_DIR TRUTH.tsv   LISTS_DIR: domain.txt ip.txt cidr.txt url.txt hash.txt; TRUTH: "line<TAB>indicator…"
// Times are CPU time of this thread: neighbours on the machine do not count, their cache does.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "detect/attribution/owners.h"
#include "detect/indicators/indicator_matcher.h"
#include "detect/indicators/indicator_set.h"
#include "detect/indicators/retro_hunt.h"
#include "io/files.h"

namespace {

using namespace lp;
using namespace lp::detect;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}
// The best of some rounds: neighbours only ever make it slower.
double best_of(int rounds, const auto& work) {
  double best = 1e9;
  for (int i = 0; i < rounds; ++i) {
    const double from = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - from);
  }
  return best;
}
double wall_seconds() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}
long resident_kib(const char* which) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(which)) return std::atol(line.c_str() + std::string_view(which).size() + 1);
  return 0;
}
void bar(const char* what, double figure, double limit, const char* unit) {
  std::printf("%-58s %10.2f %-9s bar %8.2f  %s\n", what, figure, unit, limit, figure <= limit ? "met" : "MISSED");
  std::fflush(stdout);
}

std::string name_of(std::uint64_t i) {
  static constexpr const char* tops[] = {"com", "net", "cn", "com.cn", "top", "xyz", "org", "ru"};
  auto random = [state = i * 0xD1342543DE82EF95ULL]() mutable {  // splitmix64: a generator that costs nothing to seed
    std::uint64_t z = state += 0x9E3779B97F4A7C15ULL;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
    return z ^ z >> 31;
  };
  std::string out;
  for (std::size_t n = 6 + random() % 12; n > 0; --n) out += static_cast<char>('a' + random() % 26);
  return out + "." + tops[random() % 8];
}

// Seven of ten are names, two addresses, the rest hashes and URLs: as in public feeds.
void fill(IndicatorSet& set, std::uint64_t count) {
  const ContextId context = set.add_context({.source = "bench", .type = "c2", .confidence = 80});
  std::string text;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t r = i * 0x9E3779B97F4A7C15ULL;
    if (i % 10 < 7) set.add(IndicatorKind::domain, name_of(i), context);
    else if (i % 10 < 9) set.add(IndicatorKind::ip, to_string(Ip{.low = r >> 32}), context);
    else if (i % 20 == 9) set.add(IndicatorKind::url, name_of(i) + "/" + std::to_string(r % 100000) + ".php", context);
    else set.add_key(IndicatorKind::sha256, std::string(24, static_cast<char>(r)) + std::string(reinterpret_cast<const char*>(&r), 8), context);
  }
}

// Events of a sensor: addresses, and a name asked for, a page fetched or a handshake; one in a thousand is indicated.
struct Seen {
  std::string source, destination, name, path;
  int kind;
};
std::vector<Seen> make_events(std::size_t count) {
  std::mt19937_64 random(42);
  std::vector<Seen> out;
  for (std::size_t i = 0; i < count; ++i) {
    static constexpr const char* heads[] = {"www.", "api.", "", "", "cdn.", "a1.static."};
    Seen s;
    s.source = to_string(Ip{.low = 0x0A000000 + random() % 0x200000});
    s.destination = to_string(Ip{.low = random() & 0xFFFFFFFF});
    s.name = heads[random() % 6] + name_of(random() % 1000 == 0 ? random() % 7 : (std::uint64_t{1} << 40) + random() % 200'000);
    s.path = "/static/js/app." + std::to_string(random() % 100000) + ".js";
    s.kind = static_cast<int>(random() % 10);
    out.push_back(std::move(s));
  }
  return out;
}

struct Ids {
  FieldId source, destination, query, host, path, sni;
  explicit Ids(FieldTable& t)
      : source(t.intern("source.ip")), destination(t.intern("destination.ip")), query(t.intern("dns.question.name")), host(t.intern("url.domain")),
        path(t.intern("url.original")), sni(t.intern("tls.client.server_name")) {}
};

void fill_event(Event& event, const Seen& s, const Ids& ids) {
  event.clear();
  event.add_text(ids.source, s.source);
  event.add_text(ids.destination, s.destination);
  if (s.kind < 5) event.add_text(ids.query, s.name);
  else if (s.kind < 8) event.add_text(ids.sni, s.name);
  else {
    event.add_text(ids.host, s.name);
    event.add_text(ids.path, s.path);
  }
}

struct Rate {
  double nanoseconds;
  std::uint64_t hits, probes;
};
// `between`: the event has rules to pass as well, stood in for by a walk byte by byte over a line of 510 bytes; the matcher's two steps stand around it.
std::uint64_t stand_in(std::uint64_t seed) {
  static const std::string line(510, 'x');
  for (const char c : line) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return seed;
}

Rate match_rate(const IndicatorHandle& handle, const Watched& watched, FieldTable& fields, const std::vector<Seen>& seen, bool between = false) {
  const Ids ids(fields);
  Event event(fields);
  std::vector<IndicatorHit> hits;
  IndicatorMatcher matcher(handle, watched);
  std::uint64_t sum = 0;
  const double from = cpu_seconds();
  for (const Seen& s : seen) {
    fill_event(event, s, ids);
    hits.clear();
    matcher.begin(event);
    if (between) sum = stand_in(sum);
    matcher.finish(event, hits);
  }
  if (sum == 7) std::puts("");
  return {(cpu_seconds() - from) * 1e9 / static_cast<double>(seen.size()), matcher.statistics().hits, matcher.statistics().probes};
}

// The walk over a JSON text of a sensor's event, as reference: what a pipeline must spend before it can look anything up.
void bench_matching(const IndicatorHandle& large, FieldTable& fields, const Watched& watched) {
  IndicatorSet little;
  fill(little, 10'000);
  const IndicatorHandle small(*IndicatorImage::from_bytes(little.to_bytes(PublicSuffixes::minimum())));
  const std::vector<Seen> seen = make_events(400'000);
  std::vector<double> at_small, at_large, ratios;
  Rate rate{};
  for (int round = 0; round < 9; ++round) {
    at_small.push_back(match_rate(small, watched, fields, seen).nanoseconds);
    rate = match_rate(large, watched, fields, seen);
    at_large.push_back(rate.nanoseconds);
    ratios.push_back(at_large.back() / at_small.back());
  }
  for (auto* v : {&at_small, &at_large, &ratios}) std::ranges::sort(*v);
  std::printf("matching: %.0f ns an event with 10 k, %.0f ns with all (medians), %.2f probes and %.5f hits an event\n", at_small[4], at_large[4],
              static_cast<double>(rate.probes) / static_cast<double>(seen.size()), static_cast<double>(rate.hits) / static_cast<double>(seen.size()));
  bar("matching alone, all against 10 k indicators (best rounds)", at_large[0] / at_small[0], 1.30, "times");
  bar("the same, median of ratios", ratios[4], 1.30, "times");
  double rules_small = 1e9, rules_large = 1e9;
  for (int round = 0; round < 5; ++round) {
    rules_small = std::min(rules_small, match_rate(small, watched, fields, seen, true).nanoseconds);
    rules_large = std::min(rules_large, match_rate(large, watched, fields, seen, true).nanoseconds);
  }
  std::printf("with rules between the two steps: %.0f ns with 10 k, %.0f ns with all\n", rules_small, rules_large);
  bar("matching around rules, all against 10 k indicators", rules_large / rules_small, 1.30, "times");
  // A whole pipeline spends 540 to 700 ns an event on parsing alone (510 bytes at 0.75 to 1 GB/s).
  bar("with 600 ns of parsing before it", (600 + at_large[4]) / (600 + at_small[4]), 1.30, "times");
}

void bench_swap(IndicatorHandle& handle, const std::filesystem::path& path, FieldTable& fields, const Watched& watched) {
  const std::vector<Seen> seen = make_events(50'000);
  const Ids ids(fields);
  std::atomic<bool> stop{false};
  double worst_after_swap = 0, worst = 0;
  std::uint64_t events = 0;
  std::thread matching([&] {
    Event event(fields);
    std::vector<IndicatorHit> hits;
    IndicatorMatcher matcher(handle, watched);
    std::uint64_t version = handle.version();
    for (std::size_t i = 0; !stop; i = (i + 1) % seen.size()) {
      fill_event(event, seen[i], ids);
      hits.clear();
      const bool fresh = handle.version() != version;
      version = handle.version();
      const double from = cpu_seconds();
      matcher.match(event, hits);
      const double took = cpu_seconds() - from;
      (fresh ? worst_after_swap : worst) = std::max(fresh ? worst_after_swap : worst, took);
      ++events;
    }
  });
  for (int i = 0; i < 5; ++i) handle.swap(*IndicatorImage::open(path));
  stop = true;
  matching.join();
  std::printf("swaps under load: 5 during %llu events; slowest other event %.3f ms of its thread's time\n", static_cast<unsigned long long>(events), worst * 1e3);
  bar("slowest event that took a new image", worst_after_swap * 1e3, 1.0, "ms");
}

void bench_image(double millions) {
  const auto dir = io::TempDir::create("indicators-bench", "/var/tmp");
  const auto path = dir->path() / "indicators.lpi";
  const auto count = static_cast<std::uint64_t>(millions * 1e6);
  double write_cpu = 0;
  {
    IndicatorSet set;
    double from = cpu_seconds();
    fill(set, count);
    std::printf("gathering %.1f M indicators (making and normalising their texts): %.2f s\n", millions, cpu_seconds() - from);
    from = cpu_seconds();
    const double wall = wall_seconds();
    if (auto status = set.write(path, PublicSuffixes::minimum()); !status) {
      std::printf("writing failed: %s\n", status.error().message.c_str());
      std::exit(1);
    }
    write_cpu = cpu_seconds() - from;
    std::printf("building and writing: %.2f s of CPU, %.2f s with the disk, %.1f MB\n", write_cpu, wall_seconds() - wall, static_cast<double>(std::filesystem::file_size(path)) / 1e6);
  }
  bar("build of 10 M indicators (CPU, scaled)", write_cpu * 10 / millions, 4.0, "s");
  std::vector<double> opens;
  for (int i = 0; i < 9; ++i) {
    const double from = wall_seconds();
    const auto image = IndicatorImage::open(path);
    opens.push_back(wall_seconds() - from);
    if (!image) std::exit(1);
  }
  std::ranges::sort(opens);
  bar("opening the image, checksum verified (best, wall)", opens[0] * 1e3, 100, "ms");
  std::printf("the same, median: %.0f ms\n", opens[4] * 1e3);
  const long before = resident_kib("VmRSS:");
  FieldTable fields;
  const Watched watched(fields);
  IndicatorHandle handle(*IndicatorImage::open(path));
  std::uint64_t version = 0;
  std::printf("resident after opening: %ld MB more, %ld MB of it mapped\n", (resident_kib("VmRSS:") - before) / 1024, resident_kib("RssFile:") / 1024);
  bar("memory that lookups touch, a million indicators", static_cast<double>(handle.load(version)->lookup_bytes()) / 1e6 / millions, 24, "MB");
  bench_matching(handle, fields, watched);
  bench_swap(handle, path, fields, watched);
}

void bench_retro() {
  IndicatorSet set;
  fill(set, 100'000);
  const auto fresh = *IndicatorImage::from_bytes(set.to_bytes(PublicSuffixes::minimum()));
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> batch(10'000'000);
  for (auto& hash : batch) hash = random();
  for (std::size_t i = 0; i < 1000; ++i) batch[random() % batch.size()] = fresh->hash(static_cast<std::uint32_t>(random() % fresh->size()));
  std::uint64_t candidates = 0;
  const double from = cpu_seconds();
  for (int i = 0; i < 10; ++i) candidates += retro_hunt(*fresh, batch, [](std::uint32_t, std::size_t) {}).candidates;
  const double took = cpu_seconds() - from;
  std::printf("hunting 100 k indicators through 100 M observables: %.2f s, %llu candidates\n", took, static_cast<unsigned long long>(candidates));
  bar("the same through 1 G observables (slope)", took * 10, 60, "s");
}

void bench_owners() {
  std::mt19937_64 random(2);
  std::vector<OwnerEntry> entries;
  std::vector<Prefix> prefixes;
  for (int i = 0; i < 1'000'000; ++i) {
    const int bits = 10 + static_cast<int>(random() % 20);
    const auto prefix = *parse_prefix(to_string(Ip{.low = random() & 0xFFFFFFFF}) + "/" + std::to_string(bits));
    prefixes.push_back(prefix);
    entries.push_back({.kind = ClueKind::ip, .value = to_string(prefix), .organisation = "o" + std::to_string(i % 1000)});
  }
  bar("prefix map of 1 M prefixes", best_of(3, [&] { const PrefixMap once(prefixes); }), 1.0, "s");
  const PrefixMap map(prefixes);
  Diagnostics out;
  std::vector<std::vector<OwnerEntry>> copies(3, entries);
  Owners owners;
  bar("owners of 1 M prefixes, from texts", best_of(3, [&] { owners = Owners::build(std::move(copies.back()), {}, out), copies.pop_back(); }), 1.0, "s");
  std::printf("prefix map: %.1f MB\n", static_cast<double>(map.bytes()) / 1e6);
  std::vector<Ip> asked(1'000'000);
  for (Ip& ip : asked) ip.low = random() & 0xFFFFFFFF;
  std::uint64_t sum = 0;
  const auto lookups = [&](const char* what, const auto& one) {
    const double took = best_of(9, [&] { for (const Ip& ip : asked) sum += one(ip); });
    bar(what, took * 1e9 / static_cast<double>(asked.size()), 80, "ns");
  };
  lookups("lookup of the most specific prefix, random addresses", [&](const Ip& ip) { return map.find(ip); });
  lookups("lookup of the owner, dates checked", [&](const Ip& ip) { return reinterpret_cast<std::uintptr_t>(owners.find_ip(ip, 0)) & 64; });
  std::vector<Prefix> six;
  for (int i = 0; i < 1'000'000; ++i) {
    const auto high = 0x2000'0000'0000'0000 | (random() >> 3);
    six.push_back(*parse_prefix(to_string(Ip{.high = high, .low = 0, .v6 = true}) + "/" + std::to_string(28 + random() % 30)));
  }
  const PrefixMap map6(six);
  for (Ip& ip : asked) ip = {0x2000'0000'0000'0000 | (random() >> 3), random(), true};
  lookups("the same among 1 M IPv6 prefixes", [&](const Ip& ip) { return map6.find(ip); });
  std::printf("(sum %llu)\n", static_cast<unsigned long long>(sum));
}

void add_lists(IndicatorSet& set, const std::filesystem::path& dir) {
  const ContextId context = set.add_context({.source = "lists"});
  const std::pair<const char*, IndicatorKind> files[] = {{"domain.txt", IndicatorKind::domain}, {"ip.txt", IndicatorKind::ip}, {"cidr.txt", IndicatorKind::prefix}, {"url.txt", IndicatorKind::url}};
  for (const auto& [name, kind] : files) {
    std::ifstream in(dir / name);
    std::uint64_t refused = 0;
    for (std::string line; std::getline(in, line);)
      if (!set.add(kind, line, context)) ++refused;
    std::printf("%s: %zu taken, %llu refused\n", name, set.count(kind), static_cast<unsigned long long>(refused));
  }
}

// The fields the truth looks at: addresses of the flow, names asked for, names and addresses answered, host and URL, server name.
void event_of(const json::object& o, const Ids& ids, const FieldTable& fields, Event& event) {
  const auto add = [&](FieldId id, const json::object& from, std::string_view key) {
    if (const json::value* v = find(from, key); v != nullptr && v->is_string()) event.add_text(id, event.keep(std::string(v->as_string())));
  };
  event.clear();
  add(ids.source, o, "src_ip");
  add(ids.destination, o, "dest_ip");
  if (const json::object* dns = find_object(o, "dns")) {
    add(ids.query, *dns, "rrname");
    if (const json::array* answers = find_array(*dns, "answers"))
      for (const json::value& answer : *answers)
        if (answer.is_object()) {
          add(fields.find("dns.answers.name"), answer.as_object(), "rrname");
          add(fields.find("dns.answers.data"), answer.as_object(), "rdata");
        }
  }
  if (const json::object* http = find_object(o, "http")) {
    add(ids.host, *http, "hostname");
    add(ids.path, *http, "url");
  }
  if (const json::object* tls = find_object(o, "tls")) add(ids.sni, *tls, "sni");
}

int compare(const char* events, const char* lists, const char* truth) {
  IndicatorSet set;
  add_lists(set, lists);
  Diagnostics out;
  const auto suffixes = PublicSuffixes::load({}, out);
  const IndicatorHandle handle(*IndicatorImage::from_bytes(set.to_bytes(*suffixes)));
  FieldTable fields;
  const Watched watched(fields);
  const Ids ids(fields);
  Event event(fields);
  IndicatorMatcher matcher(handle, watched);
  std::vector<IndicatorHit> hits;
  std::ifstream in(events), expected(truth);
  std::uint64_t number = 0, different = 0, lines_hit = 0;
  std::map<std::uint64_t, std::string> wanted;
  for (std::string line; std::getline(expected, line);) wanted[std::strtoull(line.c_str(), nullptr, 10)] = line.substr(line.find('\t') + 1);
  for (std::string line; std::getline(in, line);) {
    const auto parsed = parse_json(line);
    ++number;
    if (!parsed) continue;
    event_of(parsed->as_object(), ids, fields, event);
    hits.clear();
    matcher.match(event, hits);
    std::set<std::string> found;
    for (const IndicatorHit& hit : hits) found.insert(std::string(to_string(hit.kind)) + ":" + hit.indicator);
    if (!found.empty()) ++lines_hit;
    const std::string got = join({found.begin(), found.end()}, " ");
    const auto want = wanted.find(number);
    if (got == (want == wanted.end() ? "" : want->second)) continue;
    if (++different <= 20) std::printf("line %llu: got [%s], wanted [%s]\n", static_cast<unsigned long long>(number), got.c_str(), want == wanted.end() ? "" : want->second.c_str());
  }
  std::printf("%llu events, %llu with hits (truth: %zu), %llu different\n", static_cast<unsigned long long>(number), static_cast<unsigned long long>(lines_hit), wanted.size(),
              static_cast<unsigned long long>(different));
  return different == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 4) return compare(arguments[1], arguments[2], arguments[3]);
  bench_owners();
  bench_retro();
  bench_image(count > 1 ? std::atof(arguments[1]) : 10);
}
