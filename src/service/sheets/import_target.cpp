#include "service/sheets/import_target.h"

#include "base/check.h"

namespace lp::service {

Status EngineTarget::each_key(const model::Kind& kind, const std::vector<std::string>& fields, const KeyFn& fn) {
  std::vector<std::string> columns{"id", "org_id"};
  columns.insert(columns.end(), fields.begin(), fields.end());
  store::RecordQuery query;
  query.kind = kind.name;
  query.limit = -1;
  query.count = false;
  std::vector<std::string> values(fields.size());
  return read_.each_row(viewer_, query, columns, [&](const store::RowView& row) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const int column = static_cast<int>(i) + 2;
      const model::Field* field = kind.find_field(fields[i]);
      const bool integer = field != nullptr && field->type == model::FieldType::integer;
      values[i] = row.is_null(column) ? std::string() : integer ? std::to_string(row.integer(column)) : std::string(row.text(column));
    }
    fn({row.integer(0)}, {row.integer(1)}, values);
    return true;
  });
}

Result<model::Record> EngineTarget::get(const model::Kind& kind, RecordId id) { return read_.get(viewer_, kind.name, id); }

Result<std::vector<FieldProblem>> EngineTarget::check(const model::Kind& kind, OrgId org, RecordId id, const json::object& data) {
  return engine_.check(read_, viewer_, kind.name, org, id, data);
}

Result<model::Record> EngineTarget::create(const model::Kind& kind, OrgId org, const json::object& data) {
  LP_CHECK(write_ != nullptr, "a checking target does not write");
  return engine_.create(*write_, viewer_, kind.name, org, data, "import");
}

Result<model::Record> EngineTarget::update(const model::Kind& kind, const model::Record& existing, const json::object& patch) {
  LP_CHECK(write_ != nullptr, "a checking target does not write");
  return engine_.update(*write_, viewer_, kind.name, existing.id, existing.version, patch, "import");
}

}  // namespace lp::service
