#include "model/field_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/field_problem.h"

namespace lp::model {
namespace {

constexpr std::size_t most_items = 10'000;  // of a list, rows or multi field

void check_one(const FieldContext& context, const json::value& value, const Catalogue& catalogue);

void wrong_type(const FieldContext& c, const char* zh, const char* en) {
  c.say("type", std::string("应为") + zh, std::string("must be ") + en);
}

void check_code(const FieldContext& c, const json::value& value, const Catalogue& catalogue) {
  if (!value.is_string()) return wrong_type(c, "代码文本", "a code");
  const std::string_view code = value.get_string();
  if (c.field.type == FieldType::enumeration) {
    const bool known = std::any_of(c.field.options.begin(), c.field.options.end(), [&](const Option& o) { return o.code == code; });
    if (!known) c.say("unknown_option", fmt::format("没有选项“{}”", code.substr(0, 80)), fmt::format("has no option \"{}\"", code.substr(0, 80)));
    return;
  }
  const Taxonomy* taxonomy = catalogue.taxonomy(c.field.of);
  if (taxonomy == nullptr || taxonomy->find(code) == nullptr) {
    c.say("unknown_code", fmt::format("“{}”不在代码表中", code.substr(0, 80)), fmt::format("\"{}\" is not in the code list {}", code.substr(0, 80), c.field.of));
  }
}

void check_reference(const FieldContext& c, const json::value& value) {
  if (!value.is_int64() || value.get_int64() <= 0) c.say("bad_reference", "应引用一条记录", "must refer to a record");
}

void check_count(const FieldContext& c, std::size_t count) {
  const auto n = static_cast<double>(count);
  const double most = c.field.max ? std::min(*c.field.max, static_cast<double>(most_items)) : static_cast<double>(most_items);
  const bool list_bounds = c.field.type == FieldType::rows || c.field.type == FieldType::list || c.field.multi;
  if (list_bounds && n > most) c.say("too_many_items", fmt::format("最多{:.0f}项，现有{}项", most, count), fmt::format("takes at most {:.0f} items, has {}", most, count));
  if (c.field.min && n < *c.field.min) c.say("too_few_items", fmt::format("至少{:.0f}项", *c.field.min), fmt::format("needs at least {:.0f} items", *c.field.min));
}

// A row's columns are fields of their own; the path says which row.
void check_row(const FieldContext& c, const json::value& row, const Catalogue& catalogue) {
  const json::object* cells = row.if_object();
  if (cells == nullptr) return wrong_type(c, "一行数据", "a row of columns");
  for (const auto& cell : *cells) {
    const std::string key(cell.key());
    const auto column = std::find_if(c.field.columns.begin(), c.field.columns.end(), [&](const Field& f) { return f.name == key; });
    if (column == c.field.columns.end()) {
      c.say("unknown_column", fmt::format("没有列“{}”", key.substr(0, 60)), fmt::format("has no column \"{}\"", key.substr(0, 60)));
      continue;
    }
    if (cell.value().is_null()) continue;
    check_one({*column, c.path + "." + key, c.problems}, cell.value(), catalogue);
  }
  for (const Field& column : c.field.columns) {
    if (!column.required || is_filled(cells->if_contains(column.name))) continue;
    FieldProblem problem = required_problem(column);
    problem.field = c.path + "." + column.name;
    c.problems.push_back(std::move(problem));
  }
}

void check_items(const FieldContext& c, const json::value& value, const Catalogue& catalogue) {
  const json::array* items = value.if_array();
  if (items == nullptr) return wrong_type(c, "列表", "a list");
  check_count(c, items->size());
  Field item = c.field;  // one element: the same field without its plural
  item.multi = false;
  if (c.field.type != FieldType::rows) item.min = item.max = std::nullopt;
  if (c.field.type == FieldType::list) item.type = c.field.item;
  for (std::size_t i = 0; i < std::min(items->size(), most_items); ++i) {
    const FieldContext at{item, fmt::format("{}[{}]", c.path, i), c.problems};
    if (c.field.type == FieldType::rows) {
      check_row(at, (*items)[i], catalogue);
    } else {
      check_one(at, (*items)[i], catalogue);
    }
  }
}

void check_duplicates(const FieldContext& c, const json::value& value) {
  std::vector<std::string> seen;
  if (!value.is_array() || c.field.type == FieldType::rows || c.field.type == FieldType::file) return;
  for (const json::value& item : value.get_array()) {
    if (item.is_string()) seen.emplace_back(item.get_string());
  }
  std::sort(seen.begin(), seen.end());
  const auto twice = std::adjacent_find(seen.begin(), seen.end());
  if (twice != seen.end()) c.say("duplicate_item", fmt::format("“{}”重复", twice->substr(0, 80)), fmt::format("holds \"{}\" twice", twice->substr(0, 80)));
}

void check_one(const FieldContext& c, const json::value& value, const Catalogue& catalogue) {
  switch (c.field.type) {
    case FieldType::integer:
    case FieldType::decimal: return check_number(c, value);
    case FieldType::boolean: {
      if (!value.is_bool()) wrong_type(c, "是或否", "true or false");
      return;
    }
    case FieldType::date:
    case FieldType::timestamp: return check_moment(c, value);
    case FieldType::code:
    case FieldType::enumeration: return check_code(c, value, catalogue);
    case FieldType::record:
    case FieldType::user: return check_reference(c, value);
    case FieldType::file: return check_file(c, value);
    case FieldType::list:
    case FieldType::rows: return check_items(c, value, catalogue);
    default: return check_text(c, value);
  }
}

}  // namespace

void FieldContext::say(const char* code, const std::string& zh, const std::string& en) const {
  const std::string& zh_title = field.title.zh.empty() ? field.name : field.title.zh;
  const std::string& en_title = field.title.en.empty() ? field.name : field.title.en;
  problems.push_back({path, code, "“" + zh_title + "”" + zh, en_title + " " + en});
}

std::vector<FieldProblem> check_field(const Field& field, const json::value& value, const Catalogue& catalogue) {
  std::vector<FieldProblem> problems;
  if (value.is_null()) return problems;
  const FieldContext context{field, field.name, problems};
  if (!field.multi) {
    check_one(context, value, catalogue);
  } else {
    check_items(context, value, catalogue);
  }
  check_duplicates(context, value);
  return problems;
}

std::vector<FieldProblem> check_fields(const Kind& kind, const json::object& data, const Catalogue& catalogue) {
  std::vector<FieldProblem> problems;
  for (const auto& member : data) {
    const std::string name(member.key());
    const Field* field = kind.find_field(name);
    if (field == nullptr) {
      problems.push_back({name.substr(0, 60), "unknown_field", "没有字段“" + name.substr(0, 60) + "”", "there is no field \"" + name.substr(0, 60) + "\""});
      continue;
    }
    auto found = check_field(*field, member.value(), catalogue);
    problems.insert(problems.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  return problems;
}

bool is_filled(const json::value* value) {
  if (value == nullptr || value->is_null()) return false;
  if (value->is_string()) return !value->get_string().empty();
  if (value->is_array()) return !value->get_array().empty();
  return true;
}

FieldProblem required_problem(const Field& field) {
  const std::string& zh = field.title.zh.empty() ? field.name : field.title.zh;
  const std::string& en = field.title.en.empty() ? field.name : field.title.en;
  return {field.name, "required", "请填写“" + zh + "”", en + " is required"};
}

}  // namespace lp::model
