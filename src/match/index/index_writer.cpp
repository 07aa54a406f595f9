#include "match/index/index_writer.h"

#include <algorithm>

#include "base/check.h"
#include "match/index/module_stream.h"

namespace lp::match {
namespace {

std::uint8_t part_bits(const Affected& affected) {
  std::uint8_t bits = 0;
  for (const Condition& c : affected.conditions)
    for (const Cpe& cpe : c.any_of) bits = static_cast<std::uint8_t>(bits | part_bit(cpe));
  return bits;
}

}  // namespace

IndexWriter::IndexWriter() {
  constraint_texts_.emplace_back();  // 0: any
  package_slots_.assign(1024, 0);
}

void IndexWriter::add(const Advisory& advisory) {
  LP_CHECK(advisories_.size() < (1u << 28) && arena_.size() < (std::size_t{1} << 32) - (1u << 20), "too many advisories for one index");
  scratch_.clear();
  append_name_text({advisory.source, advisory.id}, scratch_);
  AdvisoryRow row{};
  row.hash = index_hash(scratch_);
  row.record = records_.size();
  row.modified = advisory.modified.micros();
  row.withdrawn = advisory.withdrawn ? 1 : 0;
  encoder_.encode(advisory, records_);
  row.record_bytes = records_.size() - row.record;
  advisories_.push_back(row);
  names_of(advisory);
  if (!advisory.withdrawn) statements_of(advisory);
}

void IndexWriter::names_of(const Advisory& advisory) {
  const auto number = static_cast<std::uint32_t>(advisories_.size() - 1);
  names_.push_back({name_hash(advisory.id), number, name_id});
  for (const std::string& alias : advisory.aliases) names_.push_back({name_hash(alias), number, name_alias});
  for (const std::string& related : advisory.related) names_.push_back({name_hash(related), number, name_related});
}

void IndexWriter::statements_of(const Advisory& advisory) {
  groups_.assign(advisory);
  group_statements_.assign(groups_.size(), {});
  for (std::size_t i = 0; i < advisory.affected.size(); ++i) {
    const Affected& entry = advisory.affected[i];
    const std::uint32_t group = groups_.of(i);
    if (entry.intervals.empty() && entry.versions.empty()) ++advisories_.back().nothing_stated;
    for (const Interval& each : entry.intervals) interval(entry, group, each);
    if (entry.versions.empty()) continue;
    Interval exact = Interval::everything();
    exact.to_included = true;
    for (const std::string& version : entry.versions) {
      exact.from = exact.to = version;
      interval(entry, group, exact);
    }
  }
}

// In the order of its scheme; else in the generic order, in doubt unless one exact version is named.
void IndexWriter::interval(const Affected& entry, std::uint32_t group, const Interval& interval) {
  const std::uint32_t of = package(entry.package);
  const auto [found, is_new] = scheme_by_id_.try_emplace(entry.scheme, nullptr);
  if (is_new) found->second = find_scheme(entry.scheme);
  const Scheme* const scheme = found->second;
  const bool exact = interval.from && interval.to && *interval.from == *interval.to && interval.from_included && interval.to_included;
  RawInterval raw;
  std::uint8_t doubt = 0;
  if (scheme == nullptr || !put(of, *scheme, interval, raw)) {
    ++(scheme == nullptr ? advisories_.back().unknown_scheme : advisories_.back().foreign_bounds);
    if (!put(of, generic_scheme(), interval, raw)) return;
    if (!exact && (interval.from || interval.to)) doubt = static_cast<std::uint8_t>(scheme == nullptr ? Doubt::scheme_unknown : Doubt::bound_foreign);
  }
  std::uint32_t& which = doubt == 0 ? group_statements_[group].exact : group_statements_[group].assumed;
  if (which == none) which = statement(entry, group, doubt);
  IndexStatement& statement = statements_[which];
  if (!interval.from && !interval.to) statement.checks |= check_everything;
  for (const auto* bound : {&interval.from, &interval.to}) {
    if (!*bound) continue;
    if (is_modular(**bound)) statement.checks |= check_module;
    if (minor_stream(**bound) >= 0) statement.checks |= check_minor;
  }
  raw.statement = which;
  intervals_.push_back(raw);
}

bool IndexWriter::put(std::uint32_t package, const Scheme& of, const Interval& interval, RawInterval& raw) {
  if (interval.from) {
    raw.from = key(of, *interval.from);
    if (raw.from == none) return false;
  }
  if (interval.to) {
    raw.to = interval.from && *interval.from == *interval.to ? raw.from : key(of, *interval.to);
    if (raw.to == none) return false;
  }
  raw.from_included = interval.from_included;
  raw.to_included = interval.to_included;
  raw.table = table(package, scheme(of));
  return true;
}

std::uint32_t IndexWriter::key(const Scheme& scheme, std::string_view version) {
  const std::size_t from = arena_.size();
  if (version.empty() || !scheme.encode(version, arena_)) return none;
  bounds_.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(arena_.size() - from)});
  return static_cast<std::uint32_t>(bounds_.size() - 1);
}

std::uint32_t IndexWriter::statement(const Affected& affected, std::uint32_t group, std::uint8_t doubts) {
  IndexStatement s{};
  s.advisory = static_cast<std::uint32_t>(advisories_.size() - 1);
  s.package = package(affected.package);
  s.constraint = constraint(affected);
  s.group = group;
  s.doubts = doubts;
  s.tier = static_cast<std::uint8_t>(affected.tier) & 15;
  s.status = static_cast<std::uint8_t>(affected.status) & 15;
  s.parts = part_bits(affected);
  if (s.constraint != 0) s.checks |= check_constraint;
  if (!affected.conditions.empty()) s.checks |= check_condition;
  if (!affected.module_stream.empty()) s.checks |= check_module;
  statements_.push_back(s);
  return static_cast<std::uint32_t>(statements_.size() - 1);
}

std::uint32_t IndexWriter::constraint(const Affected& affected) {
  if (!affected.cpe) return 0;
  const auto& values = affected.cpe->values;
  if (std::all_of(values.begin() + Cpe::update, values.end(), [](const std::string& v) { return v == "*" || v.empty(); })) return 0;
  scratch_.clear();
  for (std::size_t i = Cpe::update; i < Cpe::attributes; ++i) scratch_.append(values[i]).push_back('\n');
  const auto [found, is_new] = constraints_.try_emplace(scratch_, static_cast<std::uint32_t>(constraint_texts_.size()));
  if (is_new) constraint_texts_.push_back(scratch_);
  return found->second;
}

std::uint32_t IndexWriter::scheme(const Scheme& scheme) {
  for (std::size_t i = 0; i < schemes_.size(); ++i)
    if (schemes_[i] == &scheme) return static_cast<std::uint32_t>(i);
  schemes_.push_back(&scheme);
  return static_cast<std::uint32_t>(schemes_.size() - 1);
}

std::uint32_t IndexWriter::table(std::uint32_t package, std::uint32_t scheme) {
  for (std::uint32_t t = packages_[package].first_table; t != none; t = tables_[t].next)
    if (tables_[t].scheme == scheme) return t;
  tables_.push_back({package, scheme, packages_[package].first_table});
  packages_[package].first_table = static_cast<std::uint32_t>(tables_.size() - 1);
  return packages_[package].first_table;
}

std::uint32_t IndexWriter::package(const PackageKey& key) {
  scratch_.clear();
  append_package_text(key, scratch_);
  const std::uint64_t hash = index_hash(scratch_);
  std::size_t at = hash & (package_slots_.size() - 1);
  for (; package_slots_[at] != 0; at = (at + 1) & (package_slots_.size() - 1)) {
    const PackageRow& row = packages_[package_slots_[at] - 1];
    if (row.hash == hash && std::string_view(arena_).substr(row.key.offset, row.key.bytes) == scratch_) return package_slots_[at] - 1;
  }
  packages_.push_back({hash, {static_cast<std::uint32_t>(arena_.size()), static_cast<std::uint32_t>(scratch_.size())}, none});
  arena_ += scratch_;
  package_slots_[at] = static_cast<std::uint32_t>(packages_.size());
  if (packages_.size() * 2 > package_slots_.size()) grow_packages();
  return static_cast<std::uint32_t>(packages_.size() - 1);
}

void IndexWriter::grow_packages() {
  package_slots_.assign(package_slots_.size() * 2, 0);
  for (std::size_t i = 0; i < packages_.size(); ++i) {
    std::size_t at = packages_[i].hash & (package_slots_.size() - 1);
    while (package_slots_[at] != 0) at = (at + 1) & (package_slots_.size() - 1);
    package_slots_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

}  // namespace lp::match
