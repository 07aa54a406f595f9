// How fast an inventory is read: a CycloneDX document of N components of about 1 KB each beside simdjson's bare parse of the same bytes,
// and what a component takes in memory.
//   match_inventory_bench [COMPONENTS [read]]      100,000 unless said otherwise; "read": nothing but that, for profilers
// Equality comes first: as many components as were written, each with its package URL. Times are CPU time of this thread, the best of
// some rounds; bar: reading takes less than 200 ms for 100,000 components.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <simdjson.h>

#include "match/inventory/inventory_format.h"

namespace {

using namespace lp;
using namespace lp::match;

double thread_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}
double best_of(int rounds, const auto& work) {
  double best = 1e9;
  for (int i = 0; i < rounds; ++i) {
    const double from = thread_seconds();
    work();
    best = std::min(best, thread_seconds() - from);
  }
  return best;
}
long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// As syft writes them, of four ecosystems.
std::string component(std::size_t i) {
  const std::string n = std::to_string(i), version = std::to_string(i % 7) + '.' + std::to_string(i % 31) + '.' + std::to_string(i % 101);
  std::string purl, name = "package-" + n, properties;
  switch (i % 4) {
    case 0: purl = "pkg:npm/%40scope/" + name + '@' + version; break;
    case 1: purl = "pkg:maven/org.example.group" + std::to_string(i % 500) + '/' + name + '@' + version; break;
    case 2: purl = "pkg:deb/debian/" + name + '@' + version + "-1%2Bdeb12u1?arch=amd64&upstream=source-" + n + "&distro=debian-12"; break;
    default: purl = "pkg:golang/github.com/example/" + name + "@v" + version;
  }
  for (const char* property : {"syft:package:foundBy\", \"value\": \"a-cataloger", "syft:package:language\", \"value\": \"a-language", "syft:package:type\", \"value\": \"a-type", "syft:location:0:layerID\", \"value\": \"sha256:7cd52847ad775a5ddc4b58326cf884beee34544296402c6292ed76474c686d39",
                               "syft:location:0:path\", \"value\": \"/usr/share/doc/some/where/package.json"})
    properties += std::string(properties.empty() ? "" : ", ") + "{\"name\": \"" + property + "\"}";
  return "{\"bom-ref\": \"" + purl + "&package-id=9f8e7d6c5b4a3210\", \"type\": \"library\", \"publisher\": \"A Publisher\", \"name\": \"" + name + "\", \"version\": \"" + version +
         "\", \"licenses\": [{\"license\": {\"id\": \"Apache-2.0\"}}], \"cpe\": \"cpe:2.3:a:example:" + name + ':' + version + ":*:*:*:*:*:*:*\", \"purl\": \"" + purl + "\", \"properties\": [" + properties + "]}";
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
  const auto file = std::filesystem::temp_directory_path() / ("match_inventory_bench-" + std::to_string(::getpid()) + ".json");
  std::size_t size = 0;
  {
    std::ofstream out(file, std::ios::binary);
    out << "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", \"components\": [\n";
    for (std::size_t i = 0; i < count; ++i) out << (i == 0 ? "" : ",\n") << component(i);
    out << "\n]}\n";
    size = static_cast<std::size_t>(out.tellp());
  }
  const double megabytes = static_cast<double>(size) / 1e6;
  std::printf("components %zu, %.1f MB, %.0f bytes each\n", count, megabytes, static_cast<double>(size) / static_cast<double>(count));

  std::size_t taken = 0, purls = 0, bytes = 0;
  const auto read = [&] {
    taken = purls = 0;
    Diagnostics out;
    const auto result = read_inventory_file(file, {}, [&](Component&& c) {
      ++taken;
      purls += c.purl ? 1 : 0;
    }, out);
    if (!result || result->taken != count || result->refused != 0 || taken != count || purls != count) {
      std::printf("NOT EQUAL: taken %zu of %zu, %zu package URLs\n", taken, count, purls);
      std::exit(1);
    }
  };
  const long before = peak_kib();
  read();
  const long after = peak_kib();
  const double reading = best_of(5, read);

  if (argc > 2) {
    std::filesystem::remove(file);
    std::printf("reading a file into components  %7.1f ms\n", reading * 1e3);
    return 0;
  }

  simdjson::padded_string text;
  if (simdjson::padded_string::load(file.string()).get(text)) return 1;
  const double fresh = best_of(5, [&] {
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(text).get(root)) std::exit(1);
  });
  simdjson::dom::parser warm;
  const double reused = best_of(5, [&] {
    simdjson::dom::element root;
    if (warm.parse(text).get(root)) std::exit(1);
  });

  std::vector<Component> kept;
  kept.reserve(count);
  Diagnostics out;
  (void)read_inventory_file(file, {}, [&](Component&& c) { kept.push_back(std::move(c)); }, out);
  for (const Component& c : kept) {
    bytes += sizeof(Component) + c.cpes.capacity() * sizeof(Cpe);
    for (const std::string* s : {&c.asset, &c.location, &c.vendor, &c.name, &c.version, &c.scheme, &c.source_name, &c.source_version, &c.distribution, &c.model, &c.where})
      if (s->capacity() > 15) bytes += s->capacity() + 1;
  }
  std::filesystem::remove(file);

  std::printf("reading a file into components  %7.1f ms  %6.0f MB/s  %5.2f us a component\n", reading * 1e3, megabytes / reading, reading * 1e6 / static_cast<double>(count));
  std::printf("simdjson alone, new parser      %7.1f ms  %6.0f MB/s\n", fresh * 1e3, megabytes / fresh);
  std::printf("simdjson alone, parser kept     %7.1f ms  %6.0f MB/s\n", reused * 1e3, megabytes / reused);
  std::printf("reading : bare parse            %7.2f (new parser), %.2f (kept)\n", reading / fresh, reading / reused);
  std::printf("peak memory of the first reading %.1f MB over the start, the file's own %.1f MB among it\n", static_cast<double>(after - before) / 1e3, megabytes);
  std::printf("a component kept as it is       %7.0f bytes and more for its package URL\n", static_cast<double>(bytes) / static_cast<double>(count));
  std::printf("bar: 100,000 components under 200 ms: %s\n", reading * 1e5 / static_cast<double>(count) < 0.2 ? "met" : "MISSED");
  return 0;
}
