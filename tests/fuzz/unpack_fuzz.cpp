// Any bytes as a stored file: no crash, no hang, every byte given a fate, text leaves valid. The formats that other
// programs or databases read are left out: their fuzzing is their authors'.
#include <cstdint>

#include "base/check.h"
#include "base/text.h"
#include "io/unpack.h"

namespace {
using namespace lp::io;  // NOLINT: a program, not a header

class Reader final : public UnpackVisitor {
 public:
  lp::Status leaf(const Leaf& leaf, ByteSource& bytes) override {
    LP_CHECK(lp::is_valid_utf8(leaf.path));
    char buffer[4096];
    std::uint64_t at = 0, before = 0;
    for (;;) {
      LP_TRY(const std::size_t n, bytes.read(buffer, sizeof buffer));
      if (n == 0) return lp::ok_status();
      at += n;
      if (leaf.offsets == nullptr) continue;
      const std::uint64_t raw = leaf.offsets->raw_offset(at - 1);
      LP_CHECK(raw >= before);
      before = raw;
    }
  }
  void skipped(const SkippedPart& part) override { LP_CHECK(lp::is_valid_utf8(part.path)); }
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Nature nature = recognise(bytes.substr(0, recognise_head), bytes.substr(size - std::min(size, recognise_tail)));
  if (nature == Nature::pdf || nature == Nature::ole_office || nature == Nature::sqlite || nature == Nature::parquet) return 0;
  const auto source = make_memory_source(bytes);
  Reader reader;
  const auto report = unpack("f", *source, {.depth = 16, .member_bytes = 1 << 20, .total_bytes = 4 << 20, .ratio_from_bytes = 1 << 18, .members = 1000, .spool_bytes = 1 << 20}, reader);
  LP_CHECK(report.has_value());
  LP_CHECK(report->scanned + report->skipped_bytes() == size);
  return 0;
}
