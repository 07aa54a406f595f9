#include "match/index/index_writer.h"

#include <algorithm>

#include "base/check.h"
#include "match/index/module_stream.h"

namespace lp::match {
namespace {

constexpr std::size_t record_block = std::size_t{8} << 20;

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
  row.modified = advisory.modified.micros();
  row.withdrawn = advisory.withdrawn ? 1 : 0;
  if (records_.empty() || records_.back().size() > record_block) records_.emplace_back().reserve(record_block + record_block / 8);
  std::string& block = records_.back();
  row.block = static_cast<std::uint32_t>(records_.size() - 1);
  row.place = static_cast<std::uint32_t>(block.size());
  encoder_.encode(advisory, block);
  row.bytes = static_cast<std::uint32_t>(block.size() - row.place);
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
    const Affected& affected = advisory.affected[i];
    if (affected.intervals.empty() && affected.versions.empty()) {
      ++advisories_.back().nothing_stated;
      continue;
    }
    const auto [scheme, is_new] = scheme_by_id_.try_emplace(affected.scheme, nullptr);
    if (is_new) scheme->second = find_scheme(affected.scheme);
    Entry entry{&affected, groups_.of(i), package(affected.package), scheme->second};
    for (const Interval& each : affected.intervals)
      interval(entry, {each.from ? &*each.from : nullptr, each.to ? &*each.to : nullptr, each.from_included, each.to_included});
    for (const std::string& version : affected.versions) interval(entry, {&version, &version, true, true});
  }
}

// In the order of its scheme; else in the generic order, in doubt unless one exact version is named.
void IndexWriter::interval(Entry& entry, const Bounds& bounds) {
  RawInterval raw;
  std::uint8_t doubt = 0;
  if (entry.scheme != nullptr && put(*entry.scheme, bounds, raw)) {
    if (entry.table == none) entry.table = table(entry.package, scheme(*entry.scheme));
    raw.table = entry.table;
  } else {
    ++(entry.scheme == nullptr ? advisories_.back().unknown_scheme : advisories_.back().foreign_bounds);
    if (!put(generic_scheme(), bounds, raw)) return;
    if (entry.generic_table == none) entry.generic_table = table(entry.package, scheme(generic_scheme()));
    raw.table = entry.generic_table;
    const bool bounded = bounds.from != nullptr || bounds.to != nullptr;
    const bool exact = bounds.from != nullptr && bounds.to != nullptr && bounds.from_included && bounds.to_included && (bounds.from == bounds.to || *bounds.from == *bounds.to);
    if (bounded && !exact) doubt = static_cast<std::uint8_t>(entry.scheme == nullptr ? Doubt::scheme_unknown : Doubt::bound_foreign);
  }
  std::uint32_t& which = doubt == 0 ? group_statements_[entry.group].exact : group_statements_[entry.group].assumed;
  if (which == none) which = statement(entry, doubt);
  note_checks(entry, bounds, statements_[which]);
  raw.statement = which;
  intervals_.push_back(raw);
}

void IndexWriter::note_checks(const Entry& entry, const Bounds& bounds, IndexStatement& statement) const {
  if (bounds.from == nullptr && bounds.to == nullptr) statement.checks |= check_everything;
  if (entry.affected->package.space != NameSpace::distribution) return;
  for (const std::string* bound : {bounds.from, bounds.to}) {
    if (bound == nullptr) continue;
    if (is_modular(*bound)) statement.checks |= check_module;
    if (minor_stream(*bound) >= 0) statement.checks |= check_minor;
  }
}

bool IndexWriter::put(const Scheme& of, const Bounds& bounds, RawInterval& raw) {
  if (bounds.from != nullptr) {
    raw.from = key(of, *bounds.from);
    if (raw.from == none) return false;
  }
  if (bounds.to != nullptr) {
    const bool same = bounds.to == bounds.from || (bounds.from != nullptr && *bounds.from == *bounds.to);
    raw.to = same ? raw.from : key(of, *bounds.to);
    if (raw.to == none) return false;
  }
  raw.from_included = bounds.from_included;
  raw.to_included = bounds.to_included;
  return true;
}

std::uint32_t IndexWriter::key(const Scheme& scheme, std::string_view version) {
  const std::size_t from = arena_.size();
  if (version.empty() || !scheme.encode(version, arena_)) return none;
  bounds_.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(arena_.size() - from)});
  return static_cast<std::uint32_t>(bounds_.size() - 1);
}

std::uint32_t IndexWriter::statement(const Entry& entry, std::uint8_t doubts) {
  const Affected& affected = *entry.affected;
  IndexStatement s{};
  s.advisory = static_cast<std::uint32_t>(advisories_.size() - 1);
  s.package = entry.package;
  s.constraint = constraint(affected);
  s.group = entry.group;
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
