#include "io/line_spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>

#include "base/check.h"
#include "io/files.h"

namespace lp::io {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t look_again_ms = 2000;

std::int64_t now_ms() { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

}  // namespace

struct LineSpool::Segment {
  fs::path path;
  int descriptor = -1;
  std::uint64_t length = 0;
  ~Segment() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

LineSpool::LineSpool(fs::path folder, const LineSpoolOptions& options) : folder_(std::move(folder)), options_(options) {}
LineSpool::~LineSpool() = default;

Result<std::unique_ptr<LineSpool>> LineSpool::open(const fs::path& folder, const LineSpoolOptions& options) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return os_error(error.value(), "making the folder", folder);
  std::unique_ptr<LineSpool> spool(new LineSpool(folder, options));
  spool->look_at_bytes(true);
  return spool;
}

void LineSpool::look_at_bytes(bool now) {
  const std::int64_t time = now_ms();
  if (!now && time - looked_ < look_again_ms) return;
  looked_ = time;
  std::uint64_t sum = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;
    if (const auto size = at->file_size(gone); at->is_regular_file(gone) && !gone) sum += size;
  }
  bytes_ = sum;
}

std::uint64_t LineSpool::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

Result<std::unique_ptr<LineSpool::Segment>> LineSpool::begin_segment(const std::string& stream) const {
  const fs::path folder = folder_ / stream;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return os_error(error.value(), "making the folder", folder);
  std::uint64_t last = 0;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) last = std::max(last, spool_number(at->path()));
  char name[32];
  std::snprintf(name, sizeof name, "%08llu.log", static_cast<unsigned long long>(last + 1));
  auto segment = std::make_unique<Segment>();
  segment->path = folder / name;
  segment->descriptor = ::open(segment->path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (segment->descriptor < 0) return os_error(errno, "making", segment->path);
  // The names must survive as well.
  LP_CHECK_OK(sync_folder(folder));
  LP_CHECK_OK(sync_folder(folder_));
  return segment;
}

Result<LineSpool::Segment*> LineSpool::segment_of(const std::string& stream) {
  auto& segment = segments_[stream];
  if (segment != nullptr && segment->length >= options_.segment_bytes) segment.reset();
  if (segment == nullptr) {
    LP_TRY(segment, begin_segment(stream));
  }
  return segment.get();
}

Status LineSpool::append(std::string_view stream, std::string_view lines, bool durable) {
  if (lines.empty()) return ok_status();
  LP_CHECK(lines.ends_with('\n'), "lines have their ends");
  const std::lock_guard lock(mutex_);
  look_at_bytes(false);
  if (bytes_ + lines.size() > options_.total_bytes) return make_error(Errc::too_many, "the spool " + folder_.string() + " is full", "let what reads it catch up, or raise its limit");
  std::string name = stream_name(stream);
  if (!segments_.contains(name) && segments_.size() >= options_.most_streams) name = "other";
  LP_TRY(Segment* const segment, segment_of(name));
  Status written = write_all(segment->descriptor, lines, segment->path);
  if (written && durable && ::fdatasync(segment->descriptor) != 0) written = os_error(errno, "writing", segment->path);
  if (!written) {
    // Nothing of it counts. Where even that cannot be said to the file, the next lines begin another.
    if (::ftruncate(segment->descriptor, static_cast<off_t>(segment->length)) != 0 || ::lseek(segment->descriptor, 0, SEEK_END) < 0) segments_[name].reset();
    return written;
  }
  segment->length += lines.size();
  bytes_ += lines.size();
  return ok_status();
}

std::uint64_t spool_number(const fs::path& file) {
  const std::string stem = file.stem().string();
  if (file.extension() != ".log" || stem.size() < 8 || stem.size() > 18 || stem.find_first_not_of("0123456789") != stem.npos) return 0;
  return std::stoull(stem);
}

std::string stream_name(std::string_view wanted) {
  std::string out;
  for (const char c : wanted.substr(0, 64)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '.' && !out.empty());
    out += plain ? c : '_';
  }
  return out.empty() ? "other" : out;
}

}  // namespace lp::io
