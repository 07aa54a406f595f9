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
  return engine_.check(read_, viewer_, kind.name, org, id, data, &owners_);
}

// A check already reads on one of the few reading connections: were it to wait for a second, several checks could wait
// for each other for ever. A writer is only one.
Status EngineTarget::read_ahead(const std::function<Status(const Prepare&)>& work) {
  if (write_ == nullptr) return ImportTarget::read_ahead(work);
  return store_.read([&](store::ReadTx& tx) {
    records::Owners owners;
    return work([&](const model::Kind& kind, OrgId org, const json::object& data) {
      auto draft = engine_.draft(tx, viewer_, kind.name, org, data, kind.owned ? &owners : nullptr);
      const bool good = draft && draft->problems.empty();
      return good ? std::make_unique<records::Draft>(std::move(*draft)) : DraftAhead();
    });
  });
}

bool EngineTarget::claim(const model::Kind& kind, const model::Record& record) {
  bool fresh = true;
  for (const model::Field& f : kind.fields) {
    if (!f.unique && !f.unique_in_org) continue;
    const json::value* value = find(record.data, f.name);
    if (value == nullptr) continue;
    fresh = claims_.insert(f.name + '\x1f' + (f.unique ? "" : std::to_string(record.org.value)) + '\x1f' + to_text(*value)).second && fresh;
  }
  return fresh;
}

Result<model::Record> EngineTarget::create(const model::Kind& kind, OrgId org, const json::object& data, DraftAhead ahead) {
  LP_CHECK(write_ != nullptr, "a checking target does not write");
  if (ahead && claim(kind, ahead->record)) return engine_.create(*write_, viewer_, std::move(*ahead), "import");
  LP_TRY(auto stored, engine_.create(*write_, viewer_, kind.name, org, data, "import", kind.owned ? &owners_ : nullptr));
  claim(kind, stored);
  return stored;
}

Result<model::Record> EngineTarget::update(const model::Kind& kind, const model::Record& existing, const json::object& patch) {
  LP_CHECK(write_ != nullptr, "a checking target does not write");
  LP_TRY(auto stored, engine_.update(*write_, viewer_, kind.name, existing.id, existing.version, patch, "import"));
  claim(kind, stored);
  return stored;
}

}  // namespace lp::service
