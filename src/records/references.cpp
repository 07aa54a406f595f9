#include "records/references.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "records/problems.h"

namespace lp::records {
namespace {

using model::FieldType;
using Problems = std::vector<FieldProblem>;

struct Site {  // one value of a reference field, perhaps inside rows
  const model::Field& field;
  const json::value& value;
  std::string path;
};

LocalText about(const model::Field& field, std::string_view zh, std::string_view en) {
  return {fmt::format("“{}”{}", field.title.zh, zh), fmt::format("{} {}", field.title.en, en)};
}

Status check_record(const ReferenceContext& context, const model::Kind& kind, const model::Record& record,
                    const Site& site, Problems& out) {
  const model::Kind* target = context.catalogue.kind(site.field.of);
  if (target == nullptr || !site.value.is_int64()) return ok_status();
  auto found = context.tx.get(context.viewer, site.field.of, RecordId{site.value.as_int64()});
  if (!found) {
    if (found.error().code != Errc::not_found) return found.error();
    out.push_back(make_problem(site.path, "no_such_record", about(site.field, "引用的记录不存在", "refers to a record that does not exist")));
    return ok_status();
  }
  if (kind.owned && target->owned && found->org != record.org) {
    out.push_back(make_problem(site.path, "other_org", about(site.field, "引用了其他单位的记录", "refers to a record of another organisation")));
  }
  return ok_status();
}

Status check_user(const ReferenceContext& context, const model::Record& record, const Site& site, Problems& out) {
  if (!site.value.is_int64()) return ok_status();
  auto account = context.tx.account(UserId{site.value.as_int64()});
  if (!account && account.error().code != Errc::not_found) return account.error();
  const bool known = account && (account->org == record.org ||
                                 model::side_of(account->role) == model::Side::regulator);
  if (!known) {
    out.push_back(make_problem(site.path, "no_such_user", about(site.field, "指定的账号不存在", "names an account that does not exist")));
  }
  return ok_status();
}

// The hash is checked for its shape before it is taken as an address.
bool is_stored(store::Blobs& blobs, const json::value& value) {
  if (!value.is_object()) return false;
  const std::string hash = get_string(value.as_object(), "hash");
  std::string raw;
  return hash.size() == 64 && from_hex(hash, raw) && blobs.path_of(hash).has_value();
}

Status check_site(const ReferenceContext& context, const model::Kind& kind, const model::Record& record,
                  const Site& site, Problems& out) {
  if (site.value.is_null()) return ok_status();
  switch (site.field.type) {
    case FieldType::record: return check_record(context, kind, record, site, out);
    case FieldType::user: return check_user(context, record, site, out);
    case FieldType::file:
      if (!is_stored(context.blobs, site.value)) {
        out.push_back(make_problem(site.path, "no_such_file", about(site.field, "的文件尚未上传", "names a file that was not uploaded")));
      }
      return ok_status();
    default: return ok_status();
  }
}

// Calls check_site for the value, each item of a multi value, each cell of rows.
Status check_value(const ReferenceContext& context, const model::Kind& kind, const model::Record& record,
                   const Site& site, Problems& out) {
  if (!site.value.is_array()) return check_site(context, kind, record, site, out);
  std::size_t index = 0;
  for (const auto& item : site.value.as_array()) {
    const std::string path = fmt::format("{}[{}]", site.path, index++);
    if (site.field.type != FieldType::rows) {
      LP_CHECK_OK(check_site(context, kind, record, {site.field, item, path}, out));
      continue;
    }
    if (!item.is_object()) continue;
    for (const auto& column : site.field.columns) {
      const json::value* cell = find(item.as_object(), column.name);
      if (cell == nullptr) continue;
      LP_CHECK_OK(check_value(context, kind, record, {column, *cell, path + "." + column.name}, out));
    }
  }
  return ok_status();
}

model::Predicate live_records(const model::Kind& kind) {
  json::array ended;
  for (const auto& state : kind.workflow.states) {
    if (state.end) ended.emplace_back(state.name);
  }
  if (ended.empty()) return {};
  return model::Predicate::compare("state", model::Op::not_in, std::move(ended));
}

Status check_unique(const ReferenceContext& context, const model::Kind& kind, const model::Record& record,
                    const model::Field& field, const json::value& value, Problems& out) {
  using model::Predicate;
  std::vector<Predicate> parts{Predicate::equals(field.name, value), live_records(kind)};
  if (!field.unique) parts.push_back(Predicate::equals("org_id", record.org.value));
  if (record.id) parts.push_back(Predicate::compare("id", model::Op::ne, {record.id.value}));
  store::RecordQuery query;
  query.kind = kind.name;
  query.where = Predicate::all_of(std::move(parts));
  LP_TRY(auto taken, context.tx.count(model::Viewer::system("uniqueness of a field"), query));
  if (taken > 0) {
    out.push_back(make_problem(field.name, "not_unique", about(field, "已被其他记录使用", "is already used by another record")));
  }
  return ok_status();
}

}  // namespace

Result<Problems> check_references(const ReferenceContext& context, const model::Kind& kind,
                                  const model::Record& record, const std::vector<const model::Field*>& fields) {
  Problems problems;
  for (const model::Field* field : fields) {
    const json::value* value = find(record.data, field->name);
    if (value == nullptr || value->is_null()) continue;
    LP_CHECK_OK(check_value(context, kind, record, {*field, *value, field->name}, problems));
    if (field->unique || field->unique_in_org) {
      LP_CHECK_OK(check_unique(context, kind, record, *field, *value, problems));
    }
  }
  return problems;
}

}  // namespace lp::records
