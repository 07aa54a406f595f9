#include "io/xlsx_parts.h"

#include <charconv>
#include <map>
#include <set>

#include "base/text.h"
#include "io/error.h"
#include "io/xlsx_cell.h"
#include "io/xml_stream.h"

namespace lp::io {
namespace {

int to_int(std::string_view text, int fallback) {
  int value = fallback;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "worksheets/sheet1.xml" relative to xl/, "/xl/worksheets/sheet1.xml" absolute
std::string part_path(std::string_view base, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string folder(base);
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    const std::size_t slash = folder.find_last_of('/', folder.empty() ? 0 : folder.size() - 2);
    folder = slash == std::string::npos ? "" : folder.substr(0, slash + 1);
  }
  return folder + std::string(target);
}

struct Relations final : XmlHandler {
  explicit Relations(std::string folder) : base(std::move(folder)) {}
  std::string base;
  std::map<std::string, std::string> by_id;      // id → part
  std::map<std::string, std::string> by_type;    // last segment of the type → part
  Status start(std::string_view name, const XmlAttributes& a) override {
    if (name != "Relationship" || a.get("TargetMode") == "External") return ok_status();
    const std::string target = part_path(base, a.get("Target"));
    const std::string_view type = a.get("Type");
    by_id[std::string(a.get("Id"))] = target;
    by_type[std::string(type.substr(type.rfind('/') + 1))] = target;
    return ok_status();
  }
  Status end(std::string_view) override { return ok_status(); }
  void text(std::string_view) override {}
};

struct WorkbookXml final : XmlHandler {
  struct Sheet {
    std::string name, id, state;
  };
  std::vector<Sheet> sheets;
  bool since_1904 = false;
  Status start(std::string_view name, const XmlAttributes& a) override {
    if (name == "workbookPr") since_1904 = a.get("date1904") == "1" || a.get("date1904") == "true";
    if (name == "sheet") sheets.push_back({std::string(a.get("name")), std::string(a.get("id")), std::string(a.get("state"))});
    return ok_status();
  }
  Status end(std::string_view) override { return ok_status(); }
  void text(std::string_view) override {}
};

struct StylesXml final : XmlHandler {
  std::set<int> date_formats;   // custom ones
  std::vector<bool> date_style;
  bool in_cell_formats = false;
  Status start(std::string_view name, const XmlAttributes& a) override {
    if (name == "numFmt" && is_date_format_code(a.get("formatCode"))) date_formats.insert(to_int(a.get("numFmtId"), -1));
    if (name == "cellXfs") in_cell_formats = true;
    if (name == "xf" && in_cell_formats && date_style.size() < 100'000) {
      const int format = to_int(a.get("numFmtId"), 0);
      date_style.push_back(is_date_format(format) || date_formats.contains(format));
    }
    return ok_status();
  }
  Status end(std::string_view name) override {
    if (name == "cellXfs") in_cell_formats = false;
    return ok_status();
  }
  void text(std::string_view) override {}
};

struct StringsXml final : XmlHandler {
  explicit StringsXml(std::size_t limit) : max_bytes(limit) {}
  std::size_t max_bytes;
  SharedStrings strings;
  std::string current;
  bool in_text = false;
  int phonetic = 0;  // reading aids beside the text, not part of it
  Status start(std::string_view name, const XmlAttributes&) override {
    if (name == "si") current.clear();
    if (name == "rPh") ++phonetic;
    if (name == "t") in_text = phonetic == 0;
    return ok_status();
  }
  Status end(std::string_view name) override {
    if (name == "t") in_text = false;
    if (name == "rPh") --phonetic;
    if (name == "si") strings.add(unescape_xlsx(std::move(current)));
    if (strings.bytes() + strings.size() * sizeof(std::size_t) + current.size() > max_bytes) {
      return fail(Errc::too_large, "the workbook's texts take more than " + std::to_string(max_bytes) + " bytes",
                  "工作簿文字内容过大，超过上限 " + std::to_string(max_bytes) + " 字节", "split the workbook, or save the sheet as CSV");
    }
    return ok_status();
  }
  void text(std::string_view piece) override {
    if (in_text && current.size() <= max_bytes) current += piece;
  }
};

Status parse_part(const ZipInput& input, const std::string& part, XmlHandler& handler, const ZipLimits& limits) {
  LP_TRY(const auto source, open_zip_entry(input, part, limits));
  return parse_xml(*source, handler, part);
}

Error no_workbook() {
  return fail(Errc::invalid, "the archive is not a workbook: it has no xl/workbook.xml", "这不是 XLSX 工作簿", "save it as .xlsx or CSV");
}

std::string relations_of(const std::string& part) {
  const std::size_t slash = part.rfind('/') + 1;  // 0 when there is none
  return part.substr(0, slash) + "_rels/" + part.substr(slash) + ".rels";
}

}  // namespace

Result<WorkbookParts> read_workbook_part(const ZipInput& input, const ZipLimits& limits) {
  Relations root("");
  if (Status s = parse_part(input, "_rels/.rels", root, limits); !s && s.error().code != Errc::not_found) return std::move(s).error();
  const auto main = root.by_type.find("officeDocument");
  const std::string part = main == root.by_type.end() ? "xl/workbook.xml" : main->second;
  Relations relations(part.substr(0, part.rfind('/') + 1));
  WorkbookXml workbook;
  if (Status s = parse_part(input, part, workbook, limits); !s) {
    if (s.error().code == Errc::not_found) return no_workbook();
    return std::move(s).error();
  }
  LP_CHECK_OK(parse_part(input, relations_of(part), relations, limits));
  WorkbookParts out;
  out.since_1904 = workbook.since_1904;
  out.styles_part = relations.by_type["styles"];
  out.strings_part = relations.by_type["sharedStrings"];
  for (const auto& sheet : workbook.sheets) {
    const auto target = relations.by_id.find(sheet.id);
    if (target == relations.by_id.end() || contains(target->second, "chartsheets/")) continue;
    out.sheets.push_back({sheet.name, target->second, sheet.state == "hidden" || sheet.state == "veryHidden"});
  }
  if (out.sheets.empty()) return fail(Errc::invalid, "the workbook has no sheet", "工作簿中没有工作表");
  return out;
}

Result<std::vector<bool>> read_styles(const ZipInput& input, const std::string& part, const ZipLimits& limits) {
  StylesXml styles;
  if (!part.empty()) LP_CHECK_OK(parse_part(input, part, styles, limits));
  return styles.date_style;
}

Result<SharedStrings> read_shared_strings(const ZipInput& input, const std::string& part, std::size_t max_bytes, const ZipLimits& limits) {
  StringsXml strings(max_bytes);
  if (!part.empty()) LP_CHECK_OK(parse_part(input, part, strings, limits));
  return std::move(strings.strings);
}

}  // namespace lp::io
