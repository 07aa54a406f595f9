#pragma once
// One bit a byte for the classes of characters that candidates are found by. Portable SIMD with a choice of the
// widest instruction set at run time (AVX-512, AVX2, SSE4, NEON, scalar); every target gives the same bits.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace lp::discover {

struct ClassMasks {
  static constexpr std::size_t bytes = 8192 + 1024;      // a window and what lies around it
  static constexpr std::size_t blocks = bytes / 64;
  // One empty block in front, so that every block has one before it; zeros behind, so that vectors may read on.
  using Lane = std::array<std::uint64_t, blocks + 12>;
  Lane digit{}, alpha{}, high{}, dot{}, colon{}, hyphen{}, space{}, at{}, newline{};
  Lane mail{};  // _ + %, which a mailbox may hold besides
};

// Classifies `size` bytes (at most ClassMasks::bytes); bits at and after `size` are zero.
void classify(const char* text, std::size_t size, ClassMasks& out);
// The bytes equal to each of three characters; for formats with separators. Same sizes.
struct SeparatorMasks {
  ClassMasks::Lane &first, &second, &third;
};
void separate(const char* text, std::size_t size, char first, char second, char third, SeparatorMasks out);
// GB 18030: a second byte below 0x80 is part of a character, not a letter or digit. Moves such bytes to `high`.
// `open`: the text begins inside a character, its second byte first.
void join_gb18030(std::size_t size, bool open, ClassMasks& masks);
// Strings with backslashes: what follows one (\n, \u624b) is no letter or digit of a value. True when there was any.
bool clear_escapes(const char* text, std::size_t size, ClassMasks& masks);
// The instruction set in use, for `longpan discover bench`: "AVX3", "AVX2", …
const char* simd_target();

// 57 bits from bit `at` on, zeros above: one load. Bytes of a lane stand in the order of their bits.
static_assert(std::endian::native == std::endian::little);
inline std::uint64_t near_bits_from(const ClassMasks::Lane& lane, std::size_t at) {
  std::uint64_t word;
  std::memcpy(&word, reinterpret_cast<const char*>(lane.data()) + 8 + at / 8, 8);
  return word >> (at & 7);
}
// 64 bits from bit `at` on.
inline std::uint64_t bits_from(const ClassMasks::Lane& lane, std::size_t at) {
  const std::size_t shift = at & 63, block = (at >> 6) + 1;
  // Two shifts, because one by 64 is not defined.
  return lane[block] >> shift | (lane[block + 1] << 1) << (63 - shift);
}
// 64 bits before bit `at`: bit 63 is that of at - 1. Bits before the lane are zero.
inline std::uint64_t bits_before(const ClassMasks::Lane& lane, std::size_t at) {
  const std::size_t shift = at & 63, block = (at >> 6) + 1;
  return (lane[block] << 1) << (63 - shift) | lane[block - 1] >> shift;
}

}  // namespace lp::discover
