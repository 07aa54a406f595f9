#pragma once
// The image of an AdvisoryIndex, version 1. Internal to match/index.
//
// A header, then sections, each aligned to 64 bytes, numbers little-endian.
//
// A table is the order of one package's versions in one scheme. Its n keys are the versions at which something begins or ends, sorted;
// a version stands at place 2i+2 when it equals key i (from 0) and at 2i+1 when it is below key i and above the one before. So places
// go from 1 to 2n+1, an absent lower bound is place 1 and an absent upper bound 2n+1: −∞ is no version. Equal sets of versions are
// equal sets of places, and intervals of one statement are united.
//
// Which intervals hold at a place: every interval [low, high] belongs to the centre c = the place in it that is divisible by the highest
// power of two. A place meets one centre for each bit of 2n+1, and the intervals there are a prefix of those sorted by low (place < c) or
// by high downwards (place > c): time is bits + hits, whatever the number of intervals.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "match/advisory.h"
#include "match/index/advisory_index.h"
#include "match/index/match.h"

namespace lp::match {

enum IndexSection : std::uint32_t {
  section_strings, section_schemes, section_packages, section_package_index, section_tables, section_key_places, section_keys, section_centres,
  section_by_low, section_by_high, section_statements, section_constraints, section_advisory_statements, section_advisories, section_records,
  section_names, section_realms, section_advisory_names, section_products, section_count
};

struct TextPlace {
  std::uint32_t offset = 0, bytes = 0;  // in strings
};

struct IndexPackage {                   // sorted by hash; one more at the end
  std::uint64_t hash;
  TextPlace key;                        // package_text()
  std::uint32_t first_table, first_statement;
};

struct IndexTable {                     // of a package: from its first_table to the next package's
  std::uint32_t scheme;                 // in schemes
  std::uint32_t first_key, keys;        // in key_places
  std::uint32_t first_centre;           // in centres: 2 keys + 2 numbers, places in by_low and by_high
  std::uint32_t last_place() const { return 2 * keys + 1; }
};

struct IndexBound {
  std::uint32_t place, statement;
};

// What a hit still has to be asked.
enum Check : std::uint8_t {
  check_constraint = 1,   // attributes of a CPE
  check_condition = 2,    // platforms
  check_module = 4,       // bounds or stream of modular packages
  check_minor = 8,        // bounds of a minor stream
  check_everything = 16,  // no check: an interval without bounds, so that it holds for unknown versions
};

struct IndexStatement {                 // by package, then advisory, then group
  std::uint32_t advisory, package, constraint;
  std::uint32_t group;                  // of entries of the advisory's record: StatementGroups
  std::uint8_t doubts, checks;          // Doubt, Check bits
  std::uint8_t tier : 4, status : 4;
  std::uint8_t parts;                   // of platforms asked for: 1 = a, 2 = o, 4 = h
};

struct IndexConstraint {                // attributes of a CPE from `update` on; constraint 0 is ANY for all
  static constexpr std::size_t attributes = Cpe::attributes - Cpe::update;
  TextPlace values[attributes];
};

struct IndexAdvisory {                  // sorted by hash of the name; one more at the end
  std::uint64_t hash;
  std::uint64_t record;                 // in records
  std::uint32_t first_statement;        // in advisory_statements
  std::uint32_t first_name;             // in advisory_names
  std::uint32_t withdrawn, unused;
};

// The lowest bit says whether the name is a CVE.
std::uint64_t name_hash(std::string_view id);
inline bool is_cve(std::uint64_t hash) { return (hash & 1) != 0; }

enum NameKind : std::uint32_t { name_id, name_alias, name_related };
struct IndexName {                      // sorted
  std::uint64_t hash;
  std::uint32_t advisory, kind;
};

struct IndexProduct {                   // sorted
  std::uint64_t hash;                   // of guessed_product()
  std::uint32_t package, unused;
};

struct IndexHeader {
  char magic[8];
  std::uint32_t version, header_bytes;
  std::uint64_t file_bytes, checksum;
  IndexStatistics statistics;
  struct { std::uint64_t offset, bytes; } sections[section_count];
  std::uint64_t header_checksum;        // of all above
};
inline constexpr char index_magic[] = "LPADVIX1";
inline constexpr std::uint32_t index_version = 1;

std::uint64_t index_hash(std::string_view bytes);
std::uint64_t index_checksum(std::string_view bytes);
// The bytes a package is found by: space, realm, name.
void append_package_text(const PackageKey& key, std::string& out);
PackageKey parse_package_text(std::string_view text);
// What the package of a CPE or of words is called whoever makes it: letters and digits of the product, with a mark before them that no
// package text begins with; "" for packages of other spaces.
std::string guessed_product(std::string_view package_text);
std::string guessed_product_named(std::string_view product);
void append_name_text(const AdvisoryName& name, std::string& out);

struct IndexTables {
  std::string_view strings, keys, records;
  std::span<const TextPlace> schemes, realms;   // realms of distributions that are named, sorted
  std::span<const IndexPackage> packages;
  std::span<const std::uint32_t> package_index, key_places, centres, advisory_statements;
  std::span<const IndexTable> tables;
  std::span<const IndexBound> by_low, by_high;
  std::span<const IndexStatement> statements;
  std::span<const IndexConstraint> constraints;
  std::span<const IndexAdvisory> advisories;
  std::span<const IndexName> names;
  std::span<const IndexProduct> products;
  std::span<const std::uint64_t> advisory_names;  // id, then aliases
  IndexStatistics statistics;
  std::vector<const Scheme*> scheme_of;         // by place in schemes
  std::vector<bool> constraint_asks;            // by constraint − 1: what a name that states nothing leaves open
  int package_shift = 63;

  static constexpr std::uint32_t none = 0xFFFFFFFF;
  std::string_view text(TextPlace place) const { return strings.substr(place.offset, place.bytes); }
  std::uint32_t find_package(std::string_view package_text) const;  // none
  // Where a version's key stands in a table.
  std::uint32_t place_of(const IndexTable& table, std::string_view key) const;
  std::span<const std::uint32_t> statements_of(std::uint32_t advisory) const {
    return advisory_statements.subspan(advisories[advisory].first_statement, advisories[advisory + 1].first_statement - advisories[advisory].first_statement);
  }
  std::span<const std::uint64_t> names_of(std::uint32_t advisory) const {
    return advisory_names.subspan(advisories[advisory].first_name, advisories[advisory + 1].first_name - advisories[advisory].first_name);
  }
  std::string_view record(std::uint32_t advisory) const {
    return records.substr(advisories[advisory].record, advisories[advisory + 1].record - advisories[advisory].record);
  }

  // take(statement) for every interval of the table that holds at `place`.
  template <class Take>
  void stab(const IndexTable& table, std::uint32_t place, Take&& take) const {
    const std::uint32_t last = table.last_place();
    const std::uint32_t* const begin = centres.data() + table.first_centre - 1;
    for (std::uint32_t bit = 0; (last >> bit) != 0; ++bit) {
      const std::uint32_t centre = (place >> bit | 1) << bit;
      if (centre > last) continue;
      std::uint32_t at = begin[centre];
      const std::uint32_t end = begin[centre + 1];
      if (place < centre) {
        for (; at < end && by_low[at].place <= place; ++at) take(by_low[at].statement);
      } else if (place > centre) {
        for (; at < end && by_high[at].place >= place; ++at) take(by_high[at].statement);
      } else {
        for (; at < end; ++at) take(by_low[at].statement);
      }
    }
  }
};

}  // namespace lp::match
