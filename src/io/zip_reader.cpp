#include "io/zip_reader.h"

#include <archive.h>
#include <archive_entry.h>

#include "io/error.h"

namespace lp::io {
namespace {

struct CloseArchive {
  void operator()(archive* a) const { archive_read_free(a); }
};
using Archive = std::unique_ptr<archive, CloseArchive>;

Error corrupt(archive* a, std::string_view doing) {
  const char* why = archive_error_string(a);
  return fail(Errc::invalid, std::string(doing) + ": " + (why != nullptr ? why : "unreadable archive"), "压缩包已损坏，无法读取",
              "open the file in Excel, WPS or LibreOffice and save it again as .xlsx");
}

Error encrypted() {
  return fail(Errc::unsupported, "the file is encrypted", "文件已加密，无法读取", "remove the password and save it again");
}

Result<Archive> open_archive(const ZipInput& input) {
  Archive a(archive_read_new());
  archive_read_support_format_zip_seekable(a.get());
  const int rc = input.bytes.empty() ? archive_read_open_filename(a.get(), input.path.c_str(), 65536)
                                     : archive_read_open_memory(a.get(), input.bytes.data(), input.bytes.size());
  if (rc != ARCHIVE_OK) return corrupt(a.get(), "opening the archive");
  return a;
}

std::uint64_t packed_size(const ZipInput& input) {
  if (!input.bytes.empty()) return input.bytes.size();
  std::error_code error;
  const auto size = std::filesystem::file_size(input.path, error);
  return error ? 0 : size;
}

std::string entry_name(archive_entry* entry) {
  const char* name = archive_entry_pathname(entry);
  return name != nullptr ? name : "";
}

class EntrySource final : public ByteSource {
 public:
  EntrySource(Archive a, std::string name, std::uint64_t packed, ZipLimits limits)
      : archive_(std::move(a)), name_(std::move(name)), packed_(packed), limits_(limits) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    const la_ssize_t n = archive_read_data(archive_.get(), out, size);
    if (n < 0) return corrupt(archive_.get(), "unpacking " + name_);
    total_ += static_cast<std::uint64_t>(n);
    const bool bomb = total_ > limits_.ratio_from_bytes && total_ / limits_.max_ratio > packed_;
    if (total_ > limits_.max_part_bytes || bomb) {
      return fail(Errc::too_large, name_ + " unpacks to more than " + std::to_string(bomb ? limits_.max_ratio : limits_.max_part_bytes) +
                      (bomb ? " times the size of the file" : " bytes"),
                  "文件解压后过大，疑似压缩炸弹，已拒绝", "split the workbook, or save it as CSV");
    }
    return static_cast<std::size_t>(n);
  }

 private:
  Archive archive_;
  std::string name_;
  std::uint64_t packed_;
  std::uint64_t total_ = 0;
  ZipLimits limits_;
};

}  // namespace

Result<std::vector<std::string>> list_zip(const ZipInput& input, const ZipLimits& limits) {
  LP_TRY(const Archive a, open_archive(input));
  std::vector<std::string> names;
  archive_entry* entry = nullptr;
  for (;;) {
    const int rc = archive_read_next_header(a.get(), &entry);
    if (rc == ARCHIVE_EOF) return names;
    if (rc < ARCHIVE_WARN) return corrupt(a.get(), "reading the archive's directory");
    if (archive_entry_is_data_encrypted(entry) != 0 || archive_entry_is_metadata_encrypted(entry) != 0) return encrypted();
    if (names.size() == limits.max_entries) {
      return fail(Errc::too_large, "the archive has more than " + std::to_string(limits.max_entries) + " entries",
                  "压缩包内文件过多，已拒绝", "save the workbook again");
    }
    names.push_back(entry_name(entry));
  }
}

Result<std::unique_ptr<ByteSource>> open_zip_entry(const ZipInput& input, std::string_view name, const ZipLimits& limits) {
  LP_TRY(Archive a, open_archive(input));
  archive_entry* entry = nullptr;
  for (;;) {
    const int rc = archive_read_next_header(a.get(), &entry);
    if (rc == ARCHIVE_EOF) return fail(Errc::not_found, "the archive has no part " + std::string(name), "文件缺少部件 " + std::string(name));
    if (rc < ARCHIVE_WARN) return corrupt(a.get(), "reading the archive's directory");
    if (entry_name(entry) != name) continue;
    if (archive_entry_is_data_encrypted(entry) != 0) return encrypted();
    return std::unique_ptr<ByteSource>(std::make_unique<EntrySource>(std::move(a), std::string(name), packed_size(input), limits));
  }
}

Result<std::string> read_zip_entry(const ZipInput& input, std::string_view name, std::uint64_t max_bytes, const ZipLimits& limits) {
  LP_TRY(const auto source, open_zip_entry(input, name, limits));
  std::string out;
  char buffer[65536];
  for (;;) {
    LP_TRY(const std::size_t n, source->read(buffer, sizeof buffer));
    if (n == 0) return out;
    if (out.size() + n > max_bytes) {
      return fail(Errc::too_large, std::string(name) + " is larger than " + std::to_string(max_bytes) + " bytes", "文件部件过大，已拒绝");
    }
    out.append(buffer, n);
  }
}

}  // namespace lp::io
