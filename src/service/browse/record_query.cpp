#include "service/browse/record_query.h"

#include <array>
#include <charconv>
#include <map>

#include "base/text.h"
#include "model/names.h"
#include "records/visibility.h"

namespace lp::service {
namespace {

using model::FieldType;
using model::Op;
using model::Predicate;

constexpr model::NameTable<Op, 11> ops{{{Op::eq, "eq"}, {Op::ne, "ne"}, {Op::in, "in"}, {Op::not_in, "not_in"}, {Op::gt, "gt"},
                                        {Op::gte, "gte"}, {Op::lt, "lt"}, {Op::lte, "lte"}, {Op::contains, "contains"},
                                        {Op::starts_with, "starts_with"}, {Op::exists, "exists"}}};
constexpr std::array<std::string_view, 2> text_system_fields{"state", "no"};
constexpr std::array<std::string_view, 7> number_system_fields{"id", "org_id", "version", "created_by", "created_at", "updated_at", "state_since"};

Error filter_error(const std::string& name, std::string code, std::string zh, std::string en) {
  Error error = make_error(Errc::invalid, name + ": " + en);
  error.message_zh = name + "：" + zh;
  error.fields.push_back({name, std::move(code), std::move(zh), std::move(en)});
  return error;
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::string_view known : names) {
    if (known == name) return true;
  }
  return false;
}

bool is_time(std::string_view field) { return field == "created_at" || field == "updated_at" || field == "state_since"; }

// "grade.gte" → (grade, gte); "org.type.in" → (org.type, in); "grade" → (grade, eq).
std::pair<std::string, Op> split_operator(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos) {
    if (const auto op = model::value_in(ops, name.substr(dot + 1))) return {std::string(name.substr(0, dot)), *op};
  }
  return {std::string(name), Op::eq};
}

std::optional<std::int64_t> to_int(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<double> to_double(std::string_view text) {
  double value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// A moment: microseconds, or a day, which for "until" means its end.
std::optional<json::value> to_moment(std::string_view text, Op op) {
  if (const auto micros = to_int(text)) return json::value(*micros);
  const auto day = parse_date(text);
  if (!day) return std::nullopt;
  const bool end = op == Op::lte || op == Op::gt;
  const std::int64_t micros = start_of_day_in_china(end ? day->plus_days(1) : *day).micros();
  return json::value(end ? micros - 1 : micros);
}

std::optional<json::value> to_date_operand(std::string_view text) {
  if (starts_with(text, "today") || parse_date(text)) return json::value(text);
  return std::nullopt;
}

std::optional<json::value> to_operand(FieldType type, std::string_view text, Op op) {
  switch (type) {
    case FieldType::integer: case FieldType::record: case FieldType::user:
      if (const auto number = to_int(text)) return json::value(*number);
      return std::nullopt;
    case FieldType::decimal:
      if (const auto number = to_double(text)) return json::value(*number);
      return std::nullopt;
    case FieldType::boolean:
      if (text == "true" || text == "1") return json::value(true);
      if (text == "false" || text == "0") return json::value(false);
      return std::nullopt;
    case FieldType::timestamp: return to_moment(text, op);
    case FieldType::date: return to_date_operand(text);
    default: return json::value(text);
  }
}

struct FilterField {
  std::string name;                    // as the predicate wants it
  FieldType type = FieldType::text;
};

Result<FilterField> find_filter_field(const model::Catalogue& catalogue, const model::Kind& kind, const model::Viewer& viewer,
                                      const std::string& name) {
  if (name == "org") return FilterField{kind.owned ? "org_id" : "id", FieldType::integer};
  if (is_one_of(text_system_fields, name)) return FilterField{name, FieldType::text};
  if (is_one_of(number_system_fields, name)) return FilterField{name, is_time(name) ? FieldType::timestamp : FieldType::integer};
  const bool of_owner = starts_with(name, "org.");
  const model::Kind* holder = of_owner ? catalogue.kind("organisation") : &kind;
  const model::Field* field = holder ? holder->find_field(of_owner ? name.substr(4) : name) : nullptr;
  if (field == nullptr || !records::may_see(viewer, *field)) {
    return filter_error("f." + name, "unknown_field", "没有这个筛选字段", "no such field to filter by");
  }
  if (!field->filter || field->type == FieldType::rows || field->type == FieldType::file) {
    return filter_error("f." + name, "not_filterable", "此字段不能用于筛选", "this field cannot be filtered by");
  }
  return FilterField{name, field->type == FieldType::list ? field->item : field->type};
}

struct Filter {
  std::string name;
  Op op = Op::eq;
  std::vector<std::string> values;
};

Result<Predicate> to_predicate(const FilterField& field, const Filter& filter) {
  const std::string shown = "f." + filter.name;
  if (filter.op == Op::exists) {
    const std::string& text = filter.values.front();
    return Predicate::compare(field.name, Op::exists, {text == "true" || text == "1"});
  }
  std::vector<std::string> texts;
  const bool list = filter.op == Op::in || filter.op == Op::not_in;
  for (const std::string& value : filter.values) {
    if (!list) texts.push_back(value);
    else for (std::string_view part : split(value, ',')) texts.emplace_back(part);
  }
  json::array operands;
  for (const std::string& text : texts) {
    auto operand = to_operand(field.type, text, filter.op);
    if (!operand) return filter_error(shown, "type", "筛选值“" + truncate(text, 40) + "”不合要求", "\"" + truncate(text, 40) + "\" does not fit the field");
    operands.push_back(*std::move(operand));
  }
  if (operands.size() > 500) return filter_error(shown, "too_many_items", "筛选值过多", "too many values");
  Op op = filter.op;
  if (operands.size() > 1 && op == Op::eq) op = Op::in;
  if (operands.size() > 1 && op != Op::in && op != Op::not_in) return filter_error(shown, "type", "只能给一个值", "takes one value");
  return Predicate::compare(field.name, op, std::move(operands));
}

Result<std::vector<store::Sort>> read_order(const model::Kind& kind, const model::Viewer& viewer, std::string_view text) {
  std::vector<store::Sort> order;
  for (std::string_view part : split(text, ',')) {
    if (part.empty()) continue;
    store::Sort sort;
    sort.descending = part.front() == '-';
    sort.field = std::string(sort.descending ? part.substr(1) : part);
    LP_CHECK_OK(check_scalar_field(kind, viewer, sort.field));
    order.push_back(std::move(sort));
  }
  if (order.size() > 4) return filter_error("sort", "too_many_items", "排序字段过多", "at most four fields");
  return order;
}

}  // namespace

Status check_scalar_field(const model::Kind& kind, const model::Viewer& viewer, std::string_view name) {
  if (is_one_of(text_system_fields, name) || is_one_of(number_system_fields, name)) return ok_status();
  const model::Field* field = kind.find_field(name);
  const bool scalar = field != nullptr && records::may_see(viewer, *field) && !field->multi && field->type != FieldType::rows &&
                      field->type != FieldType::list && field->type != FieldType::file;
  if (scalar) return ok_status();
  return filter_error(std::string(name), "unknown_field", "不能按此字段排序或汇总", "cannot be sorted or counted by");
}

Result<store::RecordQuery> read_record_query(const model::Catalogue& catalogue, const model::Viewer& viewer,
                                             std::string_view kind_name, const QueryText& items) {
  const model::Kind* kind = catalogue.kind(kind_name);
  if (kind == nullptr) return make_error(Errc::not_found, "no such kind of record");
  store::RecordQuery query;
  query.kind = kind->name;
  std::map<std::string, Filter> filters;
  for (const auto& [name, value] : items) {
    if (name == "q") query.search = std::string(trim(value));
    if (name == "sort") {
      LP_TRY(query.order, read_order(*kind, viewer, value));
    }
    if (!starts_with(name, "f.") || value.empty()) continue;
    auto [field, op] = split_operator(std::string_view(name).substr(2));
    Filter& filter = filters[name];
    filter.name = field;
    filter.op = op;
    filter.values.push_back(value);
  }
  if (count_codepoints(query.search) == 1) return filter_error("q", "too_short", "请至少输入两个字", "at least two characters");
  if (count_codepoints(query.search) > 200) return filter_error("q", "too_long", "搜索词过长", "at most 200 characters");
  std::vector<Predicate> all;
  for (const auto& [name, filter] : filters) {
    LP_TRY(const FilterField field, find_filter_field(catalogue, *kind, viewer, filter.name));
    LP_TRY(Predicate predicate, to_predicate(field, filter));
    all.push_back(std::move(predicate));
  }
  query.where = Predicate::all_of(std::move(all));
  if (query.order.empty()) query.order.push_back({"updated_at", true});
  return query;
}

}  // namespace lp::service
