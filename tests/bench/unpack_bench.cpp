// Archives through io/unpack.h with a visitor that only counts, beside the bare decoder.
#include <archive.h>
#include <archive_entry.h>
#include <benchmark/benchmark.h>
#include <map>
#include <zlib.h>

#include "io/files.h"
#include "io/unpack.h"
#include "io/unpack_testing.h"

namespace {
using namespace lp::io;  // NOLINT: a program, not a header

// Lines as of a log: compresses about six times.
const std::string& log_text() {
  static const std::string text = [] {
    std::string out;
    std::uint32_t state = 1;
    while (out.size() < (std::size_t{64} << 20)) {
      state = state * 1664525u + 1013904223u;
      out += "2024-07-31T09:30:" + std::to_string(state >> 26) + " INFO user=" + std::to_string(state >> 8) + " 张三 logged in from 10.1." + std::to_string(state >> 24) + ".7 agent=Mozilla/5.0\n";
    }
    return out;
  }();
  return text;
}

const std::filesystem::path& file_of(const std::string& format) {
  static const TempDir folder = std::move(*TempDir::create("unpack-bench"));
  static std::map<std::string, std::filesystem::path> files;
  auto& path = files[format];
  if (path.empty()) {
    path = folder.path() / format;
    if (!write_file_atomic(path, testing::make_archive({{"log.txt", log_text()}}, {.format = format}))) std::abort();
  }
  return path;
}

class Counter final : public UnpackVisitor {
 public:
  std::uint64_t bytes = 0;
  lp::Status leaf(const Leaf&, ByteSource& source) override {
    for (;;) {
      LP_TRY(const std::size_t n, source.read(buffer_.data(), buffer_.size()));
      if (n == 0) return lp::ok_status();
      bytes += n;
    }
  }
  void skipped(const SkippedPart&) override { std::abort(); }

 private:
  std::string buffer_ = std::string(64 * 1024, '\0');
};

void unpacked(benchmark::State& state, const char* format) {
  const auto& path = file_of(format);
  for (auto _ : state) {
    Counter counter;
    if (!unpack(path, {}, counter) || counter.bytes != log_text().size()) state.SkipWithError("bytes are missing");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(log_text().size()));
}
BENCHMARK_CAPTURE(unpacked, gzip, "gzip")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(unpacked, zstd, "zstd")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(unpacked, zip, "zip")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(unpacked, tar, "pax")->Unit(benchmark::kMillisecond);

void bare_zlib(benchmark::State& state) {
  const auto bytes = read_file(file_of("gzip"), std::uint64_t{1} << 30);
  std::string out(64 * 1024, '\0');
  for (auto _ : state) {
    z_stream z{};
    if (inflateInit2(&z, 31) != Z_OK) std::abort();
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes->data()));
    z.avail_in = static_cast<uInt>(bytes->size());
    std::uint64_t sum = 0;
    for (int rc = Z_OK; rc == Z_OK;) {
      z.next_out = reinterpret_cast<Bytef*>(out.data());
      z.avail_out = static_cast<uInt>(out.size());
      rc = inflate(&z, Z_NO_FLUSH);
      sum += out.size() - z.avail_out;
    }
    inflateEnd(&z);
    if (sum != log_text().size()) state.SkipWithError("bytes are missing");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(log_text().size()));
}
BENCHMARK(bare_zlib)->Unit(benchmark::kMillisecond);

// libarchive's blocks as they come, from memory: for Zstandard the nearest to its bare decoder.
void bare_libarchive(benchmark::State& state, const char* format) {
  const auto bytes = read_file(file_of(format), std::uint64_t{1} << 30);
  for (auto _ : state) {
    archive* a = archive_read_new();
    archive_read_support_format_raw(a);
    archive_read_support_filter_all(a);
    archive_entry* entry = nullptr;
    if (archive_read_open_memory(a, bytes->data(), bytes->size()) != ARCHIVE_OK || archive_read_next_header(a, &entry) != ARCHIVE_OK) std::abort();
    std::uint64_t sum = 0;
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    while (archive_read_data_block(a, &block, &size, &offset) == ARCHIVE_OK) sum += size;
    archive_read_free(a);
    if (sum != log_text().size()) state.SkipWithError("bytes are missing");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(log_text().size()));
}
BENCHMARK_CAPTURE(bare_libarchive, gzip, "gzip")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bare_libarchive, zstd, "zstd")->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
