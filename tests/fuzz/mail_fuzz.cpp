// Any bytes as the rest of a mail with parts: no crash, no hang.
#include <cstdint>

#include "base/check.h"
#include "base/text.h"
#include "io/mail_header.h"
#include "io/unpack.h"

namespace {
class Counter final : public lp::io::UnpackVisitor {
 public:
  lp::Status leaf(const lp::io::Leaf&, lp::io::ByteSource& bytes) override {
    char buffer[4096];
    for (;;) {
      LP_TRY(const std::size_t n, bytes.read(buffer, sizeof buffer));
      if (n == 0) return lp::ok_status();
    }
  }
  void skipped(const lp::io::SkippedPart&) override {}
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  LP_CHECK(lp::is_valid_utf8(lp::io::decode_mail_words(bytes.substr(0, 4096))));
  LP_CHECK(lp::is_valid_utf8(lp::io::mail_parameter(bytes.substr(0, 4096), "name")));
  for (const char* start : {"From: a\nTo: b\nSubject: c\nMIME-Version: 1.0\n", "From: a\nTo: b\nDate: c\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"}) {
    const std::string mail = start + std::string(bytes);
    const auto source = lp::io::make_memory_source(mail);
    Counter counter;
    LP_CHECK(lp::io::unpack("m", *source, {.depth = 16, .total_bytes = 1 << 22, .members = 1000, .spool_bytes = 1 << 20}, counter).has_value());
  }
  return 0;
}
