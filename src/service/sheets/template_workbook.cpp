#include "service/sheets/template_workbook.h"

#include <algorithm>

#include "io/xlsx_writer.h"
#include "records/permissions.h"
#include "service/sheets/mapping.h"
#include "service/sheets/sheet_fields.h"

namespace lp::service {
namespace {

using model::FieldType;

std::vector<std::string> choices_of(const model::Catalogue& catalogue, const model::Field& field, bool zh) {
  std::vector<std::string> out;
  if (field.type == FieldType::boolean) return zh ? std::vector<std::string>{"是", "否"} : std::vector<std::string>{"yes", "no"};
  const model::Taxonomy* taxonomy = field.type == FieldType::code ? catalogue.taxonomy(field.of) : nullptr;
  for (const model::Option& o : taxonomy != nullptr ? taxonomy->entries : field.options) out.push_back(zh ? o.title.zh : o.title.en);
  return out;
}

std::string format_of(const model::Field& field, bool zh) {
  switch (field.type) {
    case FieldType::date: return zh ? "日期，如 2024-07-31" : "a date like 2024-07-31";
    case FieldType::integer: return zh ? "整数" : "a whole number";
    case FieldType::decimal: return zh ? "数字" : "a number";
    case FieldType::boolean: return zh ? "是或否" : "yes or no";
    case FieldType::uscc: return zh ? "18 位统一社会信用代码" : "18 characters";
    case FieldType::list: return zh ? "可填多项，用分号隔开" : "several, separated by semicolons";
    case FieldType::code:
    case FieldType::enumeration: return field.multi ? (zh ? "从可选项中选，可填多项，用分号隔开" : "of the list, several separated by semicolons") : (zh ? "从下拉列表中选" : "of the drop-down");
    default: return zh ? "文字" : "text";
  }
}

std::string example_of(const model::Field& field, const std::vector<std::string>& choices, bool zh) {
  if (!choices.empty()) return choices.front();
  switch (field.type) {
    case FieldType::date: return "2024-07-31";
    case FieldType::integer: return std::to_string(static_cast<std::int64_t>(field.min.value_or(1)));
    case FieldType::decimal: return "1.5";
    case FieldType::phone: return "025-00000000";
    case FieldType::email: return "security@example.cn";
    case FieldType::url: return "https://www.example.cn";
    case FieldType::domain: return "www.example.cn";
    case FieldType::ip_range: return "203.0.113.0/28";
    case FieldType::uscc: return "";
    default: return field.required ? (zh ? "示例" : "example") : "";
  }
}

struct Sheet {
  std::vector<io::Column> columns;
  std::vector<io::Cell> example;
  std::vector<std::string> help;
};

void add_column(Sheet& sheet, const model::Catalogue& catalogue, const model::Field& field, bool zh) {
  const std::string& title = zh ? field.title.zh : field.title.en;
  io::Column column{.name = field.name, .title = title, .width = 20, .required = field.required, .as_text = field.type != FieldType::date};
  column.choices = choices_of(catalogue, field, zh);
  column.note = format_of(field, zh);
  sheet.example.push_back(io::Cell::of(example_of(field, column.choices, zh)));
  const std::string& help = zh ? field.help.zh : field.help.en;
  sheet.help.push_back(title + (field.required ? (zh ? "（必填）" : " (required)") : "") + (zh ? "：" : ": ") + format_of(field, zh) + (help.empty() ? "" : (zh ? "。" : ". ") + help));
  if (field.multi) column.choices.clear();  // a drop-down offers one only
  sheet.columns.push_back(std::move(column));
}

Sheet make_sheet(const model::Catalogue& catalogue, const model::Kind& kind, const model::Viewer& viewer) {
  const bool zh = viewer.zh;
  Sheet sheet;
  sheet.help.push_back((zh ? "填写说明：" : "How to fill in: ") + (zh ? kind.title.zh : kind.title.en));
  sheet.help.push_back(zh ? "表头带 * 的列必填；不要改动表头。以“示例：”开头的行不会导入。" : "Columns marked * are required; leave the header as it is. Rows that begin with 示例： are not imported.");
  model::Record fresh;
  fresh.kind = kind.name;
  fresh.org = viewer.org;
  fresh.state = kind.workflow.start;
  if (kind.owned && model::side_of(viewer.role) == model::Side::regulator) {
    sheet.columns.push_back({.name = std::string(org_column), .title = zh ? "所属单位" : "Organisation", .width = 26, .required = true, .as_text = true});
    sheet.example.push_back(io::Cell::of(zh ? "统一社会信用代码或单位名称" : "credit code or name"));
    sheet.help.push_back(zh ? "所属单位：统一社会信用代码或单位名称" : "Organisation: its credit code or name");
  }
  for (const model::Field* f : importable_fields(kind)) {
    if (records::write_refusal(viewer, kind, fresh, *f).empty()) add_column(sheet, catalogue, *f, zh);
  }
  for (io::Cell& cell : sheet.example) {  // the mark stands in the first column
    cell = io::Cell::of(std::string(example_mark) + cell.text);
    break;
  }
  return sheet;
}

}  // namespace

Status write_template(const model::Catalogue& catalogue, const model::Kind& kind, const model::Viewer& viewer,
                      const std::filesystem::path& path) {
  const Sheet sheet = make_sheet(catalogue, kind, viewer);
  LP_TRY(const auto sink, io::XlsxSink::create(path));
  LP_CHECK_OK(sink->begin(viewer.zh ? kind.title.zh : kind.title.en, sheet.columns));
  sink->set_drop_down_rows(5000);
  LP_CHECK_OK(sink->write(sheet.example));
  LP_CHECK_OK(sink->write_text_sheet(viewer.zh ? "填写说明" : "Instructions", sheet.help));
  return sink->finish();
}

}  // namespace lp::service
