#include "io/xlsx_reader.h"

#include <algorithm>

#include "base/text.h"
#include "io/error.h"
#include "io/files.h"

namespace lp::io {
namespace {

Error refuse_ole2(std::string_view head) {
  // streams of a compound file are named in UTF-16
  constexpr char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
  if (contains(head, std::string_view(name, sizeof name - 1))) {
    return fail(Errc::unsupported, "the workbook is protected by a password", "工作簿设有打开密码，无法读取", "remove the password and save it again");
  }
  return fail(Errc::unsupported, "this is an old .xls workbook or another OLE2 file", "这是旧版 .xls 或其他 OLE2 文件，不受支持",
              "save it as .xlsx or CSV");
}

Status refuse_macros(const std::vector<std::string>& names) {
  const bool macros = std::any_of(names.begin(), names.end(), [](const std::string& n) {
    return n.ends_with("vbaProject.bin") || contains(n, "xl/macrosheets/");
  });
  if (!macros) return ok_status();
  return fail(Errc::unsupported, "the workbook contains macros", "工作簿含有宏，已拒绝", "save it as .xlsx without macros");
}

Result<std::string> read_head(const ZipInput& input) {
  std::string head(std::size_t{1} << 20, '\0');
  if (!input.bytes.empty()) return std::string(input.bytes.substr(0, head.size()));
  LP_TRY(const auto source, open_file_source(input.path));
  std::size_t got = 0;
  for (;;) {
    LP_TRY(const std::size_t n, source->read(head.data() + got, head.size() - got));
    if (n == 0) break;
    got += n;
  }
  head.resize(got);
  return head;
}

}  // namespace

SheetFormat sniff_sheet_format(std::string_view head) {
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return SheetFormat::xlsx;
  if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return SheetFormat::ole2;
  return SheetFormat::text;
}

Result<std::unique_ptr<Workbook>> Workbook::open(const std::filesystem::path& path, XlsxLimits limits) {
  return open_input({.path = path, .bytes = {}}, limits);
}

Result<std::unique_ptr<Workbook>> Workbook::open_memory(std::string_view bytes, XlsxLimits limits) {
  if (bytes.empty()) return fail(Errc::invalid, "the file is empty", "文件为空");
  return open_input({.path = {}, .bytes = bytes}, limits);
}

Result<std::unique_ptr<Workbook>> Workbook::open_input(ZipInput input, XlsxLimits limits) {
  LP_TRY(const std::string head, read_head(input));
  if (head.empty()) return fail(Errc::invalid, "the file is empty", "文件为空");
  if (sniff_sheet_format(head) == SheetFormat::ole2) return refuse_ole2(head);
  if (sniff_sheet_format(head) == SheetFormat::text) {
    return fail(Errc::invalid, "the file is not an XLSX workbook", "这不是 XLSX 工作簿", "save it as .xlsx or CSV");
  }
  LP_TRY(const auto names, list_zip(input, limits.zip));
  LP_CHECK_OK(refuse_macros(names));
  auto book = std::make_unique<Workbook>();
  book->input_ = std::move(input);
  book->limits_ = limits;
  LP_TRY(book->data_.parts, read_workbook_part(book->input_, limits.zip));
  LP_TRY(book->data_.date_styles, read_styles(book->input_, book->data_.parts.styles_part, limits.zip));
  LP_TRY(book->data_.strings, read_shared_strings(book->input_, book->data_.parts.strings_part, limits.max_string_bytes, limits.zip));
  return book;
}

std::size_t Workbook::first_visible() const {
  for (std::size_t i = 0; i < sheets().size(); ++i) {
    if (!sheets()[i].hidden) return i;
  }
  return 0;
}

Result<std::unique_ptr<RowSource>> Workbook::open_sheet(std::size_t index) const {
  if (index >= sheets().size()) {
    return fail(Errc::invalid, "the workbook has " + std::to_string(sheets().size()) + " sheets, asked for number " + std::to_string(index + 1),
                "工作簿只有 " + std::to_string(sheets().size()) + " 张工作表", "choose another sheet");
  }
  const SheetInfo& info = sheets()[index];
  LP_TRY(const auto scan, open_zip_entry(input_, info.part, limits_.zip));
  LP_TRY(auto merged, find_merged_regions(*scan));
  LP_TRY(auto xml, open_zip_entry(input_, info.part, limits_.zip));
  return std::unique_ptr<RowSource>(std::make_unique<SheetSource>(data_, std::move(xml), info.name, std::move(merged), limits_.sheet));
}

}  // namespace lp::io
