// Apps, industrial enterprises and vehicle platforms, in every state of their filing.
#include <array>
#include <fmt/format.h>

#include "service/example/parts.h"

namespace lp::service::example {
namespace {

struct State {
  std::string_view name;
  int weight;
};

template <std::size_t N>
std::string_view pick_state(Random& random, const std::array<State, N>& states) {
  std::vector<int> weights;
  for (const State& s : states) weights.push_back(s.weight);
  return states[random.pick_weighted(weights)].name;
}

constexpr std::array<State, 9> app_states{{{"draft", 12}, {"provider_review", 3}, {"sms_waiting", 2}, {"submitted", 8},
                                           {"returned", 4}, {"filed", 64}, {"changing", 3}, {"cancelled", 3}, {"filed", 1}}};
constexpr std::array<State, 5> industrial_states{{{"draft", 22}, {"submitted", 28}, {"returned", 7}, {"filed", 40}, {"changing", 3}}};
constexpr std::array<State, 6> vehicle_states{{{"draft", 24}, {"submitted", 24}, {"expert_review", 8}, {"returned", 6},
                                               {"review_passed", 10}, {"filed", 28}}};
constexpr std::array<std::string_view, 8> app_names{"优选", "掌上服务", "企业助手", "出行", "云办公", "商城", "运维宝", "会员"};

bool was_filed(std::string_view state) { return state == "filed" || state == "changing" || state == "cancelled"; }

json::object make_app(World& w, const Organisation& org, std::int64_t serial, bool mini, Date launched) {
  Random& r = w.random;
  return {{"name", fmt::format("{}{}", r.pick(app_names), serial)}, {"kind", mini ? "mini_program" : "app"},
          {"owner_name", r.chance(97) ? org.name : org.name + "分公司"}, {"lifecycle", r.chance(90) ? "in_use" : "offline"},
          {"launched_on", to_string(launched)},
          {"platforms", json::array{json::object{{"platform", mini ? "wechat" : "android"}, {"package", fmt::format("example.app{}", w.records + 1)}}}},
          {"principal", make_person(r)}, {"principal_phone", make_mobile(r)}, {"domains", to_array({fmt::format("api{}.example", w.records + 1)})},
          {"access_provider", "示例云服务商"}, {"number_shown", false}};
}

// One app in ten is of the last weeks; the others came over four years.
Date pick_launch(World& w) {
  const bool fresh = w.random.chance(10);
  return w.random.day_between(w.today().plus_days(fresh ? -60 : -1500), w.today().plus_days(fresh ? -2 : -61));
}

// The filing with public security, due 30 days after the launch: old apps have theirs but for a few,
// of the new ones some are done, some wait and some are late.
void add_public_security(World& w, json::object& d, const Organisation& org, std::int64_t serial, Date launched) {
  const int age = w.today().days() - launched.days();
  const int percent = age > 400 ? 100 : age > 60 ? 97 : age > 30 ? 80 : 45;
  if (!w.random.chance(percent) || (age > 400 && w.random.between(1, 1000) <= 4)) return;
  const bool late = age > 40 && w.random.chance(9);
  const Date filed = w.random.day_between(launched.plus_days(late ? 31 : 1), launched.plus_days(late ? 75 : 29));
  d["psb_number"] = fmt::format("{}02{:06}", org.region, serial);
  d["psb_filed_on"] = to_string(std::min(w.today(), filed));
}

// Submitted and filed days; older filings come from earlier years.
Path filing_path(World& w, json::object& d, std::string_view state, bool submitted, std::string_view filed_field) {
  const bool filed = was_filed(state);
  const bool old = filed && w.random.chance(60);
  const Date day = w.random.day_between(w.today().plus_days(old ? -700 : -35), old ? w.today().plus_days(-60) : w.today());
  Path path{{"draft", day.plus_days(-3)}};
  if (submitted || filed) {
    path.emplace_back("submitted", day);
    d["submitted_on"] = to_string(day);
  }
  if (filed) {
    path.emplace_back("filed", std::min(w.today(), day.plus_days(static_cast<int>(w.random.between(2, 18)))));
    d[filed_field] = to_string(path.back().second);
  }
  if (path.back().first != state) path.emplace_back(state, std::min(w.today(), path.back().second.plus_days(2)));
  return path;
}

void add_factors(World& w, json::object& d) {
  for (std::string_view factor : {"impact", "scale", "importance"}) {
    d[factor] = w.random.between(1, 4);
    d[std::string(factor) + "_reason"] = "按定级指南取值";
  }
}

}  // namespace

Status put_apps(World& w, store::WriteTx& tx, const Organisation& org, std::int64_t count) {
  const std::int64_t subject = w.random.between(1, 999'999);  // one ICP number, one suffix per app
  for (std::int64_t i = 1; i <= count; ++i) {
    const bool mini = w.random.chance(45);
    const std::string_view state = pick_state(w.random, app_states);
    const Date launched = pick_launch(w);
    json::object d = make_app(w, org, i, mini, launched);
    add_public_security(w, d, org, i, launched);
    const Path path = filing_path(w, d, state, state == "submitted" || state == "returned", "filed_on");
    if (was_filed(state)) {
      d["filing_no"] = fmt::format("苏ICP备2023{:06}号-{}{}", subject, i, mini ? "X" : "A");
      d["number_shown"] = w.random.chance(70);
    }
    LP_CHECK_OK(w.put(tx, "app", org.id, std::move(d), path));
  }
  return {};
}

Status put_industrial(World& w, store::WriteTx& tx, const Organisation& org) {
  for (const std::string& type : org.types) {
    if (type != "industrial_platform" && type != "industrial_identifier") continue;
    const bool platform = type == "industrial_platform";
    json::object d{{"name", org.name + (platform ? "平台" : "标识节点")}, {"enterprise_class", platform ? "platform" : "identifier"},
                   {"staff", w.random.between(30, 2000)}, {"security_lead", make_person(w.random)}, {"security_lead_phone", make_mobile(w.random)},
                   {"users", w.random.between(100, 200'000)}, {"connected_devices", w.random.between(100, 90'000)},
                   {"grade", w.random.between(1, 3)}, {"grading_report", w.file_value()}};
    if (platform) d["platform_url"] = "https://platform.e" + std::to_string(org.id.value) + ".example";
    else d["node_level"] = "second";
    for (std::string_view part : {"size", "scope", "usage", "systems", "data", "importance", "consequence"}) {
      d["score_" + std::string(part)] = static_cast<double>(w.random.between(20, 95));
    }
    const std::string_view state = pick_state(w.random, industrial_states);
    const Path path = filing_path(w, d, state, state != "draft", "filed_on");
    if (was_filed(state)) {
      d["filing_no"] = fmt::format("GY-32-{:06}", w.records + 1);
      d["verified_grade"] = get_int(d, "grade");
    }
    LP_TRY(const model::Record r, w.put(tx, "industrial_enterprise", org.id, std::move(d), path));
    if (get_int(r.data, "grade") >= 2 && w.random.chance(45)) {
      LP_CHECK_OK(put_assessments(w, tx, org, "industrial_enterprise", r.id, get_string(r.data, "name")));
    }
  }
  return {};
}

Status put_vehicles(World& w, store::WriteTx& tx, const Organisation& org, std::int64_t count) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> types{
      {{"tsp", "车联网服务平台"}, {"ota", "远程升级平台"}, {"monitoring", "车辆监控平台"}, {"phone_control", "手机控车系统"}, {"charging", "充电服务平台"}}};
  for (std::int64_t i = 1; i <= count; ++i) {
    const auto& [type, name] = w.random.pick(types);
    const bool remote = type == "ota" || type == "phone_control";
    json::object d{{"name", fmt::format("{}{}", name, i)}, {"platform_type", type}, {"function", "为联网车辆提供服务"},
                   {"lifecycle", w.random.chance(92) ? "in_operation" : "trial"},
                   {"go_live", to_string(w.random.day_between(w.today().plus_days(-1500), w.today().plus_days(-50)))},
                   {"hosting", "示例云"}, {"topology", w.file_value()}, {"head_name", make_person(w.random)}, {"head_phone", make_mobile(w.random)},
                   {"vehicles", w.random.between(200, 900'000)}, {"remote_control", remote}, {"grading_report", w.file_value()}};
    if (remote) d["remote_functions"] = "远程解锁、空调控制和软件升级";
    add_factors(w, d);
    const std::string_view state = pick_state(w.random, vehicle_states);
    const Path path = filing_path(w, d, state, state != "draft", "filed_on");
    if (was_filed(state)) d["filing_no"] = fmt::format("CL-32-{:06}", w.records + 1);
    LP_TRY(const model::Record r, w.put(tx, "vehicle_platform", org.id, std::move(d), path));
    if (w.random.chance(35)) LP_CHECK_OK(put_assessments(w, tx, org, "vehicle_platform", r.id, get_string(r.data, "name")));
  }
  return {};
}

}  // namespace lp::service::example
