#include "service/sheets/sheet_file.h"

#include "io/error.h"

namespace lp::service {

Result<std::unique_ptr<SheetFile>> SheetFile::open(const std::filesystem::path& path, std::string_view name) {
  LP_TRY(const auto source, io::open_file_source(path));
  std::string head(65536, '\0');
  std::size_t got = 0;
  while (got < head.size()) {
    LP_TRY(const std::size_t n, source->read(head.data() + got, head.size() - got));
    if (n == 0) break;
    got += n;
  }
  head.resize(got);
  if (head.empty()) return io::fail(Errc::invalid, "the file is empty", "文件为空", "choose another file");
  auto file = std::make_unique<SheetFile>();
  file->path_ = path;
  file->name_ = name;
  if (io::sniff_sheet_format(head) == io::SheetFormat::text) {
    file->encoding_ = io::detect_encoding(head);
    file->sheets_.push_back({.name = std::string(name), .part = {}});
    return file;
  }
  LP_TRY(file->workbook_, io::Workbook::open(path));
  file->sheets_ = file->workbook_->sheets();
  return file;
}

std::size_t SheetFile::default_sheet() const { return workbook_ ? workbook_->first_visible() : 0; }

std::string SheetFile::encoding() const { return encoding_ ? std::string(io::to_string(*encoding_)) : std::string(); }

Result<std::unique_ptr<io::RowSource>> SheetFile::rows(std::size_t sheet) const {
  if (workbook_) return workbook_->open_sheet(sheet);
  if (sheet != 0) return io::fail(Errc::invalid, "a CSV file has one sheet, asked for number " + std::to_string(sheet + 1), "CSV 文件只有一张表");
  LP_TRY(auto source, io::open_file_source(path_));
  io::CsvOptions options;
  options.encoding = encoding_;
  options.file = name_;
  return std::unique_ptr<io::RowSource>(std::make_unique<io::CsvReader>(std::move(source), options));
}

}  // namespace lp::service
