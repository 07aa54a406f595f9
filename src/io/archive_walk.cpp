#include "io/archive_walk.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <memory>
#include <sys/stat.h>

#include "base/text.h"
#include "io/error.h"

namespace lp::io {
namespace {

constexpr std::size_t block = 64 * 1024;

struct CloseArchive {
  void operator()(archive* a) const { archive_read_free(a); }
};
using Archive = std::unique_ptr<archive, CloseArchive>;

// What libarchive reads through.
struct Input {
  ByteSource& bytes;
  std::string buffer = std::string(block, '\0');
  std::uint64_t fed = 0;
  std::size_t last = 0;  // bytes of the last piece
};

la_ssize_t feed(archive*, void* user, const void** out) {
  Input& input = *static_cast<Input*>(user);
  *out = input.buffer.data();
  const auto n = input.bytes.read(input.buffer.data(), input.buffer.size());
  if (!n) return -1;  // never: an opened part does not fail
  input.fed += *n;
  if (*n > 0) input.last = *n;
  return static_cast<la_ssize_t>(*n);
}

bool is_one_stream(Nature n) {
  return n == Nature::gzip || n == Nature::bzip2 || n == Nature::xz || n == Nature::zstd || n == Nature::lz4 || n == Nature::lzma || n == Nature::compress;
}

// Only what was recognised: libarchive's own guessing would open more than was asked.
void support(archive* a, Nature nature, bool seeking) {
  switch (nature) {
    case Nature::tar: archive_read_support_format_tar(a); break;
    case Nature::cpio: archive_read_support_format_cpio(a); break;
    case Nature::iso: archive_read_support_format_iso9660(a); break;
    case Nature::ar: archive_read_support_format_ar(a); break;
    case Nature::cab: archive_read_support_format_cab(a); break;
    case Nature::seven_zip: archive_read_support_format_7zip(a); break;
    case Nature::rar:
      archive_read_support_format_rar(a);
      archive_read_support_format_rar5(a);
      break;
    case Nature::gzip: archive_read_support_filter_gzip(a); break;
    case Nature::bzip2: archive_read_support_filter_bzip2(a); break;
    case Nature::xz: archive_read_support_filter_xz(a); break;
    case Nature::zstd: archive_read_support_filter_zstd(a); break;
    case Nature::lz4: archive_read_support_filter_lz4(a); break;
    case Nature::lzma:
      archive_read_support_filter_lzma(a);
      archive_read_support_filter_lzip(a);
      break;
    case Nature::compress: archive_read_support_filter_compress(a); break;
    default: seeking ? archive_read_support_format_zip_seekable(a) : archive_read_support_format_zip_streamable(a);
  }
  if (!is_one_stream(nature)) return;
  archive_read_support_format_raw(a);
  archive_read_support_format_empty(a);
}

Error error_of(archive* a) {
  const char* text = archive_error_string(a);
  std::string why = text != nullptr ? to_lower_ascii(text) : "unreadable archive";
  if (!is_valid_utf8(why)) why = "unreadable archive";
  if (contains(why, "encrypt") || contains(why, "passphrase") || contains(why, "password")) return fail(Errc::denied, std::move(why), "已加密");
  if (contains(why, "unsupported") || contains(why, "not supported")) return fail(Errc::unsupported, std::move(why), "不支持");
  return fail(Errc::corrupt, std::move(why), "压缩包已损坏");
}

class MemberSource final : public ByteSource {
 public:
  explicit MemberSource(archive* a) : archive_(a) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    const la_ssize_t n = archive_read_data(archive_, out, size);
    if (n < 0) {
      failed_ = true;
      return error_of(archive_);
    }
    bytes_ += static_cast<std::uint64_t>(n);
    if (n == 0) ended_ = true;
    return static_cast<std::size_t>(n);
  }
  // Bytes given, and whether it was read to its end.
  std::uint64_t bytes() const { return bytes_; }
  bool ended() const { return ended_; }
  bool failed() const { return failed_; }

 private:
  archive* archive_;
  std::uint64_t bytes_ = 0;
  bool ended_ = false, failed_ = false;
};

constexpr std::uint64_t longest_filling = std::uint64_t{64} << 20;   // behind an archive's end mark: more is not unpacked for nothing

std::string member_name(archive_entry* entry, const OpenedPart& container) {
  if (is_one_stream(container.nature)) {  // "a.csv.gz!a.csv"
    const std::string& path = container.part.path;
    const std::string name = path.substr(path.find_last_of("!/") + 1);
    const std::size_t dot = name.rfind('.');
    return dot == std::string::npos || dot == 0 ? "content" : name.substr(0, dot);
  }
  if (const char* utf8 = archive_entry_pathname_utf8(entry)) return utf8;
  const char* raw = archive_entry_pathname(entry);
  return raw != nullptr ? raw : "unnamed";
}

class Walk {
 public:
  Walk(Unpacking& run, OpenedPart& part, const MemberFn& how) : run_(run), part_(part), how_(how), input_{part.bytes} {}
  Status stream() {
    support(archive_.get(), part_.nature, false);
    if (archive_read_open(archive_.get(), &input_, nullptr, feed, nullptr) != ARCHIVE_OK) return broken();
    return members();
  }
  Status file(const std::filesystem::path& path) {
    support(archive_.get(), part_.nature, true);
    if (archive_read_open_filename(archive_.get(), path.c_str(), block) != ARCHIVE_OK) return broken();
    return members();
  }

 private:
  Status members() {
    archive_entry* entry = nullptr;
    for (;;) {
      const int rc = archive_read_next_header(archive_.get(), &entry);
      LP_CHECK_OK(run_.health());
      if (rc == ARCHIVE_EOF) return end();
      if (rc < ARCHIVE_WARN && rc != ARCHIVE_RETRY) return broken();
      if (rc == ARCHIVE_RETRY) {
        if (++retries_ > 1000) return broken();
        continue;
      }
      LP_TRY(const bool go_on, member(entry));
      if (!go_on) return ok_status();
    }
  }

  Result<bool> member(archive_entry* entry) {
    const auto type = archive_entry_filetype(entry);
    if (type != AE_IFREG && type != 0) return true;
    if (archive_entry_hardlink(entry) != nullptr && archive_entry_size(entry) == 0) return true;
    const std::string name = member_name(entry, part_);
    const bool sized = archive_entry_size_is_set(entry) != 0;
    const std::optional<std::uint64_t> size = sized ? std::optional(static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_entry_size(entry)))) : std::nullopt;
    const std::string path = join_path(part_.part.path, name);
    if (archive_entry_is_data_encrypted(entry) != 0) {
      run_.skip(path, SkipReason::encrypted, "the member is encrypted", size);
      return true;
    }
    MemberSource source(archive_.get());
    const std::uint64_t archives = run_.archives_ended();
    LP_CHECK_OK(run_.open({.path = path, .bytes = source, .size = size}, how_ ? how_(name) : OpenWithFn{}));
    last_failed_ = source.failed();
    if (is_one_stream(part_.nature) && run_.archives_ended() > archives && !source.ended() && !source.failed()) LP_CHECK_OK(read_out(source));
    last_left_ = !source.ended();
    // Where a member was left unread, going on may mean unpacking it for nothing: of a bomb without end.
    if (source.ended() || skips_cheaply(sized) || source.bytes() <= run_.limits().ratio_from_bytes) return true;
    run_.skip(part_.part.path, SkipReason::bomb, "members behind an oversized one are not read");
    return false;
  }

  // A reader of archives stops at its end mark; what fills the last block (zeros) still stands in the stream around it.
  Status read_out(MemberSource& source) {
    std::string rest(64 * 1024, '\0');
    std::uint64_t left = 0, filling = 0;
    while (!source.ended() && filling < longest_filling) {
      const Result<std::size_t> n = source.read(rest.data(), rest.size());
      if (!n) {
        last_failed_ = true;
        run_.skip(part_.part.path, SkipReason::corrupt, n.error().message);
        return ok_status();
      }
      filling += *n;
      if (!std::all_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(*n), [](char c) { return c == '\0'; })) left += *n;
    }
    if (left > 0) run_.skip(part_.part.path, SkipReason::trailing, "bytes behind the end of the archive", left);
    return ok_status();
  }

  bool skips_cheaply(bool sized) const {
    const Nature n = part_.nature;
    const bool whole_files = n == Nature::tar || n == Nature::cpio || n == Nature::iso || n == Nature::ar;
    return whole_files || (is_zip(n) && sized);
  }

  Status end() {
    if (last_failed_) return ok_status();  // what follows the broken member shares its fate
    run_.archive_ended();
    // Where the member was left unread, nobody knows where the stream ends.
    if (!is_one_stream(part_.nature) || input_.fed == 0 || last_left_) return ok_status();
    const auto used = static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_filter_bytes(archive_.get(), -1)));
    if (used >= input_.fed || input_.fed - used > input_.last) return ok_status();
    const std::string_view rest = std::string_view(input_.buffer).substr(input_.last - (input_.fed - used), input_.fed - used);
    const bool blank = std::all_of(rest.begin(), rest.end(), [](char c) { return c == '\0'; });
    if (!blank) run_.skip(part_.part.path, SkipReason::trailing, "bytes behind the end of the archive", rest.size());
    return ok_status();
  }

  Status broken() {
    const Error error = error_of(archive_.get());
    LP_CHECK_OK(run_.health());
    run_.skip(part_.part.path, error);
    return ok_status();
  }

  Unpacking& run_;
  OpenedPart& part_;
  const MemberFn& how_;
  Input input_;
  Archive archive_{archive_read_new()};
  int retries_ = 0;
  bool last_failed_ = false, last_left_ = false;
};

// Bytes before the archive are no members of it.
void report_prefix(Unpacking& run, OpenedPart& part) {
  const std::size_t at = part.head.find("PK\x03\x04");
  run.skip(part.part.path, SkipReason::binary, "what stands before the ZIP was not read", at == std::string_view::npos ? std::nullopt : std::optional<std::uint64_t>(at));
}

class Window {
 public:
  Window(std::uint64_t& sum, std::uint64_t bytes) : sum_(sum), bytes_(bytes) { sum_ += bytes_; }
  ~Window() { sum_ -= bytes_; }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

 private:
  std::uint64_t& sum_;
  std::uint64_t bytes_;
};

}  // namespace

Status walk_archive(Unpacking& run, OpenedPart& part, const MemberFn& how) {
  const Window window(run.windows(), claimed_window(part.nature, part.head));
  if (run.windows() > run.limits().window_bytes) {
    run.skip(part.part.path, SkipReason::too_large, "unpacking it takes more than " + std::to_string(run.limits().window_bytes) + " bytes of memory");
    return ok_status();
  }
  const bool prefixed = is_zip(part.nature) && !part.head.starts_with("PK");
  if (part.nature != Nature::seven_zip && !prefixed) return Walk(run, part, how).stream();
  if (prefixed) report_prefix(run, part);
  LP_TRY(const auto file, run.to_file(part));
  return file ? Walk(run, part, how).file(file->path()) : ok_status();
}

}  // namespace lp::io
