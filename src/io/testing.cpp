#include "io/testing.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/check.h"

namespace lp::io::testing {

std::string make_zip(const std::vector<std::pair<std::string, std::string>>& parts) {
  std::size_t room = 65536;
  for (const auto& [name, content] : parts) room += content.size() + content.size() / 100 + 1024;
  std::string out(room, '\0');
  std::size_t used = 0;
  archive* a = archive_write_new();
  archive_write_set_format_zip(a);
  LP_CHECK(archive_write_open_memory(a, out.data(), out.size(), &used) == ARCHIVE_OK);
  for (const auto& [name, content] : parts) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    LP_CHECK(archive_write_header(a, entry) == ARCHIVE_OK);
    LP_CHECK(archive_write_data(a, content.data(), content.size()) == static_cast<la_ssize_t>(content.size()));
    archive_entry_free(entry);
  }
  LP_CHECK(archive_write_close(a) == ARCHIVE_OK);
  archive_write_free(a);
  out.resize(used);
  return out;
}

std::string sheet_xml(const std::string& rows, const std::string& after) {
  return R"(<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>)" + rows +
         "</sheetData>" + after + "</worksheet>";
}

std::string make_workbook(const std::vector<std::pair<std::string, std::string>>& sheets, const std::string& shared,
                          const std::string& workbook_attributes, const std::string& styles) {
  const std::string relationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  std::string list;
  std::string relations;
  std::vector<std::pair<std::string, std::string>> parts;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string n = std::to_string(i + 1);
    const bool hidden = sheets[i].first.starts_with("hidden");
    list += "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"" + (hidden ? " state=\"hidden\"" : "") + "/>";
    relations += "<Relationship Id=\"rId" + n + "\" Type=\"" + relationship + "worksheet\" Target=\"worksheets/sheet" + n + ".xml\"/>";
    parts.emplace_back("xl/worksheets/sheet" + n + ".xml", sheets[i].second);
  }
  if (!shared.empty()) {
    relations += "<Relationship Id=\"rIdS\" Type=\"" + relationship + "sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>";
    parts.emplace_back("xl/sharedStrings.xml", shared);
  }
  if (!styles.empty()) {
    relations += "<Relationship Id=\"rIdT\" Type=\"" + relationship + "styles\" Target=\"styles.xml\"/>";
    parts.emplace_back("xl/styles.xml", styles);
  }
  parts.emplace_back("_rels/.rels", "<Relationships><Relationship Id=\"a\" Type=\"" + relationship + "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
  parts.emplace_back("xl/_rels/workbook.xml.rels", "<Relationships>" + relations + "</Relationships>");
  parts.emplace_back("xl/workbook.xml", "<workbook xmlns:r=\"r\"><workbookPr " + workbook_attributes + "/><sheets>" + list + "</sheets></workbook>");
  return make_zip(parts);
}

std::vector<std::vector<std::string>> read_all(RowSource& source) {
  std::vector<std::vector<std::string>> out;
  Row row;
  for (;;) {
    const auto more = source.next(row);
    if (!more) {
      out.push_back({"error: " + more.error().message});
      return out;
    }
    if (!*more) return out;
    auto& texts = out.emplace_back();
    for (const Cell& c : row.cells) texts.push_back(c.text);
  }
}

}  // namespace lp::io::testing
