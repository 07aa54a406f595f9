// Findings applied a second on one core, beside a yardstick (a hash map of strings that does no more than find and count), and how
// long a new EPSS file or a KEV addition takes over many findings. Everything is made here:
//   match_findings_bench [FINDINGS=1000000] [RANKED=10000000]
// Times are CPU time of this thread: neighbours on the machine do not count, their cache does.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "match/findings/finding_book.h"
#include "match/findings/ranking.h"

namespace {

using namespace lp;
using namespace lp::match;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}
double timed(const std::function<void()>& work) {
  const double from = cpu_seconds();
  work();
  return cpu_seconds() - from;
}

ReportedFinding finding(std::size_t i) {
  ReportedFinding out;
  out.asset = "host-" + std::to_string(i / 40) + ".example.internal";
  out.component = "debian:12/package-" + std::to_string(i % 40 * 7 % 997);
  out.component_version = "1.2." + std::to_string(i % 13) + "-1";
  out.ids = {"CVE-20" + std::to_string(10 + i % 15) + "-" + std::to_string(1000 + i * 7919 % 90'000)};
  out.location = "/var/lib/dpkg/status";
  out.title = "a buffer overflow in the parser of headers lets attackers run code";
  out.severity = i % 3 == 0 ? "high" : "medium";
  out.scores = {{"cvss3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8}};
  out.fixed_versions = {"1.3"};
  out.source = "scanner";
  return out;
}

FindingImport import_of(std::size_t n, int day) {
  FindingImport out;
  out.source = "scanner";
  out.name = "report";
  out.at = Timestamp(1'720'000'000'000'000).plus_seconds(std::int64_t{day} * 86'400);
  out.findings.reserve(n);
  for (std::size_t i = 0; i < n; ++i) out.findings.push_back(finding(i));
  return out;
}

struct Yardstick {
  std::unordered_map<std::string, ReportedFinding> known;
  std::size_t made = 0;
  void apply(FindingImport&& import) {
    for (ReportedFinding& f : import.findings) {
      const auto [place, added] = known.try_emplace(f.asset + '|' + f.component + '|' + f.location + '|' + f.ids.front());
      made += added ? 1u : 0u;
      place->second = std::move(f);
    }
  }
};

bool apply_imports(std::size_t n) {
  FindingBook book;
  Yardstick yardstick;
  bool right = true;
  const auto round = [&](const char* what, FindingImport&& import, std::uint64_t created, std::uint64_t closed) {
    FindingImport copy = import;
    const double simple = timed([&] { yardstick.apply(std::move(copy)); });
    FindingChanges changes;
    const std::size_t findings = import.findings.size();
    const double spent = timed([&] { changes = book.apply(std::move(import)); });
    right = right && changes.created == created && changes.closed == closed;
    std::printf("%-28s %6.2f M findings/s   yardstick %6.2f M/s   ratio %.2f%s\n", what, static_cast<double>(findings) / spent / 1e6, static_cast<double>(findings) / simple / 1e6, simple / spent,
                changes.created == created && changes.closed == closed ? "" : "   WRONG");
  };
  round("first import", import_of(n, 1), n, 0);
  round("second, the same", import_of(n, 2), 0, 0);
  FindingImport shuffled = import_of(n, 3);
  std::ranges::shuffle(shuffled.findings, std::mt19937(1));
  for (ReportedFinding& f : shuffled.findings) f.title += "!";
  round("shuffled, other prose", std::move(shuffled), 0, 0);
  FindingImport edited = import_of(n, 4);
  for (ReportedFinding& f : edited.findings) f.severity = "low";
  round("other severities", std::move(edited), 0, 0);
  FindingImport less = import_of(n, 5);
  for (std::size_t i = 0; i < n; i += 10) less.findings[i].ids = {"CVE-2099-" + std::to_string(i)};
  round("a tenth fixed, a tenth new", std::move(less), (n + 9) / 10, (n + 9) / 10);
  std::string text;
  const double save = timed([&] { text = book.to_jsonl(); });
  bool same = false;
  const double load = timed([&] {
    const auto read = FindingBook::from_jsonl(text);
    same = read && read->open() == book.open();
  });
  std::printf("%-28s save %.0f MB/s, load %.0f MB/s, %.0f bytes a finding%s\n", "JSON lines", static_cast<double>(text.size()) / save / 1e6, static_cast<double>(text.size()) / load / 1e6,
              static_cast<double>(text.size()) / static_cast<double>(book.size()), same ? "" : "   WRONG");
  return right && same;
}

Signal signal(const char* source, std::size_t cve) {
  Signal out;
  out.id = "CVE-2024-" + std::to_string(cve);
  out.source = source;
  return out;
}

bool rank_many(std::size_t n) {
  constexpr std::size_t cves = 430'000;
  Diagnostics ignored;
  auto rules = load_priority_rules("specs", ignored);
  if (!rules) {
    std::printf("specs/match/priority is not here: run from the root of the repository\n");
    return false;
  }
  FindingRanking ranking(*rules);
  std::mt19937 random(2);
  const std::string_view severities[] = {"low", "medium", "high", "critical"};
  // A few flaws have most of the findings.
  std::vector<std::string> ids(1);
  for (std::size_t i = 0; i < n; ++i) {
    const double u = static_cast<double>(random()) / 4294967296.0;
    ids[0] = "CVE-2024-" + std::to_string(static_cast<std::size_t>(u * u * u * static_cast<double>(cves)));
    ranking.add(ids, severities[random() % 4], {static_cast<Exposure>(random() % 3), static_cast<MissionImpact>(random() % 4)});
  }
  const auto epss = [&](unsigned seed) {
    std::mt19937 values(seed);
    std::vector<Signal> out;
    for (std::size_t cve = 0; cve < cves; ++cve) {
      Signal one = signal("epss", cve);
      const double u = static_cast<double>(values()) / 4294967296.0;
      one.epss = u * u * u * u;
      out.push_back(std::move(one));
    }
    return out;
  };
  bool right = true;
  std::uint64_t changed = 0;
  std::vector<std::uint32_t> top;
  for (const unsigned seed : {1u, 2u}) {
    const std::vector<Signal> file = epss(seed);
    const double spent = timed([&] {
      changed = ranking.update(file);
      top = ranking.top(1000);
    });
    std::printf("EPSS file of %zu, %.1f M findings: %.0f ms, %llu ranked anew\n", cves, static_cast<double>(n) / 1e6, spent * 1e3, static_cast<unsigned long long>(changed));
  }
  for (const std::size_t cve : {std::size_t{0}, std::size_t{7}, std::size_t{200'000}}) {
    Signal added = signal("kev", cve);
    added.exploited = true;
    const double spent = timed([&] {
      changed = ranking.update(std::span(&added, 1));
      top = ranking.top(1000);
    });
    std::printf("KEV addition: %.1f ms, %llu ranked anew\n", spent * 1e3, static_cast<unsigned long long>(changed));
  }
  std::vector<std::uint64_t> counts(4);
  for (std::uint32_t i = 0; i < ranking.size(); ++i) ++counts[static_cast<std::size_t>(ranking.level(i))];
  right = right && std::ranges::equal(counts, ranking.counts());
  for (std::size_t i = 1; i < top.size(); ++i) right = right && ranking.rank(top[i - 1]) >= ranking.rank(top[i]);
  std::printf("levels: %llu urgent, %llu high, %llu medium, %llu low%s\n", static_cast<unsigned long long>(counts[3]), static_cast<unsigned long long>(counts[2]), static_cast<unsigned long long>(counts[1]),
              static_cast<unsigned long long>(counts[0]), right ? "" : "   WRONG");
  return right;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t findings = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
  const std::size_t ranked = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10'000'000;
  const bool applied = apply_imports(findings);
  return rank_many(ranked) && applied ? 0 : 1;
}
