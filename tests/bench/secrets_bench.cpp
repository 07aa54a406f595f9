// How fast secrets are looked for: bytes a second of one core, and the share of the literal pass alone.
//   secrets_bench FILE...      text of your own (logs, sources); without arguments 100 MB of log lines are made
// Yardstick of the same run: memchr over the same bytes for a byte that is not there.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "bench/cpu_time.h"
#include "discover/secrets/secret_rules_reader.h"
#include "discover/secrets/secret_scanner.h"

namespace {

using lp::discover::SecretHit;
using lp::discover::SecretScanner;

std::string make_log(std::size_t bytes) {
  std::mt19937_64 random(7);
  std::string text;
  char line[512];
  while (text.size() < bytes) {
    const auto r = random();
    const int n = r % 3 == 0
                      ? std::snprintf(line, sizeof line, "2024-03-12 08:%02d:%02d.%03d INFO  [exec-%d] c.t.o.OrderService - 订单处理完成 orderNo=%llu 耗时=%dms\n",
                                      static_cast<int>(r % 60), static_cast<int>(r / 60 % 60), static_cast<int>(r / 4096 % 1000), static_cast<int>(r % 50),
                                      static_cast<unsigned long long>(random()), static_cast<int>(r % 900))
                      : std::snprintf(line, sizeof line, "10.%d.%d.7 - - [12/Mar/2024:08:11:02 +0800] \"GET /api/v1/orders/list?id=%llu HTTP/1.1\" 200 %d \"https://www.internal.lan/index\" \"Mozilla/5.0 (Windows NT 10.0) Chrome/120.0.0.0 Safari/537.36\" trace=%016llx\n",
                                      static_cast<int>(r % 256), static_cast<int>(r / 256 % 256), static_cast<unsigned long long>(random() % 100000000000ULL),
                                      static_cast<int>(r % 90000), static_cast<unsigned long long>(random()));
    text.append(line, static_cast<std::size_t>(n));
  }
  return text;
}

void measure(const SecretScanner& scanner, const char* name, const std::string& text) {
  auto scratch = scanner.make_scratch();
  constexpr std::size_t block = 1u << 20;
  double best = 1e9;
  double yardstick = 1e9;
  std::size_t hits = 0;
  for (int round = 0; round < 5; ++round) {
    hits = 0;
    best = std::min(best, cpu_seconds([&] {
      for (std::size_t at = 0; at < text.size(); at += block) {
        scanner.scan(std::string_view(text).substr(at, block), [&](const SecretHit&) { ++hits; }, scratch);
      }
    }));
    const void* volatile there = nullptr;
    yardstick = std::min(yardstick, cpu_seconds([&] { there = std::memchr(text.data(), 1, text.size()); }));
  }
  const double gigabytes = static_cast<double>(text.size()) / 1e9;
  std::printf("%-24s %7.1f MB  %5.2f GB/s  memchr %5.2f GB/s  hits %zu\n", name, gigabytes * 1e3, gigabytes / best, gigabytes / yardstick, hits);
}

}  // namespace

int main(int argc, char** argv) {
  lp::Diagnostics out;
  auto rules = lp::discover::load_secret_rules(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  if (!rules) return 1;
  const auto scanner = SecretScanner::build(*std::move(rules));
  if (!scanner) return 1;
  if (argc == 1) measure(*scanner, "made log lines", make_log(100'000'000));
  for (int i = 1; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    measure(*scanner, argv[i], std::string(std::istreambuf_iterator<char>(in), {}));
  }
  return 0;
}
