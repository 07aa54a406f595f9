#pragma once
// Turns an IndicatorSet into the bytes of an image. Internal to IndicatorSet.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detect/indicators/image_layout.h"
#include "detect/indicators/indicator_set.h"
#include "detect/net/prefix_map.h"

namespace lp::detect {

class ImageWriter {
 public:
  // Plans the sections; the set must not change until write_to() is done.
  ImageWriter(IndicatorSet& set, const PublicSuffixes& suffixes);
  std::size_t bytes() const { return header_.file_bytes; }
  void write_to(char* out);  // bytes(), zeroed

 private:
  using Row = IndicatorSet::Row;
  std::string_view key_of(const Row& row) const;
  static IndicatorKind kind_of(const Row& row) { return static_cast<IndicatorKind>(row.place >> 56); }
  void sort_rows();
  void plan_records();
  void plan_prefixes();
  void plan_suffixes();
  void plan_sections();
  void write_tables(char* out);
  template <class T>
  T* section(char* out, Section which) const { return reinterpret_cast<T*>(out + header_.sections[which].offset); }

  IndicatorSet& set_;
  const PublicSuffixes& suffixes_;
  std::vector<std::uint32_t> first_rows_;   // of each record; rows of a record stand together
  std::vector<std::uint32_t> lists_;
  std::vector<std::uint32_t> list_of_;      // record → 1 + place in lists_; empty when no record has several
  std::vector<std::uint32_t> prefix_records_;
  std::vector<std::uint64_t> wildcards_, exceptions_, plain_suffixes_;  // sorted hashes of the rules' names
  PrefixMap prefixes_;
  int index_bits_ = 1;
  ImageHeader header_{};
};

}  // namespace lp::detect
