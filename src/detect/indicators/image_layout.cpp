#include "detect/indicators/image_layout.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace lp::detect {
namespace {

static_assert(std::endian::native == std::endian::little, "images are little-endian");

struct ContextHead {
  std::int64_t from, until;
  std::uint32_t source, type, description;  // lengths
  std::uint8_t confidence, tlp;
  std::uint16_t unused;
};

}  // namespace

// Eight lanes, so that the memory is the limit and not the multiplier's latency.
std::uint64_t image_checksum(std::string_view bytes) {
  constexpr std::uint64_t prime = 0x9E3779B185EBCA87ULL;
  std::array<std::uint64_t, 8> lanes{1, 2, 3, 4, 5, 6, 7, 8};
  const char* p = bytes.data();
  std::size_t n = bytes.size();
  for (; n >= 64; p += 64, n -= 64) {
    std::array<std::uint64_t, 8> words;
    std::memcpy(words.data(), p, 64);
    for (std::size_t i = 0; i < 8; ++i) {
      const std::uint64_t mixed = (lanes[i] ^ words[i]) * prime;
      lanes[i] = mixed ^ mixed >> 29;
    }
  }
  std::array<std::uint64_t, 8> last{};
  std::memcpy(last.data(), p, n);
  std::uint64_t sum = bytes.size();
  for (std::size_t i = 0; i < 8; ++i) {
    const std::uint64_t mixed = (lanes[i] ^ last[i]) * prime;
    sum = (sum ^ mixed ^ mixed >> 32) * prime;
  }
  return sum ^ sum >> 31;
}

std::string encode_context(const IndicatorContext& c) {
  const auto length = [](const std::string& s) { return static_cast<std::uint32_t>(std::min<std::size_t>(s.size(), 65'535)); };
  const ContextHead head{c.from, c.until, length(c.source), length(c.type), length(c.description), c.confidence, static_cast<std::uint8_t>(c.tlp), 0};
  std::string out(reinterpret_cast<const char*>(&head), sizeof head);
  out.append(c.source, 0, head.source).append(c.type, 0, head.type).append(c.description, 0, head.description);
  return out;
}

bool decode_context(std::string_view bytes, IndicatorContext& out) {
  ContextHead head;
  if (bytes.size() < sizeof head) return false;
  std::memcpy(&head, bytes.data(), sizeof head);
  bytes.remove_prefix(sizeof head);
  if (bytes.size() != std::uint64_t{head.source} + head.type + head.description) return false;
  if (head.tlp > static_cast<std::uint8_t>(Tlp::red) || head.confidence > 100) return false;
  out = IndicatorContext{.source = std::string(bytes.substr(0, head.source)), .type = std::string(bytes.substr(head.source, head.type)),
                         .description = std::string(bytes.substr(head.source + head.type)), .confidence = head.confidence, .tlp = static_cast<Tlp>(head.tlp),
                         .from = head.from, .until = head.until};
  return true;
}

}  // namespace lp::detect
