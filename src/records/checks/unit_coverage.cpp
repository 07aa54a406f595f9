// Does every public address, domain and app of the enterprise belong to a unit (network.md §3.4)?
// Shown on the organisation.
#include <algorithm>
#include <fmt/format.h>

#include "records/check_tools.h"

namespace lp::records {
namespace {

using Findings = std::vector<Finding>;

bool covered(const CheckScope& scope, const model::IpRange& range) {
  for (const auto& unit : siblings(scope, "network_unit")) {
    for (const auto& own : public_ranges(unit.data)) {
      if (model::contains(own, range)) return true;
    }
  }
  return false;
}

bool covered(const CheckScope& scope, const std::string& domain) {
  for (const auto& unit : siblings(scope, "network_unit")) {
    const auto domains = strings_of(unit.data, "domains");
    if (std::any_of(domains.begin(), domains.end(), [&](const std::string& d) { return is_under(domain, d); })) return true;
  }
  return false;
}

void check_app(const CheckScope& scope, const model::Record& app, Findings& out) {
  const std::string name = get_string(app.data, "name");
  if (get_int(app.data, "unit") == 0) {
    out.push_back(make_finding("app_without_unit", Severity::warning, "",
                               {fmt::format("应用“{}”未归入任何网络单元", name), fmt::format("app {} belongs to no network unit", name)}));
  }
  for (const auto& domain : strings_of(app.data, "domains")) {
    if (covered(scope, domain)) continue;
    out.push_back(make_finding("domain_without_unit", Severity::warning, "",
                               {fmt::format("应用“{}”的域名{}不属于任何网络单元", name, domain),
                                fmt::format("domain {} of app {} belongs to no network unit", domain, name)}));
  }
  for (const auto& range : public_ranges(app.data)) {
    if (covered(scope, range)) continue;
    out.push_back(make_finding("address_without_unit", Severity::warning, "",
                               {fmt::format("应用“{}”的地址{}不属于任何网络单元", name, model::to_string(range)),
                                fmt::format("address {} of app {} belongs to no network unit", model::to_string(range), name)}));
  }
}

Findings run(const CheckScope& scope) {
  Findings out;
  for (const auto& app : siblings(scope, "app")) {
    if (get_string(app.data, "lifecycle") != "offline") check_app(scope, app, out);
  }
  return out;
}

}  // namespace

Check check_unit_coverage() {
  return {"unit_coverage", {"资产归属核查", "Assets and their units"}, {"organisation"}, {"network_unit", "app"}, false, {}, {}, run};
}

}  // namespace lp::records
