#include "campaign/row_source.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/text.h"

namespace lp::campaign {
namespace {

constexpr std::array<std::string_view, 5> leading{"id", "org_id", "state", "state_since", "path"};
constexpr std::array<std::string_view, 4> other_system_fields{"version", "created_at", "updated_at", "created_by"};
constexpr std::string_view org_prefix = "org.";

bool is_system(std::string_view name) {
  return std::find(other_system_fields.begin(), other_system_fields.end(), name) != other_system_fields.end();
}

}  // namespace

Columns::Columns(const model::Kind& kind) : kind_(kind) {
  for (std::string_view name : leading) {
    names_.emplace_back(name);
    shapes_.push_back(name == "state" || name == "path" ? Shape::text : Shape::integer);
  }
}

void Columns::add(std::string_view field) {
  if (field.empty() || starts_with(field, org_prefix) || find(field) >= 0) return;
  Shape shape = Shape::integer;
  if (!is_system(field)) {
    const model::Field* f = kind_.find_field(field);
    if (f == nullptr) return;  // the linter reports it; here the field is absent everywhere
    using T = model::FieldType;
    if (f->multi || f->type == T::list || f->type == T::rows || f->type == T::file) shape = Shape::list;
    else if (f->type == T::integer || f->type == T::timestamp || f->type == T::record || f->type == T::user) shape = Shape::integer;
    else if (f->type == T::decimal) shape = Shape::decimal;
    else if (f->type == T::boolean) shape = Shape::boolean;
    else shape = Shape::text;
  }
  names_.emplace_back(field);
  shapes_.push_back(shape);
}

int Columns::find(std::string_view name) const {
  const auto at = std::find(names_.begin(), names_.end(), name);
  return at == names_.end() ? -1 : static_cast<int>(at - names_.begin());
}

void Columns::decode(int column, const store::RowView& row, json::value& value) const {
  if (row.is_null(column)) {
    value = nullptr;
    return;
  }
  switch (shapes_[static_cast<std::size_t>(column)]) {
    case Shape::integer: value = row.integer(column); return;
    case Shape::decimal: value = row.decimal(column); return;
    case Shape::boolean: value = row.integer(column) != 0; return;
    case Shape::text: {
      json::string* text = value.if_string();
      if (text == nullptr) text = &value.emplace_string();
      text->assign(row.text(column));
      return;
    }
    case Shape::list: break;
  }
  auto parsed = parse_json(row.text(column));
  value = parsed ? *std::move(parsed) : json::value(row.text(column));
}

void RowSource::set_row(const store::RowView& row, const json::object* org) {
  row_ = &row;
  org_ = org;
  ++generation_;
}

const json::value* RowSource::field(std::string_view name) const {
  if (starts_with(name, org_prefix)) return org_ == nullptr ? nullptr : find(*org_, name.substr(org_prefix.size()));
  const int column = columns_.find(name);
  if (column < 0) return nullptr;
  Slot& slot = values_[static_cast<std::size_t>(column)];
  if (slot.generation != generation_) {
    columns_.decode(column, *row_, slot.value);
    slot.generation = generation_;
  }
  return &slot.value;
}

ObjectView RowSource::view() const {
  LP_CHECK(row_ != nullptr, "a row was set");
  const std::int64_t own = row_->integer(Columns::org);
  const RecordId id{row_->integer(Columns::id)};
  return {id, own != 0 ? OrgId{own} : to_org(id), row_->text(Columns::state),
          Timestamp(row_->integer(Columns::state_since)), row_->text(Columns::path), *this};
}

}  // namespace lp::campaign
