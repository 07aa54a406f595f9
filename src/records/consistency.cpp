#include "records/consistency.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "model/ip_range.h"

namespace lp::records {
namespace {

using model::IpAddress;
using model::IpRange;
using Expanded = std::map<IpAddress, const AddressRow*>;   // the first row that names an address

bool is_operating_system(const AddressRow& row) {
  const std::string category = normalise_for_match(row.category);
  return contains(category, "操作系统") || contains(category, "operatingsystem") || category == "os";
}

class Expander {
 public:
  Expander(const ConsistencyInput& input, Diagnostics& problems) : input_(input), problems_(problems) {
    for (const auto& text : input.exclude) {
      if (auto ranges = model::parse_ip_ranges(text)) {
        excluded_.insert(excluded_.end(), ranges->begin(), ranges->end());
      } else {
        problems_.error({"exclude list", 0, 0}, "bad_address", ranges.error().message, "it excludes nothing", ranges.error().hint);
      }
    }
  }

  Expanded expand(AddressSet set, const std::vector<AddressRow>& rows) {
    Expanded out;
    for (const auto& row : rows) {
      auto ranges = model::parse_ip_ranges(row.addresses);
      if (!ranges) {
        problems_.error({row.source, 0, 0}, "bad_address", ranges.error().message, "the row is not compared", ranges.error().hint);
        continue;
      }
      for (const auto& range : *ranges) add(set, range, row, out);
    }
    return out;
  }

 private:
  void add(AddressSet set, const IpRange& range, const AddressRow& row, Expanded& out) {
    if (model::is_private(range)) return;
    const auto room = static_cast<std::int64_t>(input_.max_addresses - std::min(input_.max_addresses, out.size()));
    auto addresses = model::expand(range, room);
    if (!addresses) {
      problems_.error({row.source, 0, 0}, "too_many_addresses",
                      fmt::format("{} is more than {} addresses in set {}", row.addresses, input_.max_addresses, to_string(set)),
                      "the row is not compared", "split the check or correct the range");
      return;
    }
    for (const auto& address : *addresses) {
      if (!model::is_private({address, address}) && !is_excluded(address)) out.try_emplace(address, &row);
    }
  }

  bool is_excluded(const IpAddress& a) const {
    return std::any_of(excluded_.begin(), excluded_.end(), [&](const IpRange& r) { return model::contains(r, a); });
  }

  const ConsistencyInput& input_;
  Diagnostics& problems_;
  std::vector<IpRange> excluded_;
};

class Comparer {
 public:
  Comparer(const std::map<AddressSet, Expanded>& sets, std::vector<ConsistencyFinding>& findings)
      : sets_(sets), findings_(findings) {}

  void two_way(std::string_view rule, AddressSet a, AddressSet b) {
    subset(rule, a, b);
    subset(rule, b, a);
  }

  template <class Filter>
  void subset(std::string_view rule, AddressSet inner, AddressSet outer, const Filter& filter) {
    if (!sets_.contains(inner) || !sets_.contains(outer)) return;
    const Expanded& whole = sets_.at(outer);
    for (const auto& [address, row] : sets_.at(inner)) {
      if (filter(*row) && !whole.contains(address)) add(rule, model::to_string(address), inner, outer, *row, {});
    }
  }
  void subset(std::string_view rule, AddressSet inner, AddressSet outer) {
    subset(rule, inner, outer, [](const AddressRow&) { return true; });
  }

  // Addresses of both sets whose unit or grade differ. An address absent on one side is a_c's finding.
  void triples(std::string_view rule, AddressSet a, AddressSet b) {
    if (!sets_.contains(a) || !sets_.contains(b)) return;
    for (const auto& [address, row] : sets_.at(a)) {
      const auto other = sets_.at(b).find(address);
      if (other == sets_.at(b).end() || same_triple(*row, *other->second)) continue;
      add(rule, triple(address, *row), a, b, *row, triple(address, *other->second));
    }
  }

 private:
  static bool same_triple(const AddressRow& a, const AddressRow& b) {
    return normalise_for_match(a.unit) == normalise_for_match(b.unit) && trim(a.grade) == trim(b.grade);
  }
  static std::string triple(const IpAddress& address, const AddressRow& row) {
    return fmt::format("{} / {} / {}", model::to_string(address), row.unit, row.grade);
  }
  void add(std::string_view rule, std::string value, AddressSet present, AddressSet missing, const AddressRow& row, std::string other) {
    findings_.push_back({std::string(rule), std::move(value), present, missing, row.source, row.unit, row.grade, std::move(other)});
  }

  const std::map<AddressSet, Expanded>& sets_;
  std::vector<ConsistencyFinding>& findings_;
};

}  // namespace

ConsistencyReport check_consistency(const ConsistencyInput& input) {
  ConsistencyReport report;
  Expander expander(input, report.problems);
  std::map<AddressSet, Expanded> sets;
  for (const auto& [set, rows] : input.sets) {
    sets[set] = expander.expand(set, rows);
    report.sizes[set] = sets[set].size();
  }
  Comparer compare(sets, report.findings);
  compare.two_way("a_b", AddressSet::filing, AddressSet::ip_filing);
  compare.two_way("a_e", AddressSet::filing, AddressSet::own_ledger);
  compare.two_way("a_c", AddressSet::filing, AddressSet::asset_platform);
  compare.triples("triple_a_c", AddressSet::filing, AddressSet::asset_platform);
  compare.subset("d_in_b", AddressSet::host_list, AddressSet::ip_filing);
  compare.subset("c_in_d", AddressSet::asset_platform, AddressSet::host_list, is_operating_system);
  return report;
}

std::string_view to_string(AddressSet s) {
  switch (s) {
    case AddressSet::filing: return "filing";
    case AddressSet::ip_filing: return "ip_filing";
    case AddressSet::asset_platform: return "asset_platform";
    case AddressSet::host_list: return "host_list";
    case AddressSet::own_ledger: return "own_ledger";
  }
  return "";
}

LocalText title_of(AddressSet s) {
  switch (s) {
    case AddressSet::filing: return {"定级备案", "unit filing"};
    case AddressSet::ip_filing: return {"IP地址备案(自用)", "IP filing (own use)"};
    case AddressSet::asset_platform: return {"资产安全平台", "asset platform"};
    case AddressSet::host_list: return {"4A主机清单", "4A host list"};
    case AddressSet::own_ledger: return {"本地台账", "own ledger"};
  }
  return {};
}

}  // namespace lp::records
