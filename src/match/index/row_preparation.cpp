#include "match/index/row_preparation.h"

#include <algorithm>
#include <optional>

#include "match/index/range_check.h"
#include "match/index/record_codec.h"
#include "match/index/statement_groups.h"

namespace lp::match {

std::uint32_t RowPreparation::detail(const NameDetail& detail) {
  if (detail.empty()) return 0;
  const std::size_t recent = std::min<std::size_t>(out_->details.size(), 16);  // equal ones come together
  for (std::size_t i = out_->details.size() - recent; i < out_->details.size(); ++i)
    if (out_->details[i] == detail) return static_cast<std::uint32_t>(i);
  out_->details.push_back(detail);
  return static_cast<std::uint32_t>(out_->details.size() - 1);
}

void RowPreparation::add(std::uint32_t component, std::span<const ComponentName> names) {
  for (const ComponentName& name : names) {
    std::optional<std::uint32_t> number;
    const auto found = [&](std::size_t layer, std::uint32_t package) {
      if (!number) number = detail(name.detail);
      add(component, name, *number, static_cast<std::uint8_t>(layer), package);
    };
    for (std::size_t l = 0; l < layers_->layers().size(); ++l) {
      const IndexTables& t = layers_->layers()[l].index->tables();
      if (name.package.starts_with('4')) {
        for (const IndexProduct& p : std::ranges::equal_range(t.products, index_hash(name.package), {}, &IndexProduct::hash))
          if (guessed_product(t.text(t.packages[p.package].key)) == name.package) found(l, p.package);
      } else if (const std::uint32_t package = t.find_package(name.package); package != IndexTables::none) {
        found(l, package);
      }
    }
  }
}

void RowPreparation::add(std::uint32_t component, const ComponentName& name, std::uint32_t detail, std::uint8_t layer, std::uint32_t package) {
  const IndexTables& t = layers_->layers()[layer].index->tables();
  PreparedRow row{package, 0, component, detail, layer, PreparedRow::present, name.flags, 0};
  if ((name.flags & name_distribution) != 0) out_->rows.push_back(row);
  if (name.version.empty()) {
    row.kind = PreparedRow::unknown;
    out_->rows.push_back(row);
    return;
  }
  for (std::uint32_t table = t.packages[package].first_table; table < t.packages[package + 1].first_table; ++table) {
    const Scheme& scheme = *t.scheme_of[t.tables[table].scheme];
    key_.clear();
    if (scheme.encode(name.version, key_)) {
      row.kind = PreparedRow::at_place;
      row.where = table;
      row.place = t.place_of(t.tables[table], key_);
    } else {
      row.kind = PreparedRow::listed;
      row.where = static_cast<std::uint32_t>(out_->listed.size());
      list(name, layer, package, scheme);
      row.place = static_cast<std::uint32_t>(out_->listed.size());
    }
    out_->rows.push_back(row);
  }
}

// A version that is none of the table's scheme: every statement with bounds in it is asked once, now.
void RowPreparation::list(const ComponentName& name, std::uint8_t layer, std::uint32_t package, const Scheme& scheme) {
  const IndexTables& t = layers_->layers()[layer].index->tables();
  Advisory advisory;
  StatementGroups groups;
  std::uint32_t decoded = IndexTables::none;
  for (std::uint32_t s = t.packages[package].first_statement; s < t.packages[package + 1].first_statement; ++s) {
    const IndexStatement& statement = t.statements[s];
    if (statement.doubts != 0) continue;  // its bounds are of no scheme
    if (decoded != statement.advisory) {
      advisory = Advisory{};
      decode_record(t.record(statement.advisory), advisory);
      groups.assign(advisory);
      decoded = statement.advisory;
    }
    std::optional<Doubts> best;
    for (std::size_t i = 0; i < advisory.affected.size(); ++i) {
      if (groups.of(i) != statement.group || advisory.affected[i].scheme != scheme.id) continue;
      for (const Interval& interval : intervals_of(advisory.affected[i])) {
        if (!has_bounds_of(scheme, interval)) continue;
        const auto held = check_interval(&scheme, interval, name.version);
        if (held && (!best || held->bits < best->bits)) best = held;
      }
    }
    if (best) out_->listed.push_back({s, best->bits});
  }
}

void collect_hits(const AdvisoryLayers& layers, const PreparedRows& prepared, std::span<const PreparedRow> rows, std::vector<Hit>& hits,
                  std::vector<DistributionPackage>& distribution) {
  for (const PreparedRow& row : rows) {
    const IndexTables& t = layers.layers()[row.layer].index->tables();
    Hit hit{0, 0, row.layer, row.flags, &prepared.details[row.detail]};
    switch (row.kind) {
      case PreparedRow::at_place:
        t.stab(t.tables[row.where], row.place, [&](std::uint32_t statement) {
          hit.statement = statement;
          hits.push_back(hit);
        });
        break;
      case PreparedRow::unknown:
        hit.flags |= Hit::unknown_version;
        for (std::uint32_t s = t.packages[row.where].first_statement; s < t.packages[row.where + 1].first_statement; ++s) {
          hit.statement = s;
          hits.push_back(hit);
        }
        break;
      case PreparedRow::listed:
        for (std::uint32_t i = row.where; i < row.place; ++i) {
          hit.statement = prepared.listed[i].statement;
          hit.doubts = prepared.listed[i].doubts;
          hits.push_back(hit);
        }
        break;
      case PreparedRow::present: distribution.push_back({row.layer, row.where}); break;
    }
  }
}

}  // namespace lp::match
