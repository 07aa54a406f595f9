#include "model/kind.h"

#include <algorithm>

#include "model/names.h"

namespace lp::model {
namespace {

constexpr NameTable<FieldType, 21> field_types{{
    {FieldType::text, "text"}, {FieldType::long_text, "long_text"}, {FieldType::integer, "int"},
    {FieldType::decimal, "decimal"}, {FieldType::boolean, "bool"}, {FieldType::date, "date"},
    {FieldType::timestamp, "timestamp"}, {FieldType::code, "code"}, {FieldType::enumeration, "enum"},
    {FieldType::record, "record"}, {FieldType::user, "user"}, {FieldType::file, "file"}, {FieldType::list, "list"},
    {FieldType::rows, "rows"}, {FieldType::uscc, "uscc"}, {FieldType::phone, "phone"}, {FieldType::email, "email"},
    {FieldType::url, "url"}, {FieldType::domain, "domain"}, {FieldType::ip_range, "ip_range"},
    {FieldType::icp_number, "icp_number"},
}};

constexpr NameTable<Side, 5> sides{{
    {Side::enterprise, "enterprise"}, {Side::assessor, "assessor"}, {Side::regulator, "regulator"},
    {Side::expert, "expert"}, {Side::system, "system"},
}};

template <class Items>
auto find_named(const Items& items, std::string_view name) -> decltype(items.data()) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_string(FieldType t) { return name_in(field_types, t); }

std::optional<FieldType> parse_field_type(std::string_view name) { return value_in(field_types, name); }

std::string_view to_string(Side s) { return name_in(sides, s); }
std::optional<Side> parse_side(std::string_view name) { return value_in(sides, name); }

const State* Workflow::find_state(std::string_view name) const { return find_named(states, name); }
const Move* Workflow::find_move(std::string_view name) const { return find_named(moves, name); }
const Field* Kind::find_field(std::string_view field) const { return find_named(fields, field); }

std::vector<std::string> Kind::search_fields() const {
  std::vector<std::string> names;
  for (const Field& f : fields) {
    if (f.search) names.push_back(f.name);
  }
  return names;
}

const Option* Taxonomy::find(std::string_view code) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Option& o) { return o.code == code; });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace lp::model
