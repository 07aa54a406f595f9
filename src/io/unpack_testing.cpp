#include "io/unpack_testing.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/check.h"

namespace lp::io::testing {

Status Collector::leaf(const Leaf& leaf, ByteSource& bytes) {
  std::string raw, buffer(8192, '\0');
  for (;;) {
    LP_TRY(const std::size_t n, bytes.read(buffer.data(), buffer.size()));
    if (n == 0) break;
    raw.append(buffer, 0, n);
  }
  leaves.push_back({std::string(leaf.path), to_utf8(raw, leaf.encoding.value_or(Encoding::utf8)), std::string(leaf.mime), leaf.nature});
  return ok_status();
}

void Collector::skipped(const SkippedPart& part) { gone.push_back({std::string(part.path), std::string(part.detail), part.reason}); }

std::string Collector::all() const {
  std::string out;
  for (const Text& t : leaves) out += t.text + "\n";
  return out;
}

std::string Collector::text_of(std::string_view path) const {
  for (const Text& t : leaves) {
    if (t.path == path) return t.text;
  }
  return "<none>";
}

std::string Collector::reasons() const {
  std::string out;
  for (const Gone& g : gone) out += g.path + ": " + std::string(to_string(g.reason)) + "\n";
  return out;
}

std::string make_archive(const std::vector<std::pair<std::string, std::string>>& members, const ArchiveOptions& options) {
  std::string out;
  archive* a = archive_write_new();
  const bool filter = options.format == "gzip" || options.format == "xz" || options.format == "zstd" || options.format == "bzip2" || options.format == "lz4" || options.format == "lzip" ||
                      options.format == "lzma" || options.format == "compress";
  if (filter) {
    LP_CHECK(archive_write_set_format_raw(a) == ARCHIVE_OK && archive_write_add_filter_by_name(a, options.format.c_str()) == ARCHIVE_OK);
  } else {
    LP_CHECK(archive_write_set_format_by_name(a, options.format.c_str()) == ARCHIVE_OK);
  }
  if (!options.options.empty()) LP_CHECK(archive_write_set_options(a, options.options.c_str()) == ARCHIVE_OK);
  if (!options.password.empty()) {
    LP_CHECK(archive_write_set_options(a, "zip:encryption=aes256") == ARCHIVE_OK && archive_write_set_passphrase(a, options.password.c_str()) == ARCHIVE_OK);
  }
  archive_write_set_bytes_in_last_block(a, 1);
  const auto write = [](archive*, void* user, const void* bytes, std::size_t size) -> la_ssize_t {
    static_cast<std::string*>(user)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
  };
  LP_CHECK(archive_write_open2(a, &out, nullptr, write, nullptr, nullptr) == ARCHIVE_OK);
  for (const auto& [name, content] : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    LP_CHECK(archive_write_header(a, entry) == ARCHIVE_OK);
    if (!content.empty()) LP_CHECK(archive_write_data(a, content.data(), content.size()) == static_cast<la_ssize_t>(content.size()));
    archive_entry_free(entry);
    if (filter) break;
  }
  LP_CHECK(archive_write_close(a) == ARCHIVE_OK);
  archive_write_free(a);
  return out;
}

}  // namespace lp::io::testing
