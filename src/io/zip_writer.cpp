#include "io/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/check.h"
#include "io/files.h"

namespace lp::io {
namespace {

struct FreeArchive {
  void operator()(archive* a) const { archive_write_free(a); }
};
struct FreeEntry {
  void operator()(archive_entry* e) const { archive_entry_free(e); }
};

}  // namespace

struct ZipWriter::State {
  std::filesystem::path path;
  std::unique_ptr<archive, FreeArchive> zip;

  Status check(la_ssize_t rc, std::string_view doing) const {
    if (rc >= 0) return ok_status();
    return os_error(archive_errno(zip.get()), doing, path);
  }
};

ZipWriter::ZipWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipWriter::~ZipWriter() = default;

Result<std::unique_ptr<ZipWriter>> ZipWriter::create(const std::filesystem::path& path, int level) {
  auto state = std::make_unique<State>(path, decltype(State::zip)(archive_write_new()));
  archive* zip = state->zip.get();
  LP_CHECK(zip != nullptr, "libarchive has memory");
  LP_CHECK(archive_write_set_format_zip(zip) == ARCHIVE_OK, "libarchive writes ZIP");
  LP_CHECK(archive_write_set_format_option(zip, "zip", "compression-level", std::to_string(level).c_str()) == ARCHIVE_OK, "libarchive has zlib");
  LP_CHECK_OK(state->check(archive_write_open_filename(zip, path.c_str()), "creating"));
  return std::unique_ptr<ZipWriter>(new ZipWriter(std::move(state)));
}

Status ZipWriter::begin(std::string_view name, std::uint64_t size) {
  const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), std::string(name).c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  return state_->check(archive_write_header(state_->zip.get(), entry.get()), "writing");
}

Status ZipWriter::append(std::string_view bytes) {
  return state_->check(archive_write_data(state_->zip.get(), bytes.data(), bytes.size()), "writing");
}

Status ZipWriter::finish() { return state_->check(archive_write_close(state_->zip.get()), "closing"); }

}  // namespace lp::io
