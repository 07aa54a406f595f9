#pragma once
// The indicators in use: an image mapped from its file, shared by all threads, never changed.
//
// Memory in use by lookups: 1.5 MB of Bloom filter, 8 MB of fingerprints and about 1 MB of index a million indicators; keys and
// contexts are read from the file when something is hit. Every hit is verified against the stored key: there is no false one.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/indicators/indicator.h"
#include "detect/net/prefix_map.h"

namespace lp::detect {

struct ImageRecord;
struct ImageHeader;

class IndicatorImage {
 public:
  // corrupt: no image, cut short, or a checksum does not fit; unsupported: of another version. The file may be replaced by
  // renaming another over it, never written to.
  static Result<std::shared_ptr<const IndicatorImage>> open(const std::filesystem::path& path);
  static Result<std::shared_ptr<const IndicatorImage>> from_bytes(std::string bytes);
  ~IndicatorImage();
  IndicatorImage(const IndicatorImage&) = delete;
  IndicatorImage& operator=(const IndicatorImage&) = delete;

  // Lookups of many keys: prefetch all, then ask may_contain for all, then find what is left.
  void prefetch(std::uint64_t hash) const { __builtin_prefetch(bloom_ + block_of(hash) * 8); }
  bool may_contain(std::uint64_t hash) const;
  void prefetch_record(std::uint64_t hash) const { __builtin_prefetch(&index_[hash >> index_shift_]); }
  // 1 + number of the record with this key; 0 = none.
  std::uint32_t find(IndicatorKind kind, std::string_view key, std::uint64_t hash) const;
  std::uint32_t find(IndicatorKind kind, std::string_view key) const { return find(kind, key, hash_key(kind, key)); }
  // 1 + number of the first record whose key has this hash; further ones stand behind it. For callers that hold hashes only.
  std::uint32_t find_hash(std::uint64_t hash) const;
  // The records of prefixes around `ip`, most specific first, 1 + number each.
  void find_prefixes(const Ip& ip, std::vector<std::uint32_t>& out) const;
  bool has_prefixes() const { return !prefixes_.empty(); }
  bool has_internal() const { return has_internal_; }  // some address is_internal()
  bool has(IndicatorKind kind) const { return count(kind) > 0; }

  // `record`: as find() gave it, without the 1.
  IndicatorKind kind(std::uint32_t record) const;
  std::string_view key(std::uint32_t record) const;
  bool exact_only(std::uint32_t record) const;  // a public suffix: names below it are no hits
  std::vector<IndicatorContext> contexts(std::uint32_t record) const;
  std::uint64_t hash(std::uint32_t record) const { return fingerprints_[record]; }

  std::size_t size() const { return fingerprints_.size(); }
  std::uint64_t count(IndicatorKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
  std::size_t lookup_bytes() const;            // what lookups touch
  std::size_t file_bytes() const { return bytes_.size(); }

 private:
  IndicatorImage() = default;
  Status attach();
  Status read_header(ImageHeader& header) const;
  bool is_sound() const;
  std::array<std::string_view, 4> rarely_read() const;
  void copy_bloom(std::span<const std::uint64_t> bloom);
  std::uint64_t block_of(std::uint64_t hash) const { return (hash >> 32) * blocks_ >> 32; }

  std::string owned_;               // from_bytes
  void* map_ = nullptr;             // open
  std::string_view bytes_;
  std::uint64_t* bloom_ = nullptr;  // a copy in large pages: half the misses of the address cache
  std::size_t bloom_mapped_ = 0;
  std::uint64_t blocks_ = 1;
  int index_shift_ = 63;
  std::span<const std::uint32_t> index_, lists_, prefix_records_;
  std::span<const std::uint64_t> fingerprints_, places_, wildcards_, exceptions_;
  std::span<const ImageRecord> records_;
  std::string_view keys_, contexts_;
  PrefixView prefixes_;
  bool has_internal_ = false;
  std::array<std::uint64_t, indicator_kinds> counts_{};
};

}  // namespace lp::detect
