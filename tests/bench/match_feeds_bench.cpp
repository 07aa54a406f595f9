// What reading feeds costs beside the bare parse of the same JSON in the same run, and strings a second of free text.
//   match_feeds_bench FILE…      unpacked files of JSON lines
// CPU time, the best of three.
#include <algorithm>
#include <cstdio>

#include <simdjson.h>

#include "cpu_time.h"
#include "io/files.h"
#include "match/feeds/feed_format.h"
#include "match/product_text/product_text.h"

namespace {

double best_of(int rounds, const auto& work) {
  double best = 1e9;
  for (int i = 0; i < rounds; ++i) best = std::min(best, cpu_seconds(work));
  return best;
}

std::size_t parse_only(const std::string& text) {
  simdjson::dom::parser parser;
  std::size_t objects = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    objects += end > at && parser.parse(text.data() + at, end - at, end + simdjson::SIMDJSON_PADDING > text.size()).error() == simdjson::SUCCESS;
    at = end + 1;
  }
  return objects;
}

}  // namespace

int main(int count, char** arguments) {
  double total = 0, bare_total = 0;
  std::uint64_t records_total = 0;
  for (int i = 1; i < count; ++i) {
    const auto text = lp::io::read_file(arguments[i], std::uint64_t{4} << 30);
    if (!text) return std::fprintf(stderr, "%s\n", text.error().message.c_str()), 1;
    std::size_t objects = 0, taken = 0;
    std::vector<std::string> products;
    const lp::match::FeedTakers takers{[&](lp::match::Advisory&& advisory) {
      ++taken;
      if (advisory.source == "cnvd" && products.size() < 300'000)
        for (const auto& affected : advisory.affected) products.push_back(affected.stated_name);
    }, {}};
    const double bare = best_of(3, [&] { objects = parse_only(*text); });
    std::uint64_t records = 0;
    const double ours = best_of(3, [&] {
      lp::Diagnostics out(10);
      products.clear();
      taken = 0;
      const auto read = lp::match::read_feed(*text, {.file = arguments[i]}, takers, out);
      records = 0;
      if (read)
        for (const auto& [format, n] : read->records) records += n;
    });
    if (records < objects) return std::fprintf(stderr, "%s: %zu objects, but %lu records\n", arguments[i], objects, static_cast<unsigned long>(records)), 1;
    const double mb = static_cast<double>(text->size()) / 1e6;
    std::printf("%-40s %8lu records %7.1f MB  %6.3f s  %8.0f records/s %7.1f MB/s  bare %6.3f s  x%.2f\n", arguments[i], static_cast<unsigned long>(records), mb, ours, static_cast<double>(records) / ours, mb / ours, bare, ours / bare);
    total += ours, bare_total += bare, records_total += records;
    if (!products.empty()) {
      std::size_t readings = 0;
      const double seconds = best_of(3, [&] {
        readings = 0;
        for (const std::string& product : products) readings += lp::match::parse_product_text(product).size();
      });
      std::printf("free text: %zu strings, %zu readings, %.0f strings/s\n", products.size(), readings, static_cast<double>(products.size()) / seconds);
    }
  }
  std::printf("all: %lu records in %.3f s, bare parse %.3f s\n", static_cast<unsigned long>(records_total), total, bare_total);
  return 0;
}
