// Is the network divided into units as the rule asks (network.md §3.4)? Addresses stated, one unit
// per address, in operation since a day that has come, layers of different grades apart.
#include <fmt/format.h>

#include "records/check_tools.h"

namespace lp::records {
namespace {

using Findings = std::vector<Finding>;

void check_addresses(const CheckScope& scope, Findings& out) {
  const auto& data = scope.record.data;
  const bool has_public = get_bool(data, "has_public_ip", true);
  const bool stated = !public_ranges(data).empty();
  if (has_public && !stated) {
    out.push_back(make_finding("no_address", Severity::warning, "public_ips",
                               {"未列出公网IP地址段：请填写，或将“有公网IP”改为否", "no public address is listed: list them, or state that there are none"}));
  }
  if (!has_public && stated) {
    out.push_back(make_finding("address_denied", Severity::error, "has_public_ip",
                               {"注明无公网IP，却列有公网IP地址段", "stated to have no public address, yet public ranges are listed"}));
  }
}

void check_overlap(const CheckScope& scope, Findings& out) {
  const auto own = public_ranges(scope.record.data);
  for (const auto& other : siblings(scope, "network_unit")) {
    for (const auto& range : public_ranges(other.data)) {
      for (const auto& mine : own) {
        if (!model::overlaps(mine, range)) continue;
        out.push_back(make_finding("address_twice", Severity::warning, "public_ips",
                                   {fmt::format("地址{}同时属于单元“{}”", model::to_string(mine), get_string(other.data, "name")),
                                    fmt::format("{} also belongs to unit {}", model::to_string(mine), get_string(other.data, "name"))}));
      }
    }
  }
}

void check_dates(const CheckScope& scope, Findings& out) {
  const auto& data = scope.record.data;
  const std::string lifecycle = get_string(data, "lifecycle");
  auto go_live = parse_date(get_string(data, "go_live"));
  if (lifecycle == "in_operation" && go_live && *go_live > scope.today) {
    out.push_back(make_finding("not_yet_in_operation", Severity::error, "go_live",
                               {fmt::format("正式运行的单元投入运行日期{}晚于今天", to_string(*go_live)),
                                fmt::format("in operation, but only from {}", to_string(*go_live))}));
  }
  if (lifecycle == "trial") {
    out.push_back(make_finding("trial", Severity::note, "lifecycle",
                               {"试运行单元转为正式运行后须定级备案", "a unit on trial is filed once it is in formal operation"}));
  }
}

// Two units of one name and type with different grades were one layer cut wrongly, or a slip.
void check_layers(const CheckScope& scope, Findings& out) {
  const auto& data = scope.record.data;
  const auto grade = get_int(data, "grade");
  for (const auto& other : siblings(scope, "network_unit")) {
    const auto other_grade = get_int(other.data, "grade");
    const bool same = get_string(other.data, "name") == get_string(data, "name") &&
                      get_string(other.data, "unit_type") == get_string(data, "unit_type");
    if (!same || grade == 0 || other_grade == 0 || grade == other_grade) continue;
    out.push_back(make_finding("grades_differ", Severity::warning, "grade",
                               {fmt::format("同名同类型单元{}为第{}级，本单元为第{}级：不同层级应分别命名划分", other.no, other_grade, grade),
                                fmt::format("{} of the same name and type has grade {}, this one {}: name the layers apart", other.no, other_grade, grade)}));
  }
}

Findings run(const CheckScope& scope) {
  Findings out;
  check_addresses(scope, out);
  check_overlap(scope, out);
  check_dates(scope, out);
  check_layers(scope, out);
  return out;
}

}  // namespace

Check check_unit_division() {
  return {"unit_division", {"网络单元划分核查", "Division of the network"}, {"network_unit"}, {"network_unit"}, false, {}, {}, run};
}

}  // namespace lp::records
