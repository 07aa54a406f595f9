// Does an app's filing agree with itself and with the enterprise (network.md §10.2, §10.5)?
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "records/check_tools.h"

namespace lp::records {
namespace {

using Findings = std::vector<Finding>;

// Suffix of the service number: A app, X mini-program, K quick app (K unverified); 0 = no suffix or no service number.
char suffix_of(std::string_view number) {
  const auto dash = number.rfind('-');
  if (dash == std::string_view::npos || number.empty()) return 0;
  const char last = number.back();
  return last >= 'A' && last <= 'Z' ? last : char{0};
}

char wanted_suffix(std::string_view kind) {
  if (kind == "app") return 'A';
  if (kind == "mini_program") return 'X';
  if (kind == "quick_app") return 'K';
  return 0;
}

void check_number(const CheckScope& scope, Findings& out) {
  const std::string number = get_string(scope.record.data, "filing_no");
  const char wanted = wanted_suffix(get_string(scope.record.data, "kind"));
  if (number.empty() || wanted == 0) return;
  if (const char found = suffix_of(number); found != wanted) {
    const std::string shown = found != 0 ? std::string(1, found) : std::string();
    out.push_back(make_finding("suffix_mismatch", wanted == 'K' ? Severity::warning : Severity::error, "filing_no",
                               {fmt::format("备案号{}的后缀“{}”与应用形态不符，应为“{}”", number, shown, wanted),
                                fmt::format("{} ends in \"{}\", this kind of app ends in \"{}\"", number, shown, wanted)}));
  }
}

void check_owner(const CheckScope& scope, Findings& out) {
  const std::string sponsor = get_string(scope.record.data, "owner_name");
  const std::string name = get_string(scope.org, "name");
  if (sponsor.empty() || name.empty() || normalise_for_match(sponsor) == normalise_for_match(name)) return;
  out.push_back(make_finding("owner_differs", Severity::error, "owner_name",
                             {fmt::format("主办单位“{}”与本单位名称“{}”不一致", sponsor, name),
                              fmt::format("sponsor {} is not the organisation {}", sponsor, name)}));
}

bool unit_has(const model::Record& unit, const std::string& domain) {
  const auto domains = strings_of(unit.data, "domains");
  return std::any_of(domains.begin(), domains.end(), [&](const std::string& d) { return is_under(domain, d); });
}

// Domains of the app ⊆ domains of its unit; without a unit, of any unit of the enterprise.
void check_domains(const CheckScope& scope, Findings& out) {
  const auto& units = siblings(scope, "network_unit");
  const auto unit_id = get_int(scope.record.data, "unit");
  for (const auto& domain : strings_of(scope.record.data, "domains")) {
    const bool found = std::any_of(units.begin(), units.end(), [&](const model::Record& unit) {
      return (unit_id == 0 || unit.id.value == unit_id) && unit_has(unit, domain);
    });
    if (found) continue;
    out.push_back(make_finding("domain_not_in_unit", Severity::warning, "domains",
                               {fmt::format("域名{}未列入{}网络单元", domain, unit_id != 0 ? "所属" : "本单位任何"),
                                fmt::format("domain {} is not listed by {}", domain, unit_id != 0 ? "the app's unit" : "any unit of the organisation")}));
  }
}

void check_display(const CheckScope& scope, Findings& out) {
  const auto& data = scope.record.data;
  if (scope.record.state != "filed") return;
  if (!get_bool(data, "number_shown")) {
    out.push_back(make_finding("number_not_shown", Severity::warning, "number_shown",
                               {"尚未确认在应用显著位置标明备案号", "not confirmed that the app shows its number"}));
  }
}

// A filing goes stale when what was filed changes afterwards: back-end domains, addresses, SDKs.
void check_lapse(const CheckScope& scope, Findings& out) {
  std::int64_t filed_version = 0;
  for (const auto& entry : scope.history) {
    if (entry.state == "filed" && filed_version == 0) filed_version = entry.version;
    if (entry.state == "submitted" || entry.state == "changing") filed_version = 0;
    if (filed_version == 0 || entry.version <= filed_version) continue;
    for (const char* field : {"domains", "ips", "sdks"}) {
      if (!entry.changes.contains(field)) continue;
      const model::Field* known = scope.kind.find_field(field);
      const LocalText title = known != nullptr ? known->title : LocalText{field, field};
      out.push_back(make_finding("changed_after_filing", Severity::warning, field,
                                 {fmt::format("备案后“{}”有变更，请核对是否须变更备案", title.zh),
                                  fmt::format("{} changed after the filing: check whether to file the change", title.en)}));
    }
  }
}

Findings run(const CheckScope& scope) {
  Findings out;
  check_number(scope, out);
  check_owner(scope, out);
  check_domains(scope, out);
  check_display(scope, out);
  check_lapse(scope, out);
  return out;
}

}  // namespace

Check check_app_filing() {
  return {"app_filing", {"APP备案核查", "App filing"}, {"app"}, {"network_unit"}, false, {}, {}, run};
}

}  // namespace lp::records
