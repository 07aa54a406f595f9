#include "io/wide_text.h"

#include <algorithm>

namespace lp::io {
namespace {

enum class Order : bool { little, big };

std::uint32_t unit_at(std::string_view bytes, std::size_t at, std::size_t size, Order order) {
  std::uint32_t unit = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t from = at + (order == Order::big ? i : size - 1 - i);
    unit = unit << 8 | static_cast<unsigned char>(bytes[from]);
  }
  return unit;
}

bool is_written(std::uint32_t c) {
  if (c < 0x80) return (c >= 0x20 && c < 0x7F) || c == '\t' || c == '\n' || c == '\r';
  return (c >= 0xA0 && c < 0xD800) || (c >= 0xF900 && c < 0xFFF0) || (c >= 0x1'0000 && c <= 0x3'FFFF);
}

bool is_common_in_chinese(std::uint32_t c) {
  return (c < 0x80 && is_written(c)) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3000 && c < 0x3040) || (c >= 0xFF00 && c < 0xFFF0) || (c >= 0x2010 && c < 0x2040);
}

template <class Good>
double share(std::string_view head, std::size_t size, Order order, Good good) {
  std::size_t count = 0;
  const std::size_t units = head.size() / size;
  for (std::size_t i = 0; i < units; ++i) count += good(unit_at(head, i * size, size, order)) ? 1 : 0;
  return units == 0 ? 0 : static_cast<double>(count) / static_cast<double>(units);
}

}  // namespace

std::optional<Encoding> guess_by_zeros(std::string_view head) {
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '\0') ++(i % 2 == 0 ? even : odd);
  }
  if (even + odd >= head.size() / 4 && head.size() >= 8) {  // UTF-32 has one zero byte in four at least
    if (share(head, 4, Order::little, is_written) > 0.95) return Encoding::utf32le;
    if (share(head, 4, Order::big, is_written) > 0.95) return Encoding::utf32be;
  }
  // In a sheet most separators and digits are ASCII, so one half of the bytes is often zero.
  const std::size_t needed = std::max<std::size_t>(2, head.size() / 20);
  if (odd >= needed && even * 8 < odd) return Encoding::utf16le;
  if (even >= needed && odd * 8 < even) return Encoding::utf16be;
  return std::nullopt;
}

std::optional<Encoding> guess_chinese_utf16(std::string_view head) {
  constexpr double enough = 0.9, lead = 0.3;  // of random units three in ten are Chinese characters
  if (head.size() < 8) return std::nullopt;
  const double little = share(head, 2, Order::little, is_common_in_chinese);
  const double big = share(head, 2, Order::big, is_common_in_chinese);
  if (little > enough && little > big + lead) return Encoding::utf16le;
  if (big > enough && big > little + lead) return Encoding::utf16be;
  return std::nullopt;
}

}  // namespace lp::io
