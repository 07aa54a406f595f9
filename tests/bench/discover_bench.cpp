// How fast and how well the scanner finds what the generator of ../shared/tools planted.
// usage: discover_bench [--hits FILE] [--rounds N] FILE...
// CPU time of one thread, median of the rounds; a plain sum over the same bytes is the yardstick of the run.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "discover/class_masks.h"
#include "discover/scanner.h"
#include "io/bytes.h"
#include "io/encoding.h"

namespace {

using namespace lp;
using namespace lp::discover;

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return double(usage.ru_utime.tv_sec) + double(usage.ru_stime.tv_sec) + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

struct Counter final : HitSink {
  void take(std::span<const Hit> hits, std::span<const std::string_view>) override {
    for (const Hit& hit : hits) {
      ++by_kind[hit.kind];
      if (out != nullptr) std::fprintf(out, "%s\t%llu\t%u\t%s\t%u\t%s\t%llu\n", file.c_str(), static_cast<unsigned long long>(hit.offset), hit.length, (*rules).kinds()[hit.kind].id.c_str(), hit.confidence, (*fields)[hit.field].name.c_str(), static_cast<unsigned long long>(hit.row));
    }
  }
  std::array<std::uint64_t, max_kinds> by_kind{};
  std::FILE* out = nullptr;
  std::string file;
  const Rules* rules = nullptr;
  const FieldTable* fields = nullptr;
};

std::vector<std::string> header_of(const std::string& path, TextForm form) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  if (form == TextForm::gb18030) line = io::to_utf8(line, io::Encoding::gb18030);
  std::vector<std::string> out{""};
  for (const char c : line) {
    if (c == ',') out.emplace_back();
    else out.back() += c;
  }
  return out;
}

std::unique_ptr<Locator> locator_for(const std::string& path, TextForm form, FieldTable& fields) {
  if (path.ends_with(".csv")) return make_table_locator(fields, {',', '"', header_of(path, form)});
  if (path.ends_with(".jsonl")) return make_json_locator(fields);
  if (path.ends_with(".sql")) return make_sql_locator(fields);
  return make_text_locator(fields);
}

// Lines of `file`: kind, "header" or "context", word; by tabs.
std::shared_ptr<const Rules> rules_with_words(const std::string& file) {
  std::vector<Kind> kinds;
  for (const Validator& v : builtin_validators()) kinds.push_back({std::string(v.name), &v, {}, {}, {}, {}});
  kinds.push_back({"address", nullptr, {"address", "联系地址"}, {"地址"}, {}, {}});
  std::ifstream in(file);
  for (std::string id, use, word; std::getline(in, id, '\t') && std::getline(in, use, '\t') && std::getline(in, word);) {
    for (Kind& kind : kinds) {
      if (kind.id == id) (use == "header" ? kind.headers : kind.context).push_back(word);
    }
  }
  return *Rules::make(std::move(kinds));
}

double scan_file(const std::string& path, Counter& counter, const std::shared_ptr<const Rules>& rules) {
  const TextForm form = path.find("gbk") != std::string::npos ? TextForm::gb18030 : TextForm::utf8;
  FieldTable fields(*rules);
  const std::unique_ptr<Locator> locator = locator_for(path, form, fields);
  Scanner scanner(rules, fields);
  counter.rules = rules.get();
  counter.fields = &fields;
  counter.file = path.substr(path.rfind('/') + 1);
  auto source = io::open_file_source(path);
  if (!source) return 0;
  const double before = cpu_seconds();
  const auto done = scanner.scan(**source, *locator, {form, 50}, counter);
  const double took = cpu_seconds() - before;
  return done ? took : 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> files;
  int rounds = 1;
  std::FILE* out = nullptr;
  std::string words;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--hits") == 0 && i + 1 < argc) out = std::fopen(argv[++i], "w");
    else if (std::strcmp(argv[i], "--words") == 0 && i + 1 < argc) words = argv[++i];
    else if (std::strcmp(argv[i], "--rounds") == 0 && i + 1 < argc) rounds = std::atoi(argv[++i]);
    else files.emplace_back(argv[i]);
  }
  const auto rules = rules_with_words(words);
  std::printf("simd %s\n", simd_target());
  double total = 0, bytes = 0;
  for (const std::string& path : files) {
    std::vector<double> times;
    Counter counter;
    for (int round = 0; round < rounds; ++round) {
      counter = Counter();
      counter.out = round == 0 ? out : nullptr;
      times.push_back(scan_file(path, counter, rules));
    }
    std::sort(times.begin(), times.end());
    const double took = times[times.size() / 2];
    std::ifstream in(path, std::ios::ate | std::ios::binary);
    const double size = double(in.tellg());
    total += took;
    bytes += size;
    std::printf("%s\t%.2f GB/s\n", path.c_str(), size / took / 1e9);
    for (std::size_t kind = 0; kind < rules->kinds().size(); ++kind) {
      if (counter.by_kind[kind] != 0) std::printf("  %s %llu\n", rules->kinds()[kind].id.c_str(), static_cast<unsigned long long>(counter.by_kind[kind]));
    }
  }
  std::printf("total\t%.2f GB/s\n", bytes / total / 1e9);
  if (out != nullptr) std::fclose(out);
}
