#pragma once
// The file of indicators, version 1. Internal to the writer and the opener.
//
// A header, then sections, each aligned to 64 bytes, numbers little-endian. Records stand in the order of their keys' hashes:
//  bloom         blocks of 64 bytes, 12 bits a key, 6 bits of one block set for each
//  index         u32: first record of each stretch of hashes (top bits), 2^k + 1
//  fingerprints  u64: the hash of each record
//  records       Record each
//  keys          bytes of the keys
//  lists         u32: count, then so many contexts; for records with several
//  places        u64: where each context begins in `contexts`, and the end
//  contexts      encode_context() each
//  steps4 … parents, prefix_records: PrefixView of the records of kind prefix
//  wildcards, exceptions: sorted u64, hashes of the names in the suffix list's rules "*.name" and "!name"
// The checksum is over everything behind the header.

#include <cstdint>
#include <string>
#include <string_view>

#include "detect/indicators/indicator.h"

namespace lp::detect {

enum Section : std::uint32_t {
  section_bloom, section_index, section_fingerprints, section_records, section_keys, section_lists, section_places, section_contexts,
  section_steps4, section_steps6, section_index4, section_index6, section_parents, section_prefix_records, section_wildcards, section_exceptions, section_count
};

struct ImageHeader {
  char magic[8];               // "LPINDIC1"
  std::uint32_t version;       // 1
  std::uint32_t header_bytes;  // sizeof(ImageHeader)
  std::uint64_t file_bytes;
  std::uint64_t checksum;
  std::uint64_t kinds[indicator_kinds];  // how many of each
  std::uint64_t has_internal;            // 1: some address is none of the internet's (is_internal)
  struct { std::uint64_t offset, bytes; } sections[section_count];
  std::uint64_t header_checksum;         // of all above
};
static_assert(sizeof(ImageHeader) % 8 == 0);

struct ImageRecord {
  std::uint64_t place;      // in keys, 40 bits | length << 40 | kind << 56
  std::uint32_t context;    // its only one, or the place of its list in `lists`
  std::uint32_t flags;
};
inline constexpr std::uint32_t record_has_list = 1, record_exact_only = 2;

inline constexpr char image_magic[] = "LPINDIC1";
inline constexpr std::uint32_t image_version = 1;
inline constexpr std::uint64_t bloom_bits_per_key = 12, bloom_block_bytes = 64;

// Where a hash has its bits: the top half chooses the block; six bits within by another mix, since bits that chose the block
// say nothing more about who is in it.
inline std::uint64_t bloom_block(std::uint64_t hash, std::uint64_t blocks) { return (hash >> 32) * blocks >> 32; }

inline std::uint64_t bloom_mix(std::uint64_t hash) { return (hash ^ hash >> 29) * 0x9E3779B97F4A7C15ULL; }
inline std::uint64_t bloom_bit(std::uint64_t mixed, int i) { return mixed >> (10 + 9 * i) & 511; }

std::uint64_t image_checksum(std::string_view bytes);
std::string encode_context(const IndicatorContext& context);
// False: these are no bytes of encode_context.
bool decode_context(std::string_view bytes, IndicatorContext& out);

}  // namespace lp::detect
