// From what was added to the bytes of an image. Everything is put in an order of its own, so that the same advisories make the same
// bytes however they were added.

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>
#include <tuple>

#include "base/check.h"
#include "match/index/index_writer.h"

namespace lp::match {

std::string_view IndexWriter::name_of(std::uint32_t row) {
  AdvisoryName name;
  decode_record_name(record(advisories_[row]), name.source, name.id);
  scratch_.clear();
  append_name_text(name, scratch_);
  return scratch_;
}

// By hash of the name; of several with one name, the one modified last stays (added last, when that is equal).
void IndexWriter::order_advisories() {
  std::vector<std::uint32_t> rows(advisories_.size());
  std::iota(rows.begin(), rows.end(), 0u);
  std::ranges::sort(rows, [this](std::uint32_t a, std::uint32_t b) {
    const AdvisoryRow &x = advisories_[a], &y = advisories_[b];
    return std::tie(x.hash, x.modified, a) < std::tie(y.hash, y.modified, b);
  });
  advisory_number_.assign(advisories_.size(), none);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + 1 < rows.size() && advisories_[rows[i]].hash == advisories_[rows[i + 1]].hash) {
      const std::string mine(name_of(rows[i]));
      LP_CHECK(mine == name_of(rows[i + 1]), "two advisories with one hash");
      ++statistics_.replaced;
      continue;
    }
    const AdvisoryRow& row = advisories_[rows[i]];
    advisory_number_[rows[i]] = static_cast<std::uint32_t>(advisory_order_.size());
    advisory_order_.push_back(rows[i]);
    statistics_.withdrawn += row.withdrawn;
    statistics_.nothing_stated += row.nothing_stated;
    statistics_.unknown_scheme += row.unknown_scheme;
    statistics_.foreign_bounds += row.foreign_bounds;
  }
  statistics_.advisories = advisory_order_.size();
}

void IndexWriter::order_packages() {
  std::vector<bool> named(packages_.size());
  for (const IndexStatement& s : statements_)
    if (advisory_number_[s.advisory] != none) named[s.package] = true;
  for (std::uint32_t p = 0; p < packages_.size(); ++p)
    if (named[p]) package_order_.push_back(p);
  std::ranges::sort(package_order_, [this](std::uint32_t a, std::uint32_t b) {
    if (packages_[a].hash != packages_[b].hash) return packages_[a].hash < packages_[b].hash;
    const auto text = [this](RawKey k) { return std::string_view(arena_).substr(k.offset, k.bytes); };
    return text(packages_[a].key) < text(packages_[b].key);
  });
  package_number_.assign(packages_.size(), none);
  for (std::uint32_t i = 0; i < package_order_.size(); ++i) package_number_[package_order_[i]] = i;
  statistics_.packages = package_order_.size();
}

void IndexWriter::order_statements() {
  std::vector<std::uint32_t> order;
  order.reserve(statements_.size());
  for (std::uint32_t s = 0; s < statements_.size(); ++s) {
    IndexStatement& row = statements_[s];
    if (advisory_number_[row.advisory] == none) continue;
    row.advisory = advisory_number_[row.advisory];
    row.package = package_number_[row.package];
    order.push_back(s);
    statement_number_[s] = 0;
  }
  std::ranges::sort(order, [this](std::uint32_t a, std::uint32_t b) {
    const IndexStatement &x = statements_[a], &y = statements_[b];
    return std::tie(x.package, x.advisory, x.group, x.doubts) < std::tie(y.package, y.advisory, y.group, y.doubts);
  });
  std::vector<std::uint32_t> constraint_number(constraint_texts_.size(), 0);
  final_statements_.reserve(order.size());
  for (const std::uint32_t s : order) {
    IndexStatement row = statements_[s];
    statement_number_[s] = static_cast<std::uint32_t>(final_statements_.size());
    if (row.constraint != 0) {
      std::uint32_t& number = constraint_number[row.constraint];
      if (number == 0) {
        number = static_cast<std::uint32_t>(final_constraints_.size() + 1);
        IndexConstraint& made = final_constraints_.emplace_back();
        std::string_view rest = constraint_texts_[row.constraint];
        for (TextPlace& value : made.values) {
          value = text(rest.substr(0, rest.find('\n')));
          rest.remove_prefix(rest.find('\n') + 1);
        }
      }
      row.constraint = number;
    }
    final_statements_.push_back(row);
  }
  statistics_.statements = final_statements_.size();
}

TextPlace IndexWriter::text(std::string_view s) {
  const auto found = text_places_.find(s);
  if (found != text_places_.end()) return found->second;
  const TextPlace place{static_cast<std::uint32_t>(strings_.size()), static_cast<std::uint32_t>(s.size())};
  strings_ += s;
  text_places_.emplace(s, place);
  return place;
}

void IndexWriter::write_tables() {
  // Intervals by table, and the number each scheme has in the image.
  std::vector<std::uint32_t> ends(tables_.size() + 1, 0);
  for (const RawInterval& i : intervals_)
    if (statement_number_[i.statement] != none) ++ends[i.table + 1];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  std::vector<RawInterval> sorted(ends.back());
  std::vector<std::uint32_t> next(ends.begin(), ends.end() - 1);
  for (const RawInterval& i : intervals_) {
    if (statement_number_[i.statement] == none) continue;
    RawInterval& to = sorted[next[i.table]++];
    to = i;
    to.statement = statement_number_[i.statement];
  }
  std::vector<std::uint32_t> by_id(schemes_.size()), scheme_number(schemes_.size());
  std::iota(by_id.begin(), by_id.end(), 0u);
  std::ranges::sort(by_id, {}, [this](std::uint32_t s) { return schemes_[s]->id; });
  std::vector<bool> used(schemes_.size());
  for (std::size_t t = 0; t < tables_.size(); ++t)
    if (ends[t + 1] > ends[t]) used[tables_[t].scheme] = true;
  for (const std::uint32_t s : by_id) {
    scheme_number[s] = static_cast<std::uint32_t>(scheme_places_.size());
    if (used[s]) scheme_places_.push_back(text(schemes_[s]->id));
  }
  std::uint32_t statement = 0;
  std::vector<std::uint32_t> mine;
  for (std::uint32_t p = 0; p <= package_order_.size(); ++p) {
    IndexPackage package{};
    package.first_table = static_cast<std::uint32_t>(final_tables_.size());
    while (statement < final_statements_.size() && final_statements_[statement].package < p) ++statement;
    package.first_statement = statement;
    if (p == package_order_.size()) {
      package.hash = ~std::uint64_t{0};
      final_packages_.push_back(package);
      break;
    }
    const PackageRow& row = packages_[package_order_[p]];
    package.hash = row.hash;
    package.key = {static_cast<std::uint32_t>(strings_.size()), row.key.bytes};
    strings_ += std::string_view(arena_).substr(row.key.offset, row.key.bytes);
    final_packages_.push_back(package);
    mine.clear();
    for (std::uint32_t t = row.first_table; t != none; t = tables_[t].next)
      if (ends[t + 1] > ends[t]) mine.push_back(t);
    std::ranges::sort(mine, {}, [&](std::uint32_t t) { return scheme_number[tables_[t].scheme]; });
    for (const std::uint32_t t : mine) {
      IndexTable table = builder_.add(std::span(sorted).subspan(ends[t], ends[t + 1] - ends[t]), bounds_, arena_);
      table.scheme = scheme_number[tables_[t].scheme];
      final_tables_.push_back(table);
    }
  }
  builder_.key_places.push_back(static_cast<std::uint32_t>(builder_.keys.size()));
  statistics_.intervals = builder_.by_low.size();
  statistics_.versions = builder_.key_places.size() - 1;
  const int bits = std::clamp(static_cast<int>(std::bit_width(package_order_.size())), 1, 28);
  package_index_.assign((std::size_t{1} << bits) + 1, 0);
  for (std::size_t p = 0; p < package_order_.size(); ++p) ++package_index_[(final_packages_[p].hash >> (64 - bits)) + 1];
  std::partial_sum(package_index_.begin(), package_index_.end(), package_index_.begin());
}

void IndexWriter::write_records() {
  std::vector<std::uint32_t> counts(advisory_order_.size() + 1, 0);
  for (const IndexStatement& s : final_statements_) ++counts[s.advisory + 1];
  std::partial_sum(counts.begin(), counts.end(), counts.begin());
  final_advisories_.reserve(advisory_order_.size() + 1);
  for (std::size_t i = 0; i < advisory_order_.size(); ++i) {
    const AdvisoryRow& row = advisories_[advisory_order_[i]];
    final_advisories_.push_back({row.hash, record_bytes_, counts[i], 0, row.withdrawn, 0});
    record_bytes_ += row.bytes;
  }
  final_advisories_.push_back({~std::uint64_t{0}, record_bytes_, counts.back(), 0, 0, 0});
  advisory_statements_.resize(final_statements_.size());
  for (std::uint32_t s = 0; s < final_statements_.size(); ++s) advisory_statements_[counts[final_statements_[s].advisory]++] = s;
}

void IndexWriter::write_names() {
  std::size_t kept = 0;
  for (IndexName& n : names_) {
    if (advisory_number_[n.advisory] == none) continue;
    n.advisory = advisory_number_[n.advisory];
    names_[kept++] = n;
  }
  names_.resize(kept);
  const auto key = [](const IndexName& n) { return std::tie(n.hash, n.advisory, n.kind); };
  std::ranges::sort(names_, [&](const IndexName& a, const IndexName& b) { return key(a) < key(b); });
  names_.erase(std::unique(names_.begin(), names_.end(), [&](const IndexName& a, const IndexName& b) { return key(a) == key(b); }), names_.end());
  for (const IndexName& n : names_)
    if (n.kind != name_related) ++final_advisories_[n.advisory + 1].first_name;
  for (std::size_t i = 1; i < final_advisories_.size(); ++i) final_advisories_[i].first_name += final_advisories_[i - 1].first_name;
  std::vector<std::uint32_t> next;
  for (const IndexAdvisory& a : final_advisories_) next.push_back(a.first_name);
  advisory_names_.resize(final_advisories_.back().first_name);
  for (const NameKind kind : {name_id, name_alias})
    for (const IndexName& n : names_)
      if (n.kind == kind) advisory_names_[next[n.advisory]++] = n.hash;
  std::vector<std::string> realms;
  for (const std::uint32_t p : package_order_) {
    const PackageKey key_of = parse_package_text(std::string_view(arena_).substr(packages_[p].key.offset, packages_[p].key.bytes));
    if (key_of.space == NameSpace::distribution) realms.push_back(key_of.realm);
  }
  std::ranges::sort(realms);
  realms.erase(std::unique(realms.begin(), realms.end()), realms.end());
  for (const std::string& realm : realms) realm_places_.push_back(text(realm));
}

// By what a package is called whoever makes it, for names that are guessed.
void IndexWriter::write_products() {
  for (std::uint32_t p = 0; p < package_order_.size(); ++p) {
    const RawKey key = packages_[package_order_[p]].key;
    const std::string product = guessed_product(std::string_view(arena_).substr(key.offset, key.bytes));
    if (!product.empty()) products_.push_back({index_hash(product), p, 0});
  }
  std::ranges::sort(products_, [](const IndexProduct& a, const IndexProduct& b) { return std::tie(a.hash, a.package) < std::tie(b.hash, b.package); });
}

std::string IndexWriter::assemble() {
  IndexHeader header{};
  std::string out((sizeof header + 63) / 64 * 64, '\0');
  const auto put = [&](IndexSection which, std::string_view bytes) {
    header.sections[which] = {out.size(), bytes.size()};
    out += bytes;
    out.resize((out.size() + 63) / 64 * 64, '\0');
  };
  const auto put_rows = [&](IndexSection which, const auto& rows) { put(which, {reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof rows[0]}); };
  out.reserve(out.size() + record_bytes_ + strings_.size() + builder_.keys.size() + builder_.by_low.size() * 16 + final_statements_.size() * 32 +
              builder_.centres.size() * 4 + builder_.key_places.size() * 4 + names_.size() * 16 + final_advisories_.size() * 24 + final_packages_.size() * 32 +
              final_tables_.size() * 16 + package_index_.size() * 4 + final_constraints_.size() * sizeof(IndexConstraint) + (1u << 16));
  put(section_strings, strings_);
  put_rows(section_schemes, scheme_places_);
  put_rows(section_packages, final_packages_);
  put_rows(section_package_index, package_index_);
  put_rows(section_tables, final_tables_);
  put_rows(section_key_places, builder_.key_places);
  put(section_keys, builder_.keys);
  put_rows(section_centres, builder_.centres);
  put_rows(section_by_low, builder_.by_low);
  put_rows(section_by_high, builder_.by_high);
  put_rows(section_statements, final_statements_);
  put_rows(section_constraints, final_constraints_);
  put_rows(section_advisory_statements, advisory_statements_);
  put_rows(section_advisories, final_advisories_);
  header.sections[section_records] = {out.size(), record_bytes_};
  for (const std::uint32_t row : advisory_order_) out += record(advisories_[row]);
  out.resize((out.size() + 63) / 64 * 64, '\0');
  put_rows(section_names, names_);
  put_rows(section_realms, realm_places_);
  put_rows(section_advisory_names, advisory_names_);
  put_rows(section_products, products_);
  std::memcpy(header.magic, index_magic, sizeof header.magic);
  header.version = index_version;
  header.header_bytes = sizeof header;
  header.file_bytes = out.size();
  header.statistics = statistics_;
  header.checksum = index_checksum(std::string_view(out).substr(sizeof header));
  header.header_checksum = index_checksum({reinterpret_cast<const char*>(&header), offsetof(IndexHeader, header_checksum)});
  std::memcpy(out.data(), &header, sizeof header);
  return out;
}

std::string IndexWriter::image() {
  statement_number_.assign(statements_.size(), none);
  order_advisories();
  order_packages();
  order_statements();
  write_tables();
  write_records();
  write_names();
  write_products();
  return assemble();
}

}  // namespace lp::match
