// Entries of the data catalogue in every state of their filing.
#include <array>
#include <fmt/format.h>

#include "service/example/parts.h"

namespace lp::service::example {
namespace {

struct Kind {
  std::string_view name, field, code, system;
  bool personal, sensitive;
};

constexpr std::array<Kind, 7> kinds{{{"用户身份与鉴权信息", "classes_telecom", "A1-1", "客户服务系统", true, true},
                                     {"用户服务记录与日志", "classes_telecom", "C1-2", "计费账务系统", true, false},
                                     {"用户位置数据", "classes_telecom", "C1-4", "位置服务平台", true, true},
                                     {"设备控制与工艺参数", "classes_industrial", "production_process", "制造执行系统", false, false},
                                     {"产品供应链数据", "classes_industrial", "management_supply", "供应链系统", false, false},
                                     {"车辆行踪轨迹", "classes_vehicle", "sensitive_track", "车联网服务平台", true, true},
                                     {"充电网运行数据", "classes_vehicle", "important_charging", "充电服务平台", false, false}}};

struct State {
  std::string_view name;
  int weight;
};
constexpr std::array<State, 6> states{{{"draft", 26}, {"submitted", 24}, {"returned", 6}, {"accepted", 6}, {"filed", 34}, {"change_due", 4}}};

bool was_filed(std::string_view state) { return state == "filed" || state == "change_due"; }

json::object make_entry(World& w, const Organisation& org, const Kind& kind, std::int64_t serial) {
  Random& r = w.random;
  const std::int64_t records = r.between(120'000, 90'000'000);
  json::object d{{"name", serial == 1 ? std::string(kind.name) : fmt::format("{}{}", kind.name, serial)}, {kind.field, json::array{json::value(kind.code)}},
                 {"level", get_bool(org.data, "core_data") && serial == 1 ? "core" : "important"}, {"level_clause", "本单位重要数据识别规则第2条"},
                 {"carrier", r.chance(70) ? "internet_connected" : "not_connected"}, {"origin", json::array{"system_collection"}},
                 {"update_frequency", "daily"}, {"size_gb", static_cast<double>(records / 50'000) / 100}, {"record_count", records},
                 {"coverage_kind", kind.personal ? "group" : "region"}, {"coverage_share", r.chance(60) ? "below_20" : "from_20_to_40"},
                 {"processor_name", org.name}, {"purpose", "为用户提供服务和保障系统运行"}, {"processing_ways", json::array{"collect", "store", "use"}},
                 {"protection_measures", json::array{"encryption", "backup", "access_control", "audit"}}, {"cross_entity", false}, {"exported", false},
                 {"foreign_related", false}, {"has_personal", kind.personal}, {"has_sensitive", kind.sensitive}, {"system_name", kind.system},
                 {"djbh_level", r.chance(60) ? "3" : "2"}, {"cii", get_bool(org.data, "cii")}, {"risk_assessed", r.chance(50)},
                 {"department", get_string(org.data, "lead_department")}, {"responsible_person", make_person(r)}, {"responsible_phone", make_mobile(r)}};
  if (kind.personal) d["persons"] = records / r.between(2, 9);
  return d;
}

// Filings of this July, and older ones that changed or did not.
Path entry_path(World& w, json::object& d, std::string_view state) {
  const bool filed = was_filed(state);
  const Date today = w.today();
  const Date day = filed ? w.random.day_between(today.plus_days(-500), today.plus_days(-120)) : w.random.day_between(today.plus_days(-12), today.plus_days(-3));
  Path path{{"draft", day.plus_days(-4)}};
  if (state == "draft") return path;
  path.emplace_back("submitted", day);
  d["submitted_on"] = to_string(day);
  if (filed || state == "accepted") {
    path.emplace_back("accepted", day.plus_days(2));
    d["accepted_on"] = to_string(day.plus_days(2));
  }
  if (filed) {
    path.emplace_back("filed", day.plus_days(5));
    d["filed_on"] = to_string(day.plus_days(5));
    d["filing_no"] = fmt::format("SJ-32-{:06}", w.records + 1);
  }
  if (state == "change_due") {
    const Date found = w.random.day_between(today.plus_days(-80), today.plus_days(-5));
    d["change_detected_on"] = to_string(found);
    d["change_reason"] = "条数增加 38%";
    path.emplace_back(state, found);
  }
  if (state == "returned") path.emplace_back(state, today.plus_days(-1));
  return path;
}

bool fits(const Kind& kind, const Organisation& org) {
  if (kind.field == "classes_vehicle") return org.has("vehicle_platform");
  if (kind.field == "classes_industrial") return org.has("industrial_platform") || org.has("industrial_identifier") || org.has("connected_factory");
  return org.has("basic_telecom") || org.has("internet");
}

}  // namespace

Status put_catalogue(World& w, store::WriteTx& tx, const Organisation& org) {
  if (!get_bool(org.data, "important_data")) return {};
  std::int64_t serial = 0;
  for (const Kind& kind : kinds) {
    if (!fits(kind, org) || !w.random.chance(70)) continue;
    std::vector<int> weights;
    for (const State& s : states) weights.push_back(s.weight);
    const std::string_view state = states[w.random.pick_weighted(weights)].name;
    json::object d = make_entry(w, org, kind, ++serial);
    const Path path = entry_path(w, d, state);
    LP_CHECK_OK(w.put(tx, "data_catalogue_item", org.id, std::move(d), path));
  }
  return {};
}

}  // namespace lp::service::example
