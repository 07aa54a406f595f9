// Network units with their panels, in every state of the filing.
#include <array>
#include <fmt/format.h>

#include "service/example/parts.h"

namespace lp::service::example {
namespace {

struct UnitType {
  std::string_view code, name, function;
};
constexpr std::array<UnitType, 8> carrier_types{{
    {"fixed_gateway", "本地网综合关口局", "网间互联和汇接"}, {"mobile_core", "移动核心网", "移动用户接入控制和会话管理"},
    {"ipbearer_metro_core", "IP城域网核心层", "城域流量汇聚和转发"}, {"ipbearer_metro_aggregation", "IP城域网汇聚层", "接入流量汇聚"},
    {"transport_local", "本地传送网", "本地电路承载"}, {"access_broadband", "宽带接入网", "家庭和政企宽带接入"},
    {"support_network", "网管系统", "网络监控和配置"}, {"message_sms", "短消息中心", "短消息存储转发"}}};
constexpr std::array<UnitType, 8> internet_types{{
    {"portal_site", "企业门户网站", "信息发布和用户服务"}, {"trade", "网络交易平台", "商品展示、下单和结算"},
    {"cloud", "公有云服务平台", "计算和存储租用"}, {"idc", "互联网数据中心", "机房和带宽租用"}, {"cdn", "内容分发网络", "内容缓存和加速"},
    {"im", "即时通信系统", "用户间消息收发"}, {"mail", "邮件系统", "企业邮件服务"}, {"noncore_office", "办公系统", "内部办公"}}};

struct Plan {
  std::string_view state;
  int weight;
  bool submitted, passed, filed;
};
constexpr std::array<Plan, 13> plans{{
    {"draft", 15, false, false, false}, {"submitted", 13, true, false, false}, {"under_review", 6, true, false, false},
    {"expert_review", 4, true, false, false}, {"expert_reviewed", 2, true, false, false}, {"returned", 5, true, false, false}, {"review_passed", 8, true, true, false},
    {"filed", 40, true, true, true}, {"changing", 2, true, true, true}, {"withdrawal_requested", 1, true, false, false},
    {"filed_withdrawal_requested", 1, true, true, true}, {"cancel_requested", 2, true, true, true}, {"cancelled", 3, true, true, true}}};

const Plan& pick_plan(Random& random) {
  std::vector<int> weights;
  for (const Plan& p : plans) weights.push_back(p.weight);
  return plans[random.pick_weighted(weights)];
}

json::array rows(Random& r, int max, const auto& make) {
  json::array list;
  for (std::int64_t n = r.between(1, max); n > 0; --n) list.push_back(make());
  return list;
}

void add_panels(World& w, json::object& d, std::int64_t serial) {
  Random& r = w.random;
  const std::string room = fmt::format("{}号机房", r.between(1, 9));
  d["hardware"] = rows(r, 2, [&] {
    return json::object{{"type", r.chance(50) ? "服务器" : "路由器"}, {"brand", r.chance(50) ? "示例甲" : "示例乙"},
                        {"model", fmt::format("X{}", r.between(100, 999))}, {"quantity", r.between(1, 60)},
                        {"maintained", r.chance(70) ? "remote" : "local"}, {"room", room}, {"days_running", r.between(30, 3000)}, {"problem", false}};
  });
  d["security_systems"] = json::array{json::object{{"vendor", "示例安全"}, {"model", r.chance(50) ? "防火墙F1" : "入侵检测D2"},
                                                    {"quantity", r.between(1, 4)}, {"maintained", "local"}, {"room", room}}};
  d["base_software"] = rows(r, 2, [&] {
    return json::object{{"type", r.chance(50) ? "操作系统" : "数据库"}, {"vendor", "示例软件"}, {"name", r.chance(50) ? "LinuxX" : "BaseDB"},
                        {"version", fmt::format("{}.{}", r.between(1, 9), r.between(0, 20))}, {"copies", r.between(1, 40)}, {"licensed", true}};
  });
  const std::int64_t host = serial % 250 + 1;
  d["public_ips"] = json::array{json::object{{"ip_class", "service"}, {"range", fmt::format("203.0.113.{}", host)}, {"description", "业务地址"}}};
  d["ports"] = json::array{json::object{{"port", 443}, {"protocol", "https"}, {"description", "业务访问"}}};
  d["domains"] = to_array({fmt::format("u{}.example", serial)});
}

void add_grading(World& w, json::object& d, bool carrier) {
  const auto factor = [&] { return w.random.between(1, carrier ? 4 : 3); };
  d["impact"] = factor();
  d["impact_reason"] = "按影响用户数和社会关注程度取值";
  d["scale"] = factor();
  d["scale_reason"] = "按服务范围取值";
  d["importance"] = factor();
  d["importance_reason"] = "按业务依赖程度取值";
  d["grading_report"] = w.file_value();
  d["topology"] = w.file_value();
}

json::object make_unit(World& w, const Organisation& org, const UnitType& type, std::int64_t serial, Date go_live) {
  const City& city = city_at(static_cast<std::size_t>(w.random.between(0, city_count - 1)));
  json::object d{{"name", fmt::format("{}{}{:03}", org.has("basic_telecom") ? city.name : "", type.name, serial)},
                 {"unit_type", type.code}, {"system_number", fmt::format("S-{:05}", serial)}, {"function", type.function},
                 {"users", fmt::format("约{}万用户", w.random.between(1, 300))}, {"lifecycle", "in_operation"}, {"go_live", to_string(go_live)},
                 {"cities", to_array({org.region})}, {"division_reason", "按业务和层级划分，层内等级一致"}, {"cii", false},
                 {"owner_department", "运行维护部"}, {"head_name", make_person(w.random)}, {"head_phone", make_mobile(w.random)},
                 {"filer_name", make_person(w.random)}, {"manufacturer", "示例集成商"}, {"maintenance", "contract"},
                 {"account_control", w.random.chance(60)}, {"protection", "边界防火墙、入侵检测、日志留存"}, {"sites", to_array({"主用机房", "备用机房"})},
                 {"boundary", "经防火墙与互联网互联"}, {"has_public_ip", true}, {"filing_authority", "province_ca"}};
  add_panels(w, d, serial);
  add_grading(w, d, org.has("basic_telecom"));
  return d;
}

// The days of the filing and the states on the way.
Path add_filing(World& w, json::object& d, const Plan& plan, std::int64_t serial, Date go_live) {
  Random& r = w.random;
  const bool old = plan.filed && r.chance(65);
  const Date first = old ? w.today().plus_days(-1400) : w.today().plus_days(-40);
  const Date last = old ? w.today().plus_days(-200) : w.today();
  const Date submitted = std::max(go_live, r.day_between(first, last));
  Path path{{"draft", submitted.plus_days(-static_cast<int>(r.between(1, 20)))}};
  if (!plan.submitted) return {{"draft", r.day_between(w.today().plus_days(-30), w.today())}};
  const auto step = [&](Date from, int most) { return std::min(w.today(), from.plus_days(static_cast<int>(r.between(1, most)))); };
  path.emplace_back("submitted", submitted);
  d["submitted_on"] = to_string(submitted);
  const Date passed = step(submitted, 15), filed = step(passed, 38);
  if (plan.passed) {
    path.emplace_back("review_passed", passed);
    d["passed_on"] = to_string(passed);
  }
  if (plan.passed || plan.state == "expert_reviewed") d["expert_opinion"] = "agree";
  if (plan.filed) {
    path.emplace_back("filed", filed);
    d["filed_on"] = to_string(filed);
    d["filing_no"] = fmt::format("TX-32-{}-{:06}", filed.year(), serial);
  }
  if (path.back().first != plan.state) path.emplace_back(plan.state, step(path.back().second, 12));
  return path;
}

Status put_change(World& w, store::WriteTx& tx, const Organisation& org, const model::Record& unit) {
  const Date changed = w.random.day_between(w.today().plus_days(-60), w.today().plus_days(-1));
  const bool graded = w.random.chance(25);
  json::object d{{"kind", "change"}, {"unit", unit.id.value}, {"summary", "设备扩容和公网地址调整"}, {"changed_on", to_string(changed)},
                 {"division_changed", false}, {"grade_changed", graded}, {"reason_text", "业务发展"}};
  if (graded) {
    d["adjusted_on"] = to_string(changed);
    d["grade_before"] = 2;
    d["grade_after"] = 3;
  }
  Path path{{"draft", changed}};
  if (w.random.chance(60)) {
    path.emplace_back("submitted", std::min(w.today(), changed.plus_days(10)));
    d["submitted_on"] = to_string(path.back().second);
    if (w.random.chance(50)) path.emplace_back("accepted", std::min(w.today(), changed.plus_days(20)));
  }
  return w.put(tx, "network_unit_change", org.id, std::move(d), path).map([](const auto&) {});
}

Status put_expert_review(World& w, store::WriteTx& tx, const Organisation& org, const model::Record& unit) {
  const Date day = w.random.day_between(w.today().plus_days(-20), w.today().plus_days(-1));
  return w.put(tx, "expert_review", org.id,
               {{"title", get_string(unit.data, "name") + "定级评审"}, {"unit", unit.id.value}, {"meeting_on", to_string(day)}},
               {{"planned", day.plus_days(-5)}}).map([](const auto&) {});
}

}  // namespace

Status put_units(World& w, store::WriteTx& tx, const Organisation& org, std::int64_t count) {
  const bool carrier = org.has("basic_telecom");
  for (std::int64_t i = 1; i <= count; ++i) {
    const UnitType& type = carrier ? w.random.pick(carrier_types) : w.random.pick(internet_types);
    const Plan& plan = pick_plan(w.random);
    const Date go_live = w.random.day_between(w.today().plus_days(-3000), w.today().plus_days(-45));
    json::object d = make_unit(w, org, type, i, go_live);
    if (plan.state == "draft" && w.random.chance(20)) d["lifecycle"] = "trial";
    const Path path = add_filing(w, d, plan, w.records + 1, go_live);
    if (plan.state == "cancel_requested" || plan.state == "cancelled") {
      d["lifecycle"] = "retired";
      d["retire_date"] = to_string(w.random.day_between(w.today().plus_days(-70), w.today().plus_days(-1)));
    }
    LP_TRY(const model::Record unit, w.put(tx, "network_unit", org.id, std::move(d), path));
    if (plan.filed && get_int(unit.data, "grade") >= 2 && w.random.chance(55)) {
      LP_CHECK_OK(put_assessments(w, tx, org, "unit", unit.id, get_string(unit.data, "name")));
    }
    if (plan.state == "changing" || (plan.state == "filed" && w.random.chance(2))) LP_CHECK_OK(put_change(w, tx, org, unit));
    if (plan.state == "expert_review") LP_CHECK_OK(put_expert_review(w, tx, org, unit));
  }
  return {};
}

}  // namespace lp::service::example
