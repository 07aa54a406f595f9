#include <algorithm>
#include <cstring>
#include <set>

#include "io/office_members.h"
#include "io/ooxml_text.h"
#include "io/opener.h"
#include "io/xlsx_sheet.h"

namespace lp::io {
namespace {

constexpr std::size_t most_string_bytes = std::size_t{16} << 20;

// Rows as lines, cells separated by tabs.
class RowText final : public ByteSource {
 public:
  explicit RowText(RowSource& rows) : rows_(rows) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    while (given_ == text_.size() && !ended_) LP_CHECK_OK(next());
    const std::size_t n = std::min(size, text_.size() - given_);
    std::memcpy(out, text_.data() + given_, n);
    given_ += n;
    return n;
  }

 private:
  Status next() {
    text_.clear();
    given_ = 0;
    LP_TRY(const bool more, rows_.next(row_));
    ended_ = !more;
    if (ended_) return ok_status();
    for (std::size_t i = 0; i < row_.cells.size(); ++i) {
      if (i > 0) text_ += '\t';
      text_ += row_.cells[i].text;
    }
    text_ += '\n';
    return ok_status();
  }

  RowSource& rows_;
  Row row_;
  std::string text_;
  std::size_t given_ = 0;
  bool ended_ = false;
};

class WorkbookOpener {
 public:
  WorkbookOpener(Unpacking& run, OpenedPart& part, const PartFile& file) : run_(run), part_(part), input_{.path = file.path(), .bytes = {}} {
    limits_.max_part_bytes = run.limits().member_bytes;
    limits_.ratio_from_bytes = run.limits().ratio_from_bytes;
    limits_.max_ratio = static_cast<std::uint64_t>(std::max(1.0, run.limits().ratio));
    limits_.max_entries = run.limits().members;
  }

  Status open() {
    auto parts = read_workbook_part(input_, limits_);
    if (!parts) return rest();  // not as expected: each part by itself
    book_.parts = *std::move(parts);
    if (auto styles = read_styles(input_, book_.parts.styles_part, limits_)) book_.date_styles = *std::move(styles);
    auto strings = read_shared_strings(input_, book_.parts.strings_part, most_string_bytes, limits_);
    if (strings) book_.strings = *std::move(strings);
    // Too many strings to keep: they are a leaf of their own, sheets hold numbers and the rest.
    if (strings) done_.insert(book_.parts.strings_part);
    for (const SheetInfo& info : book_.parts.sheets) LP_CHECK_OK(sheet(info));
    return rest();
  }

 private:
  Status sheet(const SheetInfo& info) {
    auto xml = open_zip_entry(input_, info.part, limits_);
    if (!xml) {
      run_.skip(join_path(part_.part.path, info.name), xml.error());
      return ok_status();
    }
    done_.insert(info.part);
    const std::string path = join_path(part_.part.path, info.name);
    SheetSource rows(book_, *std::move(xml), info.name, {}, {.max_columns = 16'384, .max_row_bytes = std::size_t{4} << 20});
    RowText text(rows);
    LP_CHECK_OK(run_.leaf({.path = path, .nature = Nature::xlsx, .bytes = {}, .encoding = Encoding::utf8}, text));
    return sheet_notes(info, path);
  }

  // Headers, footers and what validation and links say, when there is any.
  Status sheet_notes(const SheetInfo& info, const std::string& path) {
    const auto xml = open_zip_entry(input_, info.part, limits_);
    if (!xml) return ok_status();  // it was there a moment ago
    const auto notes = make_ooxml_text(**xml, OoxmlPart::sheet);
    PeekedSource text(*notes);
    const auto start = text.peek(1);
    if (!start || start->empty()) return ok_status();  // broken XML was reported by the cells
    return run_.leaf({.path = join_path(path, "notes"), .nature = Nature::xlsx, .bytes = {}, .encoding = Encoding::utf8}, text);
  }

  // All other parts: comments, drawings, properties, embedded files.
  Status rest() {
    const auto source = open_file_source(input_.path);
    if (!source) return source.error();
    OpenedPart whole{part_.part, part_.nature, **source, part_.head, part_.tail};
    return walk_archive(run_, whole, [this](std::string_view name) -> OpenWithFn {
      if (done_.contains(std::string(name))) return [](Unpacking&, OpenedPart&) { return ok_status(); };
      return open_ooxml_member(name);
    });
  }

  Unpacking& run_;
  OpenedPart& part_;
  ZipInput input_;
  ZipLimits limits_;
  WorkbookData book_;
  std::set<std::string> done_;
};

Status open_workbook(Unpacking& run, OpenedPart& part) {
  LP_TRY(const auto file, run.to_file(part));
  return file ? WorkbookOpener(run, part, *file).open() : ok_status();
}

}  // namespace

Opener opener_workbook() { return {{Nature::xlsx}, open_workbook}; }

}  // namespace lp::io
