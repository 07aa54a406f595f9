#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "io/child_process.h"
#include "io/convert.h"
#include "io/error.h"
#include "io/files.h"
#include "io/flat_odf.h"

namespace lp::io {
namespace {

namespace fs = std::filesystem;

// One format for all three: a single XML with everything in it, notes and hidden sheets too, which
// the text and CSV exports leave out.
struct OfficeKind {
  std::string_view suffix;
  std::u16string_view stream;  // the name of its main stream
  const char* extension;       // of the converted file
  const char* filter;
};
constexpr std::array<OfficeKind, 4> kinds{{{".doc", u"WordDocument", "fodt", "fodt:OpenDocument Text Flat XML"},
                                           {".xls", u"Workbook", "fods", "fods:OpenDocument Spreadsheet Flat XML"},
                                           {".xls", u"Book", "fods", "fods:OpenDocument Spreadsheet Flat XML"},
                                           {".ppt", u"PowerPoint Document", "fodp", "fodp:OpenDocument Presentation Flat XML"}}};

// Directory entries of a compound file are 128 bytes, aligned, and begin with the name in UTF-16.
bool is_entry(std::string_view at, std::u16string_view name) {
  if (at.size() < name.size() * 2 + 2) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (at[2 * i] != static_cast<char>(name[i]) || at[2 * i + 1] != 0) return false;
  }
  return at[2 * name.size()] == 0;
}

// As much as fits, but at the end.
Result<std::size_t> read_whole(ByteSource& file, std::string& piece) {
  std::size_t got = 0;
  while (got < piece.size()) {
    LP_TRY(const std::size_t n, file.read(piece.data() + got, piece.size() - got));
    if (n == 0) break;
    got += n;
  }
  return got;
}

// What the file may be: an embedded document shows its own streams too, so there can be several. The one its name says goes first.
Result<std::vector<OfficeKind>> possible_kinds(const fs::path& path) {
  constexpr std::string_view magic("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
  LP_TRY(const auto file, open_file_source(path));
  std::string piece(128 * 1024, '\0');
  std::array<bool, kinds.size()> there{};
  for (bool start = true, compound = false; start || compound; start = false) {
    LP_TRY(const std::size_t n, read_whole(*file, piece));
    if (n == 0) break;
    if (start) compound = piece.starts_with(magic);
    for (std::size_t at = start ? 512 : 0; compound && at < n; at += 128) {
      for (std::size_t k = 0; k < kinds.size(); ++k) there[k] = there[k] || is_entry(std::string_view(piece).substr(at, std::min<std::size_t>(128, n - at)), kinds[k].stream);
    }
  }
  std::vector<OfficeKind> out;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    if (there[k] && (out.empty() || out.back().suffix != kinds[k].suffix)) out.push_back(kinds[k]);
  }
  if (out.empty()) return fail(Errc::invalid, path.string() + " is no Word, Excel or PowerPoint file of 97-2003", path.filename().string() + " 不是 97-2003 格式的 Office 文件");
  const std::string suffix = to_lower_ascii(path.extension().string());
  std::stable_partition(out.begin(), out.end(), [&](const OfficeKind& kind) { return kind.suffix == suffix; });
  return out;
}

Status run_to_end(ByteSource& child) {
  std::array<char, 4096> ignored;
  for (;;) {
    LP_TRY(const std::size_t n, child.read(ignored.data(), ignored.size()));
    if (n == 0) return ok_status();
  }
}

constexpr ChildLimits limits{.memory_bytes = std::uint64_t{4} << 30, .file_bytes = std::uint64_t{512} << 20, .output_bytes = 1u << 20,
                             .cpu = std::chrono::seconds(120), .wall = std::chrono::seconds(180), .open_files = 1024};

// The converted file; nothing when LibreOffice does not take the document for one of that kind.
Result<std::optional<fs::path>> convert(const fs::path& program, const fs::path& document, const OfficeKind& kind, const fs::path& folder) {
  // A copy: the program leaves lock files beside what it opens.
  const fs::path copy = folder / ("document" + std::string(kind.suffix));
  std::error_code error;
  fs::copy_file(document, copy, fs::copy_options::overwrite_existing, error);
  if (error) return os_error(error.value(), "copying", document);
  LP_TRY(const auto child, ChildProcess::start({.program = program,
                                                .arguments = {"-env:UserInstallation=file://{home}/profile", "--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to",
                                                              kind.filter, "--outdir", folder.string(), copy.string()},
                                                .limits = limits}));
  const Status ran = run_to_end(*child);
  if (!ran && ran.error().code != Errc::invalid) return ran.error();
  fs::path converted = folder / (std::string("document.") + kind.extension);
  if (!ran || !fs::exists(converted, error)) return std::optional<fs::path>();
  return std::optional(std::move(converted));
}

// Keeps the folder of the converted file while it is read.
class OfficeText final : public ByteSource {
 public:
  OfficeText(TempDir folder, std::unique_ptr<ByteSource> text) : folder_(std::move(folder)), text_(std::move(text)) {}
  Result<std::size_t> read(char* out, std::size_t size) override { return text_->read(out, size); }

 private:
  TempDir folder_;
  std::unique_ptr<ByteSource> text_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> office_text(const fs::path& path) {
  const auto program = find_program("soffice");
  if (!program)
    return fail(Errc::unsupported, "LibreOffice (soffice) is not installed", "读取旧版 Office 文件需要安装 LibreOffice",
                "install the packages libreoffice-writer-nogui, libreoffice-calc-nogui and libreoffice-impress-nogui");
  LP_TRY(const auto possible, possible_kinds(path));
  LP_TRY(TempDir folder, TempDir::create("longpan-office"));
  for (const OfficeKind& kind : possible) {
    LP_TRY(const auto converted, convert(*program, path, kind, folder.path()));
    if (!converted) continue;
    LP_TRY(auto xml, open_file_source(*converted));
    return std::unique_ptr<ByteSource>(std::make_unique<OfficeText>(std::move(folder), make_flat_odf_text(std::move(xml))));
  }
  return fail(Errc::invalid, path.string() + " cannot be converted: it is broken or encrypted", path.filename().string() + " 已损坏或已加密，无法转换");
}

}  // namespace lp::io
