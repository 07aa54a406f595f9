// Any bytes in any encoding become valid UTF-8.
#include <cstdint>

#include "base/check.h"
#include "base/text.h"
#include "io/encoding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using lp::io::Encoding;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)lp::io::detect_encoding(bytes);
  for (const Encoding e : {Encoding::utf8, Encoding::utf8_bom, Encoding::utf16le, Encoding::utf16be, Encoding::gb18030, Encoding::utf32le, Encoding::utf32be}) {
    LP_CHECK(lp::is_valid_utf8(lp::io::to_utf8(bytes, e)));
  }
  return 0;
}
