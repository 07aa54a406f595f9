#include <algorithm>

#include "io/archive_walk.h"

namespace lp::io {
namespace {

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t n = 0;
  for (std::size_t i = size; i-- > 0;) n = n << 8 | static_cast<unsigned char>(bytes[at + i]);
  return n;
}

// Block header of the first block: the LZMA2 filter (id 0x21) has one byte of properties, the dictionary's size (xz format 5.3.1).
std::uint64_t xz_window(std::string_view head) {
  if (head.size() < 16) return 0;
  const std::string_view block = head.substr(12, 4 * static_cast<std::size_t>(static_cast<unsigned char>(head[12])) + 4);
  const std::size_t filter = block.find("\x21\x01", 2);
  if (filter == std::string_view::npos || filter + 2 >= block.size()) return 0;
  const unsigned bits = static_cast<unsigned char>(block[filter + 2]) & 63u;
  if (bits >= 40) return ~std::uint32_t{0};
  return static_cast<std::uint64_t>(2u | (bits & 1u)) << (bits / 2 + 11);
}

// RFC 8878, 3.1.1.1
std::uint64_t zstd_window(std::string_view head) {
  if (head.size() < 14 || !head.starts_with("\x28\xB5\x2F\xFD")) return 0;
  const unsigned flags = static_cast<unsigned char>(head[4]);
  if ((flags & 0x20u) == 0) {
    const unsigned window = static_cast<unsigned char>(head[5]);
    const std::uint64_t base = std::uint64_t{1} << (10 + (window >> 3));
    return base + base / 8 * (window & 7u);
  }
  constexpr std::size_t id_bytes[] = {0, 1, 2, 4}, size_bytes[] = {1, 2, 4, 8};
  return little_endian(head, 5 + id_bytes[flags & 3u], size_bytes[flags >> 6]);
}

}  // namespace

std::uint64_t claimed_window(Nature nature, std::string_view head) {
  if (nature == Nature::bzip2) return std::uint64_t{4} << 20;
  if (nature == Nature::lz4 && head.size() > 6) return std::uint64_t{2} << (8 + 2 * (static_cast<unsigned char>(head[5]) >> 4 & 7u));  // two blocks
  if (nature == Nature::xz) return xz_window(head);
  if (nature == Nature::zstd) return zstd_window(head);
  if (nature == Nature::lzma && head.size() > 5) {
    if (!head.starts_with("LZIP")) return little_endian(head, 1, 4);
    return std::uint64_t{1} << (static_cast<unsigned char>(head[5]) & 31u);
  }
  return 0;
}

}  // namespace lp::io
