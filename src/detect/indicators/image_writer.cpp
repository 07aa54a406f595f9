#include "detect/indicators/image_writer.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/check.h"

namespace lp::detect {

std::string_view ImageWriter::key_of(const Row& row) const {
  return std::string_view(set_.keys_).substr(row.place & ((std::uint64_t{1} << 40) - 1), row.place >> 40 & 0xFFFF);
}

// By hash, then kind and key, then order of addition. First into 2^11 stretches of hashes, so that each sort stays in the cache.
void ImageWriter::sort_rows() {
  constexpr int bits = 11;
  std::vector<std::size_t> ends((std::size_t{1} << bits) + 1);
  for (const Row& row : set_.rows_) ++ends[(row.hash >> (64 - bits)) + 1];
  for (std::size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<Row> sorted(set_.rows_.size());
  std::vector<std::size_t> next(ends.begin(), ends.end() - 1);
  for (const Row& row : set_.rows_) sorted[next[row.hash >> (64 - bits)]++] = row;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i)
    std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(ends[i]), sorted.begin() + static_cast<std::ptrdiff_t>(ends[i + 1]), [this](const Row& a, const Row& b) {
      if (a.hash != b.hash) return a.hash < b.hash;
      if (kind_of(a) != kind_of(b)) return kind_of(a) < kind_of(b);
      if (const int order = key_of(a).compare(key_of(b)); order != 0) return order < 0;
      return a.place < b.place;  // keys are appended: an earlier place was added earlier
    });
  set_.rows_ = std::move(sorted);
}

void ImageWriter::plan_records() {
  const auto& rows = set_.rows_;
  first_rows_.reserve(rows.size());
  for (std::size_t at = 0; at < rows.size();) {
    std::size_t end = at + 1;
    while (end < rows.size() && rows[end].hash == rows[at].hash && kind_of(rows[end]) == kind_of(rows[at]) && key_of(rows[end]) == key_of(rows[at])) ++end;
    first_rows_.push_back(static_cast<std::uint32_t>(at));
    ++header_.kinds[static_cast<std::size_t>(kind_of(rows[at]))];
    if (end > at + 1) {
      std::vector<std::uint32_t> contexts;
      for (std::size_t i = at; i < end; ++i)
        if (std::ranges::find(contexts, rows[i].context) == contexts.end() && contexts.size() < 64) contexts.push_back(rows[i].context);
      if (contexts.size() > 1) {
        list_of_.resize(first_rows_.size());
        list_of_.back() = static_cast<std::uint32_t>(lists_.size()) + 1;
        lists_.push_back(static_cast<std::uint32_t>(contexts.size()));
        lists_.insert(lists_.end(), contexts.begin(), contexts.end());
      }
    }
    at = end;
  }
  list_of_.resize(first_rows_.size());
}

void ImageWriter::plan_prefixes() {
  std::vector<Prefix> prefixes;
  if (header_.kinds[static_cast<std::size_t>(IndicatorKind::prefix)] == 0) return;
  for (std::uint32_t record = 0; record < first_rows_.size(); ++record) {
    const Row& row = set_.rows_[first_rows_[record]];
    if (kind_of(row) != IndicatorKind::prefix) continue;
    const auto prefix = parse_prefix(key_of(row));
    LP_CHECK(prefix.has_value());
    prefixes.push_back(*prefix);
    prefix_records_.push_back(record);
  }
  prefixes_ = PrefixMap(prefixes);
}

// Which names are public suffixes: asked of ten thousand rules, not of ten million names. What a wildcard covers is seen at a hit.
void ImageWriter::plan_suffixes() {
  suffixes_.each_rule([this](std::string_view name, PublicSuffixes::Rule rule) {
    auto& into = rule == PublicSuffixes::plain ? plain_suffixes_ : rule == PublicSuffixes::wildcard ? wildcards_ : exceptions_;
    into.push_back(hash_key(IndicatorKind::domain, name));
  });
  for (auto* hashes : {&plain_suffixes_, &wildcards_, &exceptions_}) std::ranges::sort(*hashes);
}

void ImageWriter::plan_sections() {
  const std::uint64_t records = first_rows_.size();
  std::uint64_t context_bytes = 0;
  for (const std::string& context : set_.contexts_) context_bytes += context.size();
  index_bits_ = std::clamp(static_cast<int>(std::bit_width(records)) - 3, 1, 30);
  const PrefixView view = prefixes_.view();
  const std::uint64_t blocks = std::max<std::uint64_t>(1, (records * bloom_bits_per_key + 511) / 512);
  const std::uint64_t sizes[section_count] = {
      blocks * bloom_block_bytes, ((std::uint64_t{1} << index_bits_) + 1) * 4, records * 8, records * sizeof(ImageRecord), set_.keys_.size(), lists_.size() * 4,
      (set_.contexts_.size() + 1) * 8, context_bytes, view.steps4.size_bytes(), view.steps6.size_bytes(), view.index4.size_bytes(), view.index6.size_bytes(),
      view.parents.size_bytes(), prefix_records_.size() * 4, wildcards_.size() * 8, exceptions_.size() * 8};
  std::uint64_t at = (sizeof(ImageHeader) + 63) / 64 * 64;
  for (std::uint32_t s = 0; s < section_count; ++s) {
    header_.sections[s] = {at, sizes[s]};
    at += (sizes[s] + 63) / 64 * 64;
  }
  std::memcpy(header_.magic, image_magic, sizeof header_.magic);
  header_.has_internal = set_.has_internal_ ? 1 : 0;
  header_.version = image_version;
  header_.header_bytes = sizeof(ImageHeader);
  header_.file_bytes = at;
}

ImageWriter::ImageWriter(IndicatorSet& set, const PublicSuffixes& suffixes) : set_(set), suffixes_(suffixes) {
  LP_CHECK(set_.rows_.size() < 0xFFFFFFFF && set_.keys_.size() < std::uint64_t{1} << 40);
  sort_rows();
  plan_records();
  plan_prefixes();
  plan_suffixes();
  plan_sections();
}

void ImageWriter::write_tables(char* out) {
  const std::uint64_t blocks = header_.sections[section_bloom].bytes / bloom_block_bytes;
  auto* const bloom = section<std::uint64_t>(out, section_bloom);
  auto* const index = section<std::uint32_t>(out, section_index);
  auto* const fingerprints = section<std::uint64_t>(out, section_fingerprints);
  auto* const records = section<ImageRecord>(out, section_records);
  std::size_t suffix = 0;  // records and suffixes are both in order of hashes
  for (std::uint32_t r = 0; r < first_rows_.size(); ++r) {
    const Row& row = set_.rows_[first_rows_[r]];
    std::uint64_t* const block = bloom + bloom_block(row.hash, blocks) * 8;
    const std::uint64_t mixed = bloom_mix(row.hash);
    for (int i = 0; i < 6; ++i) {
      const std::uint64_t bit = bloom_bit(mixed, i);
      block[bit / 64] |= std::uint64_t{1} << bit % 64;
    }
    ++index[(row.hash >> (64 - index_bits_)) + 1];
    fingerprints[r] = row.hash;
    std::uint32_t flags = list_of_[r] != 0 ? record_has_list : 0;
    while (suffix < plain_suffixes_.size() && plain_suffixes_[suffix] < row.hash) ++suffix;
    if (suffix < plain_suffixes_.size() && plain_suffixes_[suffix] == row.hash && kind_of(row) == IndicatorKind::domain) flags |= record_exact_only;
    records[r] = {row.place, list_of_[r] != 0 ? list_of_[r] - 1 : row.context, flags};
  }
  for (std::size_t i = 1; i <= std::size_t{1} << index_bits_; ++i) index[i] += index[i - 1];
}

void ImageWriter::write_to(char* out) {
  const auto copy = [&](Section which, const void* from) {
    if (header_.sections[which].bytes > 0) std::memcpy(out + header_.sections[which].offset, from, header_.sections[which].bytes);
  };
  write_tables(out);
  copy(section_keys, set_.keys_.data());
  copy(section_lists, lists_.data());
  auto* const places = section<std::uint64_t>(out, section_places);
  char* const contexts = section<char>(out, section_contexts);
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < set_.contexts_.size(); ++i) {
    places[i] = at;
    std::memcpy(contexts + at, set_.contexts_[i].data(), set_.contexts_[i].size());
    at += set_.contexts_[i].size();
  }
  places[set_.contexts_.size()] = at;
  const PrefixView view = prefixes_.view();
  copy(section_steps4, view.steps4.data());
  copy(section_steps6, view.steps6.data());
  copy(section_index4, view.index4.data());
  copy(section_index6, view.index6.data());
  copy(section_parents, view.parents.data());
  copy(section_prefix_records, prefix_records_.data());
  copy(section_wildcards, wildcards_.data());
  copy(section_exceptions, exceptions_.data());
  header_.checksum = image_checksum({out + sizeof(ImageHeader), header_.file_bytes - sizeof(ImageHeader)});
  header_.header_checksum = image_checksum({reinterpret_cast<const char*>(&header_), offsetof(ImageHeader, header_checksum)});
  std::memcpy(out, &header_, sizeof header_);
}

}  // namespace lp::detect
