#include <algorithm>

#include "base/text.h"
#include "match/inventory/component_parts.h"
#include "match/inventory/table_columns.h"

namespace lp::match {
namespace {

// "CentOS Linux 7.6" of a column of versions, where no column has names.
void split_version(Component& component) {
  const std::string text = component.version;
  const std::size_t digit = text.find_first_of("0123456789");
  if (digit == std::string::npos || digit == 0) return;
  std::string_view name = trim(std::string_view(text).substr(0, digit));
  if (name.ends_with('v') || name.ends_with('V')) name = trim(name.substr(0, name.size() - 1));
  if (name.empty()) return;
  component.name = name;
  component.version = trim(std::string_view(text).substr(digit));
}

// Several names in one cell, by blanks, semicolons or line ends.
void add_cpes(Component& component, std::string_view text, const std::string& place, InventorySink& sink) {
  for (std::size_t at = 0; (at = text.find_first_not_of(" ;\t\r\n", at)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(" ;\t\r\n", at), text.size());
    add_cpe(component, text.substr(at, end - at), place, sink);
    at = end;
  }
}

void put(Component& component, TableField field, std::string_view text, const std::string& place, InventorySink& sink, std::string& kind) {
  switch (field) {
    case TableField::none: break;
    case TableField::asset: component.asset = text; break;
    case TableField::location: component.location = text; break;
    case TableField::type: kind = text; break;
    case TableField::vendor: component.vendor = stated(text); break;
    case TableField::name: component.name = stated(text); break;
    case TableField::version: component.version = stated(text); break;
    case TableField::model: component.model = stated(text); break;
    case TableField::purl: add_purl(component, text, place, sink); break;
    case TableField::cpe: add_cpes(component, text, place, sink); break;
    case TableField::distribution: component.distribution = text; break;
    case TableField::source_name: component.source_name = text; break;
    case TableField::source_version: component.source_version = text; break;
    case TableField::scheme: component.scheme = to_lower_ascii(text); break;
  }
}

// What the words of the type say, and what is missing.
void complete(Component& component, const std::string& kind) {
  component.type = component_type(kind);
  if (component.type == ComponentType::other && !component.model.empty()) component.type = ComponentType::hardware;
  if (complete_name(component)) return;
  split_version(component);
  // "Oracle", "MySQL" in a column of types
  if (component.name.empty() && component.type == ComponentType::other && !component.version.empty()) component.name = kind;
}

}  // namespace

TableReader::TableReader(InventorySink& sink) : sink_(sink) {
  if (sink.options().mapping.empty()) return;
  Result<TableMapping> mapping = read_table_mapping(sink.options().mapping);
  if (mapping) {
    mapping_ = *std::move(mapping);
  } else {
    ready_ = false;
    sink.fail("its mapping: " + mapping.error().message);
  }
}

bool TableReader::take_header(const io::Row& row) {
  if (!mapping_) {
    auto columns = table_header_of(row);
    if (!columns) return false;
    columns_ = *std::move(columns);
    return found_header_ = true;
  }
  std::vector<TableField> columns(row.cells.size(), TableField::none);
  bool any = false;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto found = mapping_->by_header.find(normalise_for_match(row.cells[i].text));
    if (found != mapping_->by_header.end()) columns[i] = found->second, any = true;
    if (const auto numbered = mapping_->by_number.find(i); numbered != mapping_->by_number.end()) columns[i] = numbered->second;
  }
  if (!any) return false;
  columns_ = std::move(columns);
  return found_header_ = true;
}

void TableReader::read(io::RowSource& rows, const Place& place) {
  columns_.clear();
  if (mapping_ && !mapping_->has_header()) {
    columns_.resize(mapping_->by_number.rbegin()->first + 1, TableField::none);
    for (const auto& [number, field] : mapping_->by_number) columns_[number] = field;
    found_header_ = true;
  }
  io::Row row;
  for (;;) {
    const Result<bool> more = rows.next(row);
    if (!more) {
      if (columns_.empty()) sink_.fail(more.error().message);
      else sink_.remark({}, "broken_table", more.error().message, "rows behind the place are not read");
      return;
    }
    if (!*more) return;
    if (row.blank() || ((!mapping_ || mapping_->has_header()) && take_header(row))) continue;
    if (!columns_.empty()) read_row(row, place(row));
  }
}

void TableReader::read_row(const io::Row& row, const std::string& place) {
  Component component;
  std::string kind;
  bool any = false;
  for (std::size_t i = 0; i < row.cells.size() && i < columns_.size(); ++i) {
    const std::string_view text = trim(row.cells[i].text);
    if (text.empty() || columns_[i] == TableField::none) continue;
    any = true;
    put(component, columns_[i], text, place, sink_, kind);
  }
  if (!any) return sink_.leave_out("row_without_values");
  complete(component, kind);
  if (component.name.empty()) return sink_.refuse(place, "no_name", "a row without a name, model, package URL or CPE");
  component.where = place;
  sink_.take(std::move(component));
}

}  // namespace lp::match
