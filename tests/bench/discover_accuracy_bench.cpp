// How near the counts of discover are at scale, and what a record in passing costs.
//   discover_accuracy_bench [MILLIONS]
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/cpu_time.h"
#include "discover/distinct.h"
#include "discover/record_scanner.h"

namespace {

using namespace lp;
using namespace lp::discover;

// Largest and mean error over seeds.
void tell(const char* what, const std::vector<double>& errors) {
  double sum = 0;
  for (const double e : errors) sum += e;
  std::printf("%-46s mean error %.3f %%, largest %.3f %% of %zu seeds\n", what, 100 * sum / static_cast<double>(errors.size()), 100 * *std::ranges::max_element(errors), errors.size());
}

void distinct(std::uint64_t n) {
  std::vector<double> errors;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    DistinctCounter counter;
    const ValueHasher hash(seed);
    for (std::uint64_t i = 0; i < n; ++i) counter.add(hash(std::string_view(reinterpret_cast<const char*>(&i), sizeof i)));
    errors.push_back(std::abs(static_cast<double>(counter.count()) - static_cast<double>(n)) / static_cast<double>(n));
  }
  tell(("distinct values, " + std::to_string(n)).c_str(), errors);
}

// Persons of one to three values a row, each seen twice.
void persons(std::uint64_t n) {
  std::vector<double> errors;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    PersonCounter counter;
    const ValueHasher hash(seed);
    for (int round = 0; round < 2; ++round) {
      for (std::uint64_t i = 0; i < n; ++i) {
        std::array<std::uint64_t, 3> row{};
        for (std::uint64_t k = 0; k < 3; ++k) {
          const std::uint64_t value = i * 4 + k;
          row[k] = hash(std::string_view(reinterpret_cast<const char*>(&value), sizeof value));
        }
        counter.add_row(row.data(), 1 + i % 3);
      }
    }
    errors.push_back(std::abs(static_cast<double>(counter.count()) - static_cast<double>(n)) / static_cast<double>(n));
  }
  tell(("persons, " + std::to_string(n)).c_str(), errors);
}

void record() {
  Diagnostics out;
  const auto rules = Rules::load(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  if (!rules) std::exit(1);
  RecordScanner scanner(*rules);
  std::string json = R"({"time":"2026-07-01T08:00:00+08:00","level":"info","service":"order","message":"created","phone":"13800000000","order_no":"20240715000123456789",)";
  while (json.size() < 1000) json += "\"field" + std::to_string(json.size()) + "\":\"value of a field\",";
  json += "\"end\":1}";
  std::string text = "2026-07-01 08:00:00 INFO 订单 20240715 已创建，联系电话13800000000，";
  while (text.size() < 1000) text += "处理用时 12 毫秒，";
  for (const auto& [name, one] : {std::pair<const char*, std::string*>{"JSON", &json}, {"text", &text}}) {
    double best = 1e9;
    std::size_t hits = 0;
    for (int round = 0; round < 7; ++round) best = std::min(best, cpu_seconds([&] { for (int i = 0; i < 20'000; ++i) hits += scanner.scan(*one).size(); }) / 20'000);
    std::printf("record of %zu bytes of %s: %.2f us, %zu hits each\n", one->size(), name, best * 1e6, hits / 140'000);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t millions = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2;
  record();
  distinct(millions * 1'000'000);
  persons(millions * 1'000'000);
}
