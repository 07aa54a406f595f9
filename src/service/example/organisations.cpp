#include <array>
#include <fmt/format.h>

#include "service/example/parts.h"

namespace lp::service::example {
namespace {

struct Mix {
  int weight;
  std::vector<std::string> types;
  std::vector<std::string_view> trades;
  std::vector<std::string> sectors, licences;
};

const std::vector<Mix>& mixes() {
  static const std::vector<Mix> all{
      {48, {"internet"}, {"网络科技", "信息技术", "数字文化传媒", "电子商务", "云计算", "软件"}, {"internet"}, {"b2_icp", "b2_edi"}},
      {6, {"internet"}, {"数据中心", "云服务", "宽带网络"}, {"internet"}, {"b1_idc", "b1_isp", "b1_cdn"}},
      {2, {"internet", "domain_service"}, {"域名服务"}, {"internet"}, {"b1_idc", "b2_code"}},
      {15, {"industrial_platform"}, {"工业互联网", "智能制造", "工业软件"}, {"equipment", "electronics"}, {"b2_icp"}},
      {4, {"industrial_platform", "internet"}, {"工业云", "产业互联网"}, {"equipment"}, {"b2_icp", "b2_edi"}},
      {8, {"industrial_identifier"}, {"标识科技", "标识解析"}, {"consumer_goods", "raw_materials"}, {"b2_code"}},
      {3, {"industrial_identifier", "industrial_platform"}, {"工业标识"}, {"equipment"}, {"b2_code", "b2_icp"}},
      {11, {"vehicle_platform"}, {"智能网联汽车", "车联网科技", "智行科技"}, {"vehicles"}, {"b2_icp"}},
      {3, {"vehicle_platform", "vehicle_maker"}, {"汽车", "新能源汽车"}, {"vehicles"}, {"b2_icp"}},
      {3, {"connected_factory"}, {"精密制造", "装备"}, {"equipment"}, {"none"}},
  };
  return all;
}

constexpr std::array<std::string_view, 4> carriers{"江苏云桥通信股份有限公司", "江苏星联移动通信有限公司", "江苏恒通联合通信有限公司",
                                                   "江苏广域有线信息网络股份有限公司"};
constexpr std::array<std::string_view, 10> streets{"软件大道", "科技路", "创新路", "江海路", "长江路", "太湖大道", "星湖街", "紫金路", "运河路", "新区大道"};

Organisation make_org(World& w, std::size_t index, std::string name, std::size_t city, const std::vector<std::string>& types) {
  Organisation o;
  o.name = std::move(name);
  o.region = city_at(city).code;
  o.types = types;
  o.uscc = make_uscc(o.region, w.options.seed % 1000 * 20'000 + index + 1);
  const std::string head = make_person(w.random);
  o.data = {{"name", o.name}, {"uscc", o.uscc}, {"types", to_array(types)}, {"region", o.region},
            {"address", fmt::format("江苏省{}市{}{}号", city_at(city).name, w.random.pick(streets), w.random.between(1, 399))},
            {"employees", w.random.between(20, 3000)}, {"legal_representative", head}, {"first_responsible", head},
            {"first_responsible_phone", make_mobile(w.random)}, {"leader_in_charge", make_person(w.random)},
            {"lead_department", w.random.chance(60) ? "网络安全部" : "信息技术部"}, {"security_contact", make_person(w.random)},
            {"contact_phone", make_mobile(w.random)}, {"contact_email", fmt::format("security@e{:05}.example", index + 1)},
            {"website", fmt::format("https://www.e{:05}.example", index + 1)}};
  return o;
}

Organisation make_enterprise(World& w, CompanyNames& names, std::size_t index) {
  std::vector<int> weights;
  for (const Mix& m : mixes()) weights.push_back(m.weight);
  const Mix& mix = mixes()[w.random.pick_weighted(weights)];
  // The south of the province has more of everything.
  const std::size_t city = w.random.pick_weighted({24, 13, 6, 9, 22, 8, 3, 3, 4, 4, 3, 4, 3});
  Organisation o = make_org(w, index, names.make(w.random, city_at(city).name, w.random.pick(mix.trades)), city, mix.types);
  const bool important = w.random.chance(22);
  o.data["sectors"] = to_array(mix.sectors);
  o.data["licences"] = to_array({w.random.pick(mix.licences)});
  o.data["licence_scope"] = w.random.chance(80) ? "province" : "cross_province";
  o.data["filing_authority"] = "province_ca";
  o.data["important_data"] = important;
  o.data["core_data"] = important && w.random.chance(8);
  o.data["cii"] = w.random.chance(3);
  o.assets = w.random.between(1, 8) * (w.random.chance(10) ? 6 : 1);  // a weight for now
  if (o.has("connected_factory")) o.assets = 1;
  return o;
}

// Weights to numbers of assets that add up to the total.
void share_assets(std::vector<Organisation>& orgs, std::int64_t total) {
  std::int64_t weights = 0, given = 0;
  for (const Organisation& o : orgs) weights += o.assets;
  for (Organisation& o : orgs) given += o.assets = o.assets * total / weights;
  for (std::size_t i = 0; given < total; i = (i + 1) % orgs.size(), ++given) ++orgs[i].assets;
}

Organisation make_other(World& w, std::size_t index, std::string name, std::string type) {
  Organisation o = make_org(w, index, std::move(name), 0, {std::move(type)});
  o.assets = -1;
  return o;
}

}  // namespace

std::vector<Organisation> plan_organisations(World& w) {
  std::vector<Organisation> orgs;
  CompanyNames names;
  const auto count = static_cast<std::size_t>(w.options.orgs);
  for (std::size_t i = 0; i < count; ++i) {
    if (i < carriers.size() && count > 2 * carriers.size()) {
      Organisation o = make_org(w, i, std::string(carriers[i]), 0, {"basic_telecom"});
      o.data["sectors"] = to_array({"telecom"});
      o.data["licences"] = to_array({"basic"});
      o.data["important_data"] = true;
      o.data["cii"] = true;
      o.assets = static_cast<std::int64_t>(std::min<std::size_t>(count / 3, 150));
      orgs.push_back(std::move(o));
    } else {
      orgs.push_back(make_enterprise(w, names, i));
    }
  }
  if (!orgs.empty()) share_assets(orgs, w.options.assets);
  orgs.push_back(make_other(w, count, "江苏省通信管理局（示例）", "regulator"));
  orgs.push_back(make_other(w, count + 1, "江苏金陵网络安全评测有限公司", "assessor"));
  orgs.push_back(make_other(w, count + 2, "江苏太湖信息安全测评有限公司", "assessor"));
  orgs.push_back(make_other(w, count + 3, "江苏网络安全技术支撑中心（示例）", "support_body"));
  return orgs;
}

Status put_organisation(World& w, store::WriteTx& tx, Organisation& org) {
  const Date since = w.random.day_between(w.today().plus_days(-1500), w.today().plus_days(-60));
  const bool fresh = org.assets > 0 && w.random.chance(4);
  const Path path = fresh ? Path{{"registered", w.today().plus_days(-5)}} : Path{{"registered", since}, {"active", since.plus_days(2)}};
  LP_TRY(const model::Record r, w.put(tx, "organisation", {}, org.data, path));
  org.id = to_org(r.id);
  return {};
}

Status put_contacts(World& w, store::WriteTx& tx, const Organisation& org) {
  struct Role {
    std::string_view role, department, position;
    int percent;
  };
  static constexpr std::array<Role, 4> roles{{{"first_responsible", "经营管理层", "总经理", 84},
                                              {"leader_in_charge", "经营管理层", "副总经理", 76},
                                              {"network_security", "网络安全部", "主管", 92},
                                              {"filing_operator", "信息技术部", "工程师", 60}}};
  for (const Role& r : roles) {
    if (!w.random.chance(r.percent)) continue;
    const Date since = w.random.day_between(w.today().plus_days(-900), w.today().plus_days(-3));
    LP_CHECK_OK(w.put(tx, "contact", org.id,
                      {{"name", make_person(w.random)}, {"role", r.role}, {"department", r.department}, {"position", r.position},
                       {"mobile", make_mobile(w.random)}, {"on_call", r.role == "network_security"}, {"since", to_string(since)}},
                      {{"active", since}}));
  }
  return {};
}

}  // namespace lp::service::example
