#pragma once
// Kinds and an import target in memory, for the tests of sheets.

#include <map>

#include "base/text.h"
#include "service/sheets/import_target.h"

namespace lp::service::testing {

inline model::Field field(std::string name, model::FieldType type, std::string zh, std::string en) {
  model::Field f;
  f.name = std::move(name);
  f.type = type;
  f.title = {std::move(zh), std::move(en)};
  return f;
}

inline model::Kind organisation_kind() {
  using model::FieldType;
  model::Kind kind;
  kind.name = "organisation";
  kind.title = {"单位", "Organisation"};
  kind.owned = false;
  kind.fields = {field("name", FieldType::text, "单位名称", "Name"), field("uscc", FieldType::uscc, "统一社会信用代码", "Unified social credit code"),
                 field("region", FieldType::code, "所在地市", "City"), field("founded", FieldType::date, "成立日期", "Founded"),
                 field("employees", FieldType::integer, "从业人数", "Employees"), field("contact_phone", FieldType::phone, "联系电话", "Phone"),
                 field("important_data", FieldType::boolean, "处理重要数据", "Handles important data"), field("departments", FieldType::list, "责任部门", "Departments")};
  kind.fields[0].required = true;
  kind.fields[0].aliases = {"企业名称", "公司名称"};
  kind.fields[1].unique = true;
  kind.fields[1].required = true;
  kind.fields[1].aliases = {"信用代码"};
  kind.fields[2].of = "regions";
  kind.fields[2].aliases = {"地市", "城市"};
  kind.fields[4].unit = "人";
  kind.fields[5].personal = true;
  return kind;
}

inline model::Kind unit_kind() {
  using model::FieldType;
  model::Kind kind;
  kind.name = "network_unit";
  kind.title = {"网络单元", "Network unit"};
  kind.fields = {field("name", FieldType::text, "定级对象名称", "Name"), field("unit_type", FieldType::enumeration, "网络单元类型", "Unit type"),
                 field("go_live", FieldType::date, "投入运行日期", "In operation since"), field("cities", FieldType::code, "服务地市", "Cities served"),
                 field("grade", FieldType::integer, "等级", "Grade")};
  kind.fields[0].required = true;
  kind.fields[0].unique_in_org = true;
  kind.fields[0].aliases = {"系统名称"};
  kind.fields[1].options = {{"idc", {"互联网数据中心", "Internet data centre"}, {}, true, {}}, {"dns", {"域名系统", "DNS"}, {}, true, {}}};
  kind.fields[3].of = "regions";
  kind.fields[3].multi = true;
  kind.fields[4].computed = "max_of(impact)";
  return kind;
}

inline model::Catalogue catalogue() {
  model::Catalogue c;
  c.kinds.emplace("organisation", organisation_kind());
  c.kinds.emplace("network_unit", unit_kind());
  model::Taxonomy regions;
  regions.name = "regions";
  regions.entries = {{"320100", {"南京市", "Nanjing"}, {}, true, {}}, {"320500", {"苏州市", "Suzhou"}, {}, true, {}}};
  c.taxonomies.emplace("regions", regions);
  return c;
}

// Keeps records in maps; refuses a missing name and a USCC of the wrong length as the engine would.
class MemoryTarget final : public ImportTarget {
 public:
  std::map<std::string, std::map<std::int64_t, model::Record>> records;
  int writes = 0;
  Error fail_writes{.code = Errc::internal, .message = "", .hint = ""};  // message empty = writes work

  RecordId put(const std::string& kind, OrgId org, json::object data) {
    model::Record r;
    r.id = {++last_};
    r.kind = kind;
    r.org = kind == "organisation" ? to_org(r.id) : org;
    r.version = 1;
    r.no = "N-" + std::to_string(last_);
    r.data = std::move(data);
    records[kind][last_] = r;
    return r.id;
  }
  Status each_key(const model::Kind& kind, const std::vector<std::string>& fields, const KeyFn& fn) override {
    for (const auto& [id, r] : records[kind.name]) {
      std::vector<std::string> values;
      for (const auto& f : fields) values.push_back(get_string(r.data, f));
      fn(r.id, r.org, values);
    }
    return ok_status();
  }
  Result<model::Record> get(const model::Kind& kind, RecordId id) override { return records[kind.name].at(id.value); }
  Result<std::vector<FieldProblem>> check(const model::Kind&, OrgId, RecordId id, const json::object& data) override {
    std::vector<FieldProblem> out;
    if (id.value == 0 && get_string(data, "name").empty()) out.push_back({"name", "required", "请填写名称", "name is required"});
    const std::string uscc = get_string(data, "uscc");
    if (!uscc.empty() && uscc.size() != 18) out.push_back({"uscc", "uscc_length", "统一社会信用代码应为 18 位", "a credit code has 18 characters"});
    if (count_codepoints(get_string(data, "name")) > 100) out.push_back({"name", "too_long", "名称过长", "name is too long"});
    return out;
  }
  Result<model::Record> create(const model::Kind& kind, OrgId org, const json::object& data, DraftAhead) override {
    if (!fail_writes.message.empty()) return fail_writes;
    LP_TRY(auto problems, check(kind, org, {}, data));
    if (!problems.empty()) return Error{.code = Errc::invalid, .message = "invalid", .hint = "", .fields = std::move(problems)};
    ++writes;
    return records[kind.name].at(put(kind.name, org, data).value);
  }
  Result<model::Record> update(const model::Kind& kind, const model::Record& existing, const json::object& patch) override {
    ++writes;
    auto& r = records[kind.name].at(existing.id.value);
    for (const auto& m : patch) r.data[m.key()] = m.value();
    ++r.version;
    return r;
  }

 private:
  std::int64_t last_ = 0;
};

}  // namespace lp::service::testing
