#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "io/buffered_sink.h"
#include "discover/report/catalogue.h"
#include "discover/report/result_json.h"
#include "discover/report/words.h"
#include "io/csv_writer.h"
#include "io/xlsx_writer.h"

namespace lp::discover {
namespace {

constexpr std::string_view to_fill = "待填";
constexpr std::string_view sheet_name = "重要数据和核心数据目录（草案）";

// What a column's cells are made of.
struct Source {
  const CatalogueRow& row;
  const Catalogue& catalogue;
  const Titles& titles;
};
struct FormColumn {
  int number;            // of the form, 0 = beside it
  std::string_view name, title;
  double width;
  io::Cell (*cell)(const Source&);
  std::vector<std::string> choices = {};
};

io::Cell text(std::string_view s) { return io::Cell::of(s); }
io::Cell count(std::uint64_t n) { return n == 0 ? io::Cell() : io::Cell::of_number(static_cast<double>(n)); }

std::string joined_kinds(const Source& s) {
  std::vector<std::string> names;
  for (const std::string& kind : s.row.kinds) names.push_back(s.titles.kind(kind).zh);
  return join(names, "、");
}
std::string joined_notes(const Source& s) {
  std::vector<std::string> sentences;
  for (const std::string& code : s.row.notes) sentences.push_back(words(Topic::note, code).zh);
  return join(sentences, "；");
}
std::string class_text(const Source& s, const std::string& code) {
  if (code.empty()) return {};
  const std::string title = s.titles.class_of(s.catalogue.options.tree, code).zh;
  return title == code ? code : code + " " + title;
}
io::Cell gigabytes(const Source& s) {
  io::Cell cell{.text = gigabytes_text(s.row.bytes), .kind = io::CellKind::number};
  cell.number = std::stod(cell.text);
  return cell;
}

const std::vector<std::string>& yes_no() {
  static const std::vector<std::string> choices{"是", "否"};
  return choices;
}

std::vector<FormColumn> form_part() {
  return {
      {1, "name", "数据名称", 34, [](const Source& s) { return text(s.row.name); }},
      {2, "class_1", "数据一级类别", 22, [](const Source& s) { return text(class_text(s, s.row.class_2.empty() ? "" : s.titles.first_level(s.catalogue.options.tree, s.row.class_2))); }},
      {2, "class_2", "数据二级类别", 22, [](const Source& s) { return text(class_text(s, s.row.class_2)); }},
      {3, "level", "数据级别（建议）", 10, [](const Source& s) { return text(title_of(s.row.level).zh); }, {"一般", "重要", "核心"}},
      {4, "carrier", "数据载体", 16, [](const Source& s) { return text(s.row.carrier); }, {"与互联网连接", "不与互联网连接", "其他电子化或非电子化"}},
      {5, "source", "数据来源", 12, [](const Source& s) { return text(s.row.source); }},
      {6, "gigabytes", "数据数量（GB）", 12, gigabytes},
      {6, "records", "数据数量（条）", 14, [](const Source& s) { return count(s.row.records); }},
      {7, "coverage_kind", "覆盖类型", 10, [](const Source& s) { return text(s.row.coverage_kind); }, {"群体", "区域"}},
      {8, "coverage_share", "覆盖占比", 10, [](const Source& s) { return text(s.row.coverage_share); }, {"<20%", "20%–40%", "40%–60%", "60%–80%", ">80%"}},
      {9, "processor", "数据处理者名称", 22, [](const Source& s) { return text(s.row.processor); }},
      {10, "purpose", "数据处理目的", 22, [](const Source& s) { return text(s.row.purpose); }},
      {11, "exported", "是否出境", 10, [](const Source& s) { return text(s.row.exported); }, yes_no()},
      {11, "export_assessed", "是否开展数据出境安全评估", 14, [](const Source& s) { return text(s.row.export_assessed); }, yes_no()},
      {12, "cross_entity", "是否涉及跨主体流动", 12, [](const Source& s) { return text(s.row.cross_entity); }, yes_no()},
      {13, "foreign", "是否为涉外数据", 12, [](const Source& s) { return text(s.row.foreign); }, yes_no()},
      {14, "system_name", "信息系统名称", 20, [](const Source& s) { return text(s.row.system_name); }},
      {15, "protection_grade", "网络安全等级保护情况", 14, [](const Source& s) { return text(s.row.protection_grade); }},
      {16, "critical_infrastructure", "是否为关键信息基础设施", 14, [](const Source& s) { return text(s.row.critical_infrastructure); }, yes_no()},
      {17, "assessed", "是否进行数据安全风险评估", 14, [](const Source& s) { return text(s.row.assessed); }, yes_no()},
  };
}

const std::vector<FormColumn>& form_columns() {
  static const std::vector<FormColumn> columns = [] {
    std::vector<FormColumn> all = form_part();
    const std::vector<FormColumn> beside{
        {0, "rule_words", "级别判定依据", 30, [](const Source& s) { return text(s.titles.level_rule(s.row.rule).zh); }},
        {0, "rule", "判定规则", 20, [](const Source& s) { return text(s.row.rule); }},
        {0, "decided_by", "人工决定", 24, [](const Source& s) { return text(s.row.decided_by); }},
        {0, "deciding_path", "判定依据所在", 30, [](const Source& s) { return text(printable_utf8(s.row.path)); }},
        {0, "documents", "文件或表数量", 10, [](const Source& s) { return count(s.row.documents); }},
        {0, "persons_at_least", "涉及人数（不少于）", 12, [](const Source& s) { return count(s.row.persons_at_least); }},
        {0, "persons_at_most", "涉及人数（不多于）", 12, [](const Source& s) { return count(s.row.persons_at_most); }},
        {0, "estimated", "含估计值", 8, [](const Source& s) { return text(s.row.estimated ? "是" : "否"); }},
        {0, "kinds", "所含标识", 34, [](const Source& s) { return text(joined_kinds(s)); }},
        {0, "other_classes", "其他类别", 18, [](const Source& s) { return text(join(s.row.other_classes, "、")); }},
        {0, "notes", "提示", 34, [](const Source& s) { return text(joined_notes(s)); }},
    };
    all.insert(all.end(), beside.begin(), beside.end());
    return all;
  }();
  return columns;
}

std::vector<io::Column> sheet_columns() {
  std::vector<io::Column> columns;
  for (const FormColumn& c : form_columns()) {
    columns.push_back({.name = std::string(c.name), .title = std::string(c.title), .width = c.width, .required = c.number != 0,
                       .note = c.number != 0 ? fmt::format("备案表第 {} 项", c.number) : std::string("备案表之外"), .choices = c.choices});
  }
  return columns;
}

std::vector<std::string> explanations(const Catalogue& c) {
  return {
      std::string(sheet_name),
      fmt::format("由 {} 对 {} 的扫描结果生成，扫描完成于 {}。识别规则 {}。", printable_utf8(c.program), printable_utf8(c.root), time_text(c.finished), c.rules_digest),
      c.complete ? "本次扫描查看了全部内容。" : "本次扫描未查看全部内容（中断、抽样或有跳过），目录可能不全；见扫描报告“未查看的内容”。",
      fmt::format("另有 {} 个文件或表未列入：未发现标识且为一般级别，或低于所选级别。", grouped(c.documents_left_out)),
      "级别均为建议，最终级别由数据处理者和主管部门确定。“待填”各项扫描无法得知，请人工填写。",
      "同一文件夹中格式、字段和标识种类相同的文件合为一行；文件夹名中的日期不计。数据库中模式和表名（不计日期）相同且字段和标识种类相同的表合为一行。",
      "数量（GB）按 1 GB = 10 亿字节、两位小数，不足 0.01 的写 0.01。人数按可识别的自然人去重；多个文件之间可能重复，故给出下限和上限。",
      "本目录只描述数据，不含数据内容。",
  };
}

}  // namespace

std::string gigabytes_text(std::uint64_t bytes) {
  constexpr std::uint64_t hundredth = 10'000'000;
  const std::uint64_t hundredths = std::max<std::uint64_t>((bytes / hundredth) + (bytes % hundredth >= hundredth / 2 ? 1 : 0), bytes > 0 ? 1 : 0);
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

Status write_catalogue(const Catalogue& catalogue, const Titles& titles, io::RowSink& out) {
  LP_CHECK_OK(out.begin(sheet_name, sheet_columns()));
  std::vector<io::Cell> cells;
  for (const CatalogueRow& row : catalogue.rows) {
    cells.clear();
    for (const FormColumn& column : form_columns()) {
      io::Cell cell = column.cell({row, catalogue, titles});
      if (column.number != 0 && cell.empty()) cell = io::Cell::of(to_fill);
      cells.push_back(std::move(cell));
    }
    LP_CHECK_OK(out.write(cells));
  }
  return ok_status();
}

Status save_catalogue_xlsx(const Catalogue& catalogue, const Titles& titles, const std::filesystem::path& path) {
  LP_TRY(auto sheet, io::XlsxSink::create(path));
  LP_CHECK_OK(write_catalogue(catalogue, titles, *sheet));
  sheet->set_drop_down_rows(static_cast<std::uint32_t>(std::min<std::size_t>(catalogue.rows.size() + 50, 100'000)));
  LP_CHECK_OK(sheet->write_text_sheet("说明", explanations(catalogue)));
  return sheet->finish();
}

Status write_catalogue_csv(const Catalogue& catalogue, const Titles& titles, io::ByteSink out) {
  io::CsvSink sheet(std::move(out));
  LP_CHECK_OK(write_catalogue(catalogue, titles, sheet));
  return sheet.finish();
}

Status write_catalogue_json(const Catalogue& catalogue, const Titles& titles, io::ByteSink sink) {
  io::BufferedSink out(std::move(sink));
  json::object head{{"format", "longpan-catalogue-draft/1"},
                    {"title", sheet_name},
                    {"root", printable_utf8(catalogue.root)},
                    {"program", printable_utf8(catalogue.program)},
                    {"rules_digest", printable_utf8(catalogue.rules_digest)},
                    {"finished", instant_text(catalogue.finished)},
                    {"complete", catalogue.complete},
                    {"documents_left_out", catalogue.documents_left_out},
                    {"tree", catalogue.options.tree}};
  std::string opening = to_text(head);
  opening.pop_back();
  out << opening << ",\n\"rows\": [";
  bool first = true;
  for (const CatalogueRow& row : catalogue.rows) {
    json::object o;
    json::array missing;
    for (const FormColumn& column : form_columns()) {
      const io::Cell cell = column.cell({row, catalogue, titles});
      if (cell.kind == io::CellKind::number) o[column.name] = cell.number;
      else if (cell.empty()) o[column.name] = nullptr;
      else o[column.name] = cell.text;
      if (column.number != 0 && cell.empty()) missing.emplace_back(column.name);
    }
    // Codes, not words, where a program reads on.
    o["level"] = code_of(row.level);
    o["class_1"] = row.class_2.empty() ? json::value() : json::value(titles.first_level(catalogue.options.tree, row.class_2));
    o["class_2"] = row.class_2.empty() ? json::value() : json::value(row.class_2);
    o["kinds"] = json::value_from(row.kinds);
    o["other_classes"] = json::value_from(row.other_classes);
    o["notes"] = json::value_from(row.notes);
    o["estimated"] = row.estimated;
    o["to_fill"] = std::move(missing);
    out << (first ? "\n" : ",\n") << to_text(o);
    first = false;
  }
  out << "\n]}\n";
  return out.finish();
}

}  // namespace lp::discover
