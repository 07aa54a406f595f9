// Any bytes in any encoding, read in pieces: the text to_utf8() gives, and places that ascend within the input.
#include <cstdint>

#include "base/check.h"
#include "io/decoding_source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lp::io;  // NOLINT: a program, not a header
  if (size < 2) return 0;
  const auto e = static_cast<Encoding>(data[0] % 7);
  const std::size_t piece = 1 + data[1];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto memory = make_memory_source(bytes);
  DecodingSource source(*memory, e);
  std::string text, buffer(piece, '\0');
  std::uint64_t before = 0;
  for (;;) {
    const auto n = source.read(buffer.data(), buffer.size());
    LP_CHECK(n.has_value());
    if (*n == 0) break;
    text.append(buffer, 0, *n);
    const std::uint64_t raw = source.raw_offset(text.size() - 1);
    LP_CHECK(raw >= before && raw < bytes.size());
    before = raw;
  }
  LP_CHECK(text == to_utf8(bytes, e));
  return 0;
}
