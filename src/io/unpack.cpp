#include "io/unpack.h"

#include <algorithm>

#include "base/text.h"
#include "io/metered_source.h"

namespace lp::io {

Result<UnpackReport> unpack(const std::filesystem::path& file, const UnpackLimits& limits, UnpackVisitor& visitor) {
  LP_TRY(const auto source, open_file_source(file));
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(file, error);
  if (error) return os_error(error.value(), "reading the size of", file);
  return Unpacking(limits, visitor).run({.path = file.filename().string(), .bytes = *source, .size = size, .file = file}, size);
}

Result<UnpackReport> unpack(std::string_view name, ByteSource& bytes, const UnpackLimits& limits, UnpackVisitor& visitor) {
  return Unpacking(limits, visitor).run({.path = std::string(name), .bytes = bytes}, {});
}

Result<UnpackReport> Unpacking::run(const Part& file, std::optional<std::uint64_t> stored) {
  TopSource top(*this, file.bytes);
  LP_CHECK_OK(open({.path = file.path, .bytes = top, .size = file.size, .mime = {}, .charset = {}, .file = file.file}));
  LP_CHECK_OK(finish_top(top, stored, file.path));
  return report_;
}

void Unpacking::archive_ended() {
  ++archives_ended_;
  begin_part();
  if (depth_ == 1) archive_ended_ = true;
}

// What no opener read: the rest of a broken or refused file shares its fate; a ZIP's directory is structure, as is
// padding; anything else behind an archive is trailing.
Status Unpacking::finish_top(ByteSource& rest, std::optional<std::uint64_t> stored, std::string_view path) {
  settle();
  std::string buffer;
  const bool zip = has_zip_end_ || is_zip(report_.nature);
  const bool may_trail = archive_ended_ && !zip && !sought_;
  bool blank = true;
  while (!stored || (may_trail && blank)) {
    buffer.resize(64 * 1024);
    LP_TRY(const std::size_t n, rest.read(buffer.data(), buffer.size()));
    if (n == 0) break;
    blank = blank && std::all_of(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(n), [](char c) { return c == '\0'; });
  }
  const std::uint64_t end = std::max(settled_, stored.value_or(top_read_));
  top_read_ = settled_;
  if (may_trail && !blank) skip(path, SkipReason::trailing, "bytes behind the end of the archive", end - settled_);
  top_read_ = end;
  settle();
  report_.stored = report_.scanned + report_.skipped_bytes();
  return health();
}

}  // namespace lp::io
