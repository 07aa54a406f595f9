#include "records/portal_sheet.h"

#include "records/diff.h"
#include "records/problems.h"

namespace lp::records {
namespace {

class SheetWriter {
 public:
  SheetWriter(const model::Catalogue& catalogue, const model::Kind& kind, const model::Record& record, bool zh)
      : catalogue_(catalogue), kind_(kind), record_(record), zh_(zh) {}

  json::object section(const json::object& layout) const {
    json::object out{{"title", title_of(layout)}, {"rows", json::array()}, {"tables", json::array()}};
    if (const json::array* fields = find_array(layout, "fields")) {
      for (const auto& entry : *fields) add_row(entry, out["rows"].as_array());
    }
    if (const model::Field* field = kind_.find_field(get_string(layout, "rows"))) {
      out["tables"].as_array().push_back(table(*field, layout));
    }
    return out;
  }

  std::string title_of(const json::object& layout) const {
    const json::object* title = find_object(layout, "title");
    return title != nullptr ? get_string(*title, zh_ ? "zh" : "en") : std::string();
  }

 private:
  std::string in_language(const LocalText& text) const { return zh_ ? text.zh : text.en; }

  std::string value_of(const model::Field& field, const json::object& data) const {
    const json::value* value = find(data, field.name);
    return value != nullptr ? in_language(value_text(catalogue_, field, *value)) : std::string();
  }

  // An entry is a field name, or {field, title} where the portal's caption differs from ours.
  void add_row(const json::value& entry, json::array& rows) const {
    const bool captioned = entry.is_object();
    const std::string name = captioned ? get_string(entry.as_object(), "field")
                             : entry.is_string() ? std::string(entry.as_string().c_str()) : std::string();
    const model::Field* field = kind_.find_field(name);
    if (field == nullptr) return;
    std::string label = captioned ? title_of(entry.as_object()) : std::string();
    if (label.empty()) label = in_language(field->title);
    rows.push_back(json::object{{"label", label}, {"value", value_of(*field, record_.data)}});
  }

  json::object table(const model::Field& field, const json::object& layout) const {
    std::vector<const model::Field*> columns;
    const json::array* wanted = find_array(layout, "columns");
    for (const auto& column : field.columns) {
      if (wanted == nullptr) columns.push_back(&column);
    }
    for (std::size_t i = 0; wanted != nullptr && i < wanted->size(); ++i) {
      for (const auto& column : field.columns) {
        if ((*wanted)[i].is_string() && (*wanted)[i].as_string() == column.name) columns.push_back(&column);
      }
    }
    json::array heads, rows;
    for (const auto* column : columns) heads.emplace_back(in_language(column->title));
    const json::array* items = find_array(record_.data, field.name);
    for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
      if ((*items)[i].is_object()) rows.push_back(cells(columns, (*items)[i].as_object()));
    }
    return {{"title", in_language(field.title)}, {"columns", std::move(heads)}, {"rows", std::move(rows)}};
  }

  json::array cells(const std::vector<const model::Field*>& columns, const json::object& row) const {
    json::array out;
    for (const auto* column : columns) out.emplace_back(value_of(*column, row));
    return out;
  }

  const model::Catalogue& catalogue_;
  const model::Kind& kind_;
  const model::Record& record_;
  bool zh_;
};

}  // namespace

Result<json::object> portal_sheet(const model::Catalogue& catalogue, const model::Kind& kind,
                                  const model::Record& record, bool zh) {
  const json::array* layouts = find_array(kind.portal_sheet, "sections");
  if (layouts == nullptr) {
    return local_error(Errc::unsupported, {"“" + kind.title.zh + "”没有可抄录的填报页", kind.name + " has no portal sheet"});
  }
  const SheetWriter writer(catalogue, kind, record, zh);
  json::array sections;
  for (const auto& layout : *layouts) {
    if (layout.is_object()) sections.push_back(writer.section(layout.as_object()));
  }
  return json::object{{"title", writer.title_of(kind.portal_sheet)}, {"sections", std::move(sections)}};
}

}  // namespace lp::records
