// How fast and how well the scanner finds what the generator of ../shared/tools planted.
// usage: discover_bench [options] FILE...
//   --hits FILE      what was found: file, offset, length, kind, confidence, field, row
//   --rounds N       median of N (1)
//   --words FILE     headers and context words: kind, "header" or "context", word
//   --target NAME    only these instructions: AVX2, SSE4, …
//   --read           through the file source, copying included; otherwise from memory
//   --others FILE    Vectorscan and ripgrep on the patterns of FILE beside it (name, pattern); "shared" = those of ../shared
// CPU time of one thread. Yardsticks of the same run: a plain sum of the bytes, the pass that classifies them.
#include <hs/hs.h>
#include <hwy/targets.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
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
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}
double seconds_of_children() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
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

struct Options {
  std::vector<std::string> files;
  int rounds = 1;
  std::FILE* hits = nullptr;
  std::string words, target, patterns;
  bool read = false;
};

double scan(const std::string& path, std::string_view text, bool read, Counter& counter, const std::shared_ptr<const Rules>& rules) {
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
  if (read) {
    (void)scanner.scan(**source, *locator, {form, 50}, counter);
  } else {
    scanner.scan_text(text, *locator, {form, 50}, counter);
  }
  return cpu_seconds() - before;
}

volatile std::uint64_t kept;   // so that yardsticks are not optimised away

double sum_bytes(std::string_view text) {
  const double before = cpu_seconds();
  std::uint64_t sum = 0;
  for (const char c : text) sum += static_cast<unsigned char>(c);
  kept = sum;
  return cpu_seconds() - before;
}

double class_masks(std::string_view text) {
  static ClassMasks masks;
  const double before = cpu_seconds();
  std::uint64_t all = 0;
  for (std::size_t at = 0; at < text.size(); at += Window::step) {
    classify(text.data() + at, std::min(Window::step, text.size() - at), masks);
    all ^= masks.digit[1];
  }
  kept = all;
  return cpu_seconds() - before;
}

// Vectorscan with the start of every match, in blocks.
class Vectorscan {
 public:
  explicit Vectorscan(const std::vector<std::string>& patterns) {
    std::vector<const char*> texts;
    std::vector<unsigned> flags, ids;
    for (const std::string& pattern : patterns) {
      hs_database_t* alone = nullptr;
      hs_compile_error_t* error = nullptr;
      if (hs_compile(pattern.c_str(), HS_FLAG_SOM_LEFTMOST, HS_MODE_BLOCK, nullptr, &alone, &error) != HS_SUCCESS) {
        std::printf("vectorscan leaves out %s: %s\n", pattern.c_str(), error->message);
        hs_free_compile_error(error);
        continue;
      }
      hs_free_database(alone);
      ids.push_back(static_cast<unsigned>(texts.size()));
      texts.push_back(pattern.c_str());
      flags.push_back(HS_FLAG_SOM_LEFTMOST);
    }
    hs_compile_error_t* error = nullptr;
    if (texts.empty() || hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr, &database_, &error) != HS_SUCCESS) return;
    hs_alloc_scratch(database_, &scratch_);
    std::printf("vectorscan runs %zu of %zu patterns\n", texts.size(), patterns.size());
  }
  Vectorscan(const Vectorscan&) = delete;
  Vectorscan& operator=(const Vectorscan&) = delete;
  ~Vectorscan() {
    hs_free_scratch(scratch_);
    hs_free_database(database_);
  }
  bool ready() const { return scratch_ != nullptr; }
  double scan(std::string_view text) const {
    const auto count = [](unsigned, unsigned long long, unsigned long long, unsigned, void* n) {
      ++*static_cast<std::uint64_t*>(n);
      return 0;
    };
    const double before = cpu_seconds();
    std::uint64_t n = 0;
    hs_scan(database_, text.data(), static_cast<unsigned>(text.size()), 0, scratch_, count, &n);
    kept = n;
    return cpu_seconds() - before;
  }

 private:
  hs_database_t* database_ = nullptr;
  hs_scratch_t* scratch_ = nullptr;
};

std::vector<std::string> patterns_of(const std::string& file) {
  std::vector<std::string> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (const std::size_t tab = line.find('\t'); tab != std::string::npos) out.push_back(line.substr(tab + 1));
  }
  return out;
}

// CPU time of `rg` reading bytes; negative when it did not run.
double ripgrep(const std::vector<std::string>& patterns, const std::string& path) {
  char name[] = "/tmp/discover_bench_XXXXXX";
  const int file = mkstemp(name);
  if (file < 0) return -1;
  std::string all;
  // Without Unicode characters are written as their bytes.
  for (const std::string& pattern : patterns) {
    for (const char c : pattern) {
      char escaped[8] = {c};
      if (static_cast<unsigned char>(c) >= 0x80) std::snprintf(escaped, sizeof escaped, "\\x%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
      all += escaped;
    }
    all += '\n';
  }
  const bool written = write(file, all.data(), all.size()) == static_cast<ssize_t>(all.size());
  close(file);
  const double before = seconds_of_children();
  const int status = written ? std::system(("rg --no-unicode -a -j1 --count-matches -f " + std::string(name) + " '" + path + "' > /dev/null 2>&1").c_str()) : -1;
  const double took = seconds_of_children() - before;
  unlink(name);
  return status == 0 || status == 256 ? took : -1;   // 1: no match
}

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

// Seconds of everything that was measured on one file, or on all.
struct Times {
  double bytes = 0, scan = 0, sum = 0, masks = 0, vectorscan = 0, ripgrep = 0;
  void add(const Times& t) {
    for (double Times::*part : {&Times::bytes, &Times::scan, &Times::sum, &Times::masks, &Times::vectorscan, &Times::ripgrep}) this->*part += t.*part;
  }
  void print(const std::string& name) const {
    std::printf("%s\t%.2f GB/s", name.c_str(), bytes / scan / 1e9);
    const auto ratio = [&](const char* other, double took) {
      if (took > 0) std::printf(", %s %.2f (x %.2f)", other, bytes / took / 1e9, took / scan);
    };
    ratio("sum", sum);
    ratio("masks", masks);
    ratio("vectorscan", vectorscan);
    ratio("rg", ripgrep);
    std::printf("\n");
  }
};

Times measure(const std::string& path, const Options& options, const std::shared_ptr<const Rules>& rules, const Vectorscan* vectorscan) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  std::string text(static_cast<std::size_t>(std::max<std::streamoff>(0, in.tellg())), '\0');
  in.seekg(0);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  std::vector<double> scans, sums, masks, others;
  Counter counter;
  for (int round = 0; round < options.rounds; ++round) {
    counter = Counter();
    counter.out = round == 0 ? options.hits : nullptr;
    sums.push_back(sum_bytes(text));
    masks.push_back(class_masks(text));
    scans.push_back(scan(path, text, options.read, counter, rules));
    if (vectorscan != nullptr) others.push_back(vectorscan->scan(text));
  }
  Times times{double(text.size()), median(scans), median(sums), median(masks), others.empty() ? 0 : median(others), 0};
  if (!options.patterns.empty()) times.ripgrep = std::max(0.0, ripgrep(patterns_of(options.patterns), path));
  times.print(path);
  for (std::size_t kind = 0; kind < rules->kinds().size(); ++kind) {
    if (counter.by_kind[kind] != 0) std::printf("  %s %llu\n", rules->kinds()[kind].id.c_str(), static_cast<unsigned long long>(counter.by_kind[kind]));
  }
  return times;
}

bool choose_target(const std::string& name) {
  const std::int64_t all = hwy::SupportedTargets();
  for (std::int64_t left = all; left != 0; left &= left - 1) {
    if (name != hwy::TargetName(left & (~left + 1))) continue;
    hwy::SetSupportedTargetsForTest(left & (~left + 1));
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    return true;
  }
  return false;
}

Options read_options(int argc, char** argv) {
  Options out;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    const bool more = i + 1 < argc;
    if (option == "--hits" && more) out.hits = std::fopen(argv[++i], "w");
    else if (option == "--rounds" && more) out.rounds = std::max(1, std::atoi(argv[++i]));
    else if (option == "--words" && more) out.words = argv[++i];
    else if (option == "--target" && more) out.target = argv[++i];
    else if (option == "--others" && more) out.patterns = argv[++i];
    else if (option == "--read") out.read = true;
    else out.files.emplace_back(argv[i]);
  }
  if (out.patterns == "shared") out.patterns = LP_SOURCE_DIR "/../shared/tools/patterns.tsv";
  if (!out.patterns.empty() && !std::filesystem::exists(out.patterns)) {
    std::printf("no other programs beside it: %s is not there\n", out.patterns.c_str());
    out.patterns.clear();
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  if (!options.target.empty() && !choose_target(options.target)) {
    std::printf("this processor has no %s\n", options.target.c_str());
    return 1;
  }
  const auto rules = rules_with_words(options.words);
  std::printf("simd %s\n", simd_target());
  std::unique_ptr<Vectorscan> vectorscan;
  if (!options.patterns.empty()) vectorscan = std::make_unique<Vectorscan>(patterns_of(options.patterns));
  if (!options.patterns.empty() && std::system("rg --version > /dev/null 2>&1") != 0) std::printf("no ripgrep beside it: rg is not installed\n");
  Times total;
  for (const std::string& path : options.files) total.add(measure(path, options, rules, vectorscan != nullptr && vectorscan->ready() ? vectorscan.get() : nullptr));
  total.print("total");
  if (options.hits != nullptr) std::fclose(options.hits);
}
