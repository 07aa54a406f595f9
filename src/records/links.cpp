#include "records/links.h"

#include <fmt/format.h>
#include <set>
#include <utility>

namespace lp::records {
namespace {

using Target = std::pair<std::string, std::int64_t>;

void collect(const model::Field& field, const json::value& value, std::set<Target>& out);

void collect_row(const model::Field& field, const json::object& row, std::set<Target>& out) {
  for (const auto& column : field.columns) {
    if (const json::value* cell = find(row, column.name)) collect(column, *cell, out);
  }
}

void collect(const model::Field& field, const json::value& value, std::set<Target>& out) {
  const bool holds_links = field.type == model::FieldType::record || field.type == model::FieldType::rows;
  if (!holds_links) return;
  if (value.is_int64() && field.type == model::FieldType::record) out.emplace(field.of, value.as_int64());
  if (!value.is_array()) return;
  for (const auto& item : value.as_array()) {
    if (item.is_object()) {
      collect_row(field, item.as_object(), out);
    } else {
      collect(field, item, out);
    }
  }
}

}  // namespace

std::string label_of(const model::Kind& kind, const model::Record& record) {
  std::string label = get_string(record.data, kind.label_field);
  return label.empty() ? record.no : label;
}

Result<json::object> resolve_links(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                                   std::span<const model::Record> records) {
  std::set<Target> targets;
  for (const auto& record : records) {
    const model::Kind* kind = catalogue.kind(record.kind);
    if (kind == nullptr) continue;
    for (const auto& field : kind->fields) {
      if (const json::value* value = find(record.data, field.name)) collect(field, *value, targets);
    }
  }
  json::object links;
  for (const auto& [kind_name, id] : targets) {
    const model::Kind* kind = catalogue.kind(kind_name);
    if (kind == nullptr) continue;
    auto record = tx.get(viewer, kind_name, RecordId{id});
    if (record) {
      links[fmt::format("{}:{}", kind_name, id)] = label_of(*kind, *record);
    } else if (record.error().code != Errc::not_found) {
      return record.error();
    }
  }
  return links;
}

}  // namespace lp::records
