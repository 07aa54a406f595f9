#pragma once
// Advisories on their way into an image. Internal to match/index.

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "match/index/index_tables.h"
#include "match/index/record_codec.h"
#include "match/index/statement_groups.h"
#include "match/index/table_builder.h"

namespace lp::match {

class IndexWriter {
 public:
  IndexWriter();
  void add(const Advisory& advisory);
  std::size_t size() const { return advisories_.size(); }
  std::string image();  // once

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  struct AdvisoryRow {
    std::uint64_t hash;
    std::uint32_t block, place, bytes;  // of the record
    std::int64_t modified;
    std::uint32_t withdrawn, nothing_stated, unknown_scheme, foreign_bounds;
  };
  struct PackageRow {
    std::uint64_t hash;
    RawKey key;
    std::uint32_t first_table;  // linked through TableRow::next
  };
  struct TableRow {
    std::uint32_t package, scheme, next;
  };
  // The statements of a group: with bounds of its scheme, and with assumed order.
  struct GroupStatements {
    std::uint32_t exact = none, assumed = none;
  };

  // add
  std::uint32_t package(const PackageKey& key);
  std::uint32_t table(std::uint32_t package, std::uint32_t scheme);
  std::uint32_t scheme(const Scheme& scheme);
  std::uint32_t constraint(const Affected& affected);
  void statements_of(const Advisory& advisory);
  // An entry being added: what all its intervals share.
  struct Entry {
    const Affected* affected;
    std::uint32_t group, package;
    const Scheme* scheme;
    std::uint32_t table = none, generic_table = none;
  };
  struct Bounds {  // as an Interval, without copies
    const std::string *from, *to;
    bool from_included, to_included;
  };
  std::uint32_t statement(const Entry& entry, std::uint8_t doubts);
  void interval(Entry& entry, const Bounds& bounds);
  bool put(const Scheme& scheme, const Bounds& bounds, RawInterval& raw);
  void note_checks(const Entry& entry, const Bounds& bounds, IndexStatement& statement) const;
  std::uint32_t key(const Scheme& scheme, std::string_view version);  // none: no version of it
  void names_of(const Advisory& advisory);
  void grow_packages();

  // image
  void order_advisories();
  void order_packages();
  void order_statements();
  void write_tables();
  void write_constraints();
  void write_names();
  void write_products();
  void write_records();
  std::string assemble();
  TextPlace text(std::string_view s);
  std::string_view record(const AdvisoryRow& row) const { return std::string_view(records_[row.block]).substr(row.place, row.bytes); }
  std::string_view name_of(std::uint32_t row);

  RecordEncoder encoder_;
  StatementGroups groups_;
  std::deque<std::string> records_;  // blocks: what was written is not moved
  std::string arena_, scratch_;
  std::vector<AdvisoryRow> advisories_;
  std::vector<PackageRow> packages_;
  std::vector<std::uint32_t> package_slots_;
  std::vector<TableRow> tables_;
  std::vector<const Scheme*> schemes_;
  std::unordered_map<std::string, const Scheme*> scheme_by_id_;
  std::unordered_map<std::string, std::uint32_t> constraints_;
  std::vector<std::string> constraint_texts_;
  std::vector<IndexStatement> statements_;
  std::vector<GroupStatements> group_statements_;
  std::vector<RawKey> bounds_;
  std::vector<RawInterval> intervals_;
  std::vector<IndexName> names_;

  // What image() makes.
  IndexStatistics statistics_;
  std::vector<std::uint32_t> advisory_order_, advisory_number_;  // rows in order; row → number, none = replaced
  std::vector<std::uint32_t> package_order_, package_number_;
  std::vector<std::uint32_t> statement_number_;                  // none = of a replaced advisory
  std::vector<IndexStatement> final_statements_;
  std::vector<IndexPackage> final_packages_;
  std::vector<IndexTable> final_tables_;
  std::vector<IndexConstraint> final_constraints_;
  std::vector<IndexAdvisory> final_advisories_;
  std::vector<std::uint64_t> advisory_names_;
  std::vector<std::uint32_t> advisory_statements_, package_index_;
  std::vector<IndexProduct> products_;
  std::vector<TextPlace> scheme_places_, realm_places_;
  std::string strings_;
  std::uint64_t record_bytes_ = 0;
  std::map<std::string, TextPlace, std::less<>> text_places_;
  TableBuilder builder_;
};

}  // namespace lp::match
