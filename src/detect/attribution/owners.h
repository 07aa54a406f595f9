#pragma once
// Who is behind an address, a name, a network number, a licence or a filing: organisation and object, with the reason.
//
// Of several that fit the most specific prevails: the smallest range, the longest suffix; of equal ones the one that began
// latest, then the one given first. An entry out of its dates does not fit. "Nobody known" is an answer with a reason.
//
// Threads: read-only once built.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "detect/alert.h"
#include "detect/net/prefix_map.h"
#include "detect/net/public_suffix.h"

namespace lp::detect {

enum class ClueKind : std::uint8_t { ip, domain, asn, licence, icp };
std::string_view to_string(ClueKind kind);
std::optional<ClueKind> parse_clue_kind(std::string_view text);

struct OwnerEntry {
  ClueKind kind = ClueKind::ip;
  std::string value;                     // "192.0.2.0/24", "192.0.2.1-192.0.2.9", "example.com", "AS4134", "京ICP备12345678号"
  std::string organisation, object{};
  std::int64_t from = no_time;           // no_time: always
  std::int64_t until = no_time;          // the first instant that no longer counts; no_time: still
  SourceRef where{};
};

class Owners {
 public:
  // Entries that cannot be read are diagnostics and left out. A domain that is a public suffix stands for itself alone.
  static Owners build(std::vector<OwnerEntry> entries, const PublicSuffixes& suffixes, Diagnostics& out);

  // `time` no_time: now, that is, entries without an end.
  Owner of_ip(const Ip& ip, std::int64_t time) const;
  Owner of_domain(std::string_view name, std::int64_t time) const;  // any spelling
  Owner of(ClueKind kind, std::string_view text, std::int64_t time) const;
  // The entry itself, for callers that need no words; null = nobody.
  const OwnerEntry* find_ip(const Ip& ip, std::int64_t time) const;

  std::size_t size() const { return entries_.size(); }
  std::size_t bytes_of_ranges() const { return prefixes_.bytes(); }

 private:
  void add_range(std::uint32_t entry, const Ip& first, const Ip& last);
  void chain(std::unordered_map<std::string, std::uint32_t>& map, std::string key, std::uint32_t entry);
  void settle();
  bool fits(const OwnerEntry& entry, std::int64_t time) const;
  const OwnerEntry* best_of(std::uint32_t head, std::int64_t time) const;
  Owner answer(const OwnerEntry* entry, std::string_view asked) const;

  std::vector<OwnerEntry> entries_;
  std::vector<Prefix> pieces_;            // ranges cut into prefixes
  std::vector<std::uint32_t> piece_of_;   // piece → entry
  std::vector<double> sizes_;             // entry → addresses, for ranges
  bool only_prefixes_ = true;             // then a smaller piece is always a smaller range
  std::vector<std::uint64_t> settled_;    // bit 1 + piece: without dates, and nothing around it competes; bit 0: nobody
  bool pieces_are_entries_ = true;        // piece n is entry n
  PrefixMap prefixes_;
  std::unordered_map<std::string, std::uint32_t> domains_, exact_domains_, numbers_;  // → 1 + first entry
  std::vector<std::uint32_t> next_;       // entry → 1 + next with the same key
};

// The key under which ASNs, licences and filings are compared: "AS4134", "as 4134" and "4134" are one; a filing's site number
// ("京ICP备12345678号-2") belongs to the filing. Empty: no such thing.
std::string clue_key(ClueKind kind, std::string_view text);

// CSV with a header line or a JSON array of objects: kind, value, organisation, object, from, until (dates; the last day counts).
// Chinese headers too: 类型, 值, 单位, 对象, 生效日期, 失效日期. Recognised by content.
Result<std::vector<OwnerEntry>> read_owners(std::string_view bytes, std::string_view file, Diagnostics& out);
Result<std::vector<OwnerEntry>> load_owners(const std::filesystem::path& path, Diagnostics& out);

}  // namespace lp::detect
