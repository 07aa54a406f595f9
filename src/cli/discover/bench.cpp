// longpan discover bench: how fast this machine scans these files.
#include <fmt/format.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <ostream>

#include "cli/discover/discover_commands.h"
#include "discover/class_masks.h"
#include "discover/document_scanner.h"
#include "io/bytes.h"

namespace lp::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  int rounds = 3;
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(const std::shared_ptr<const discover::Engine> engine, load_engine(context));
  context.out << "SIMD " << discover::simd_target() << '\n';
  discover::DocumentScanner scanner(engine);
  double bytes = 0, seconds = 0;
  for (const std::string& file : options.files) {
    std::vector<double> times;
    std::uint64_t size = 0, hits = 0;
    for (int i = 0; i < std::max(1, options.rounds); ++i) {
      LP_TRY(const auto source, io::open_file_source(file));
      const double before = cpu_seconds();
      LP_TRY(const discover::Document document, scanner.scan({file, 0, 0}, *source));
      times.push_back(cpu_seconds() - before);
      size = document.bytes;
      hits = 0;
      for (const discover::Finding& f : document.findings) hits += f.hits;
    }
    std::sort(times.begin(), times.end());
    const double took = std::max(times[times.size() / 2], 1e-6);
    bytes += double(size);
    seconds += took;
    context.out << fmt::format("{}  {:.2f} MB  {:.3f} s CPU  {:.2f} GB/s  {} hits\n", file, double(size) / 1e6, took, double(size) / took / 1e9, hits);
  }
  context.out << fmt::format("{:.2f} GB/s\n", seconds > 0 ? bytes / seconds / 1e9 : 0.0);
  return 0;
}

}  // namespace

Run add_discover_bench(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("files", o->files, "文本文件 / text files")->required();
  app.add_option("--rounds", o->rounds, "轮数，取中位数 / rounds, the median counts")->capture_default_str();
  app.footer("例 / example:\n  longpan discover bench access.log customers.csv");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
