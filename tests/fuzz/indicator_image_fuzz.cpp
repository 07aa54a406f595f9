// Any bytes as an image of indicators, with the checksums made to fit so that what lies behind them is reached: refused, or every
// lookup stays within its bytes.
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "detect/indicators/image_layout.h"
#include "detect/indicators/indicator_image.h"
#include "detect/indicators/indicator_set.h"

namespace {

using namespace lp::detect;

const std::string& good_image() {
  static const std::string bytes = [] {
    IndicatorSet set;
    const ContextId one = set.add_context({.source = "a"}), two = set.add_context({.source = "b"});
    for (int i = 0; i < 20; ++i) set.add(IndicatorKind::domain, "n" + std::to_string(i) + ".example", i % 2 == 0 ? one : two);
    set.add(IndicatorKind::domain, "n1.example", one);
    set.add(IndicatorKind::prefix, "192.0.2.0/24", one);
    set.add(IndicatorKind::prefix, "192.0.2.0/25", one);
    set.add(IndicatorKind::prefix, "2001:db8::/32", two);
    return set.to_bytes(PublicSuffixes::minimum());
  }();
  return bytes;
}

void use(const IndicatorImage& image) {
  std::vector<std::uint32_t> found;
  for (const char* ip : {"192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::", "ffff::"}) image.find_prefixes(*parse_ip(ip), found);
  for (int i = 0; i < 20; ++i) image.find(IndicatorKind::domain, "n" + std::to_string(i) + ".example");
  for (std::uint32_t r = 0; r < image.size() && r < 100; ++r) found.push_back(r + 1);
  for (const std::uint32_t r : found) {
    key_text(image.kind(r - 1), image.key(r - 1));
    image.contexts(r - 1);
    image.exact_only(r - 1);
  }
}

}  // namespace

// Input: pairs of place and byte that are changed in a good image.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes = good_image();
  for (std::size_t i = 0; i + 2 < size; i += 3) {
    const std::size_t at = (std::size_t{data[i]} << 8 | data[i + 1]) % bytes.size();
    bytes[at] = static_cast<char>(data[i + 2]);
  }
  ImageHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  header.checksum = image_checksum(std::string_view(bytes).substr(sizeof header));
  header.header_checksum = image_checksum({reinterpret_cast<const char*>(&header), offsetof(ImageHeader, header_checksum)});
  std::memcpy(bytes.data(), &header, sizeof header);
  if (const auto image = IndicatorImage::from_bytes(std::move(bytes))) use(**image);
  return 0;
}
