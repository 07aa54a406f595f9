#include <algorithm>
#include <filesystem>

#include "io/bytes.h"
#include "io/decoding_source.h"
#include "io/unpack.h"
#include "match/feeds/feed_reading.h"

namespace lp::match {
namespace {

constexpr std::size_t block = std::size_t{1} << 20;
constexpr std::size_t most_text = std::size_t{2} << 30;  // of one document; lines have no limit but their own

// What is behind the text stays readable: simdjson looks beyond a document's end.
constexpr std::size_t slack = simdjson::SIMDJSON_PADDING;

class FeedFiles final : public io::UnpackVisitor {
 public:
  FeedFiles(const FeedOptions& options, const FeedTakers& takers, Diagnostics& out, const std::function<void(std::uint64_t)>& progress)
      : options_(options), takers_(takers), out_(out), progress_(progress) {}

  Status leaf(const io::Leaf& leaf, io::ByteSource& bytes) override {
    const bool other = leaf.encoding && *leaf.encoding != io::Encoding::utf8 && *leaf.encoding != io::Encoding::utf8_bom;
    if (!other) return read(std::string(leaf.path), bytes);
    io::DecodingSource decoded(bytes, *leaf.encoding);
    return read(std::string(leaf.path), decoded);
  }
  void skipped(const io::SkippedPart& part) override {
    const bool bad = part.reason != io::SkipReason::binary && part.reason != io::SkipReason::needs_ocr && part.reason != io::SkipReason::no_converter;
    if (!bad) return statistics_.left_out["no_feed"]++, void();
    ++statistics_.refused;
    out_.warning({std::string(part.path), 0, 0}, "unreadable_part", "cannot be read: " + std::string(io::to_string(part.reason)) + (part.detail.empty() ? "" : ", " + std::string(part.detail)));
  }
  Status read_file(const std::filesystem::path& path) {
    LP_TRY(const auto report, io::unpack(path, limits(), *this));
    (void)report;
    return ok_status();
  }
  bool found() const { return found_; }
  FeedStatistics& statistics() { return statistics_; }

 private:
  static io::UnpackLimits limits() {
    io::UnpackLimits limits;
    limits.texts_as_stored = true;
    return limits;
  }

  // Fills the buffer up to `size` bytes of text or the end; false at the end.
  Result<bool> fill(io::ByteSource& bytes, std::size_t size) {
    while (filled_ < size) {
      if (buffer_.size() < filled_ + block + slack) buffer_.resize(std::max(filled_ + block + slack, buffer_.size() * 2));
      LP_TRY(const std::size_t n, bytes.read(buffer_.data() + filled_, block));
      if (n == 0) return false;
      filled_ += n;
      bytes_ += n;
      if (progress_) progress_(bytes_);
    }
    return true;
  }
  std::string_view text() const { return std::string_view(buffer_).substr(0, filled_); }

  Status read(std::string name, io::ByteSource& bytes) {
    filled_ = 0;
    LP_TRY(bool more, fill(bytes, sniffed_bytes));
    FeedOptions options = options_;
    options.file = std::move(name);
    const FeedFormat* format = feed_format_of(text(), options.format);
    if (format == nullptr) {
      ++statistics_.left_out["no_feed"];
      return ok_status();
    }
    found_ = true;
    FeedSink sink(options, takers_, out_);
    const Status done = format->read_text != nullptr ? read_whole(*format, bytes, sink) : read_json(*format, bytes, sink, more);
    add_to(statistics_, sink.statistics());
    return done;
  }

  Status read_whole(const FeedFormat& format, io::ByteSource& bytes, FeedSink& sink) {
    LP_TRY(const bool larger, fill(bytes, most_text));
    if (larger) return sink.refuse("", "too_large", "a document of more than 2 GiB is not read"), ok_status();
    std::string_view whole = text();
    if (whole.starts_with("\xEF\xBB\xBF")) whole.remove_prefix(3);
    if (format.read_text != nullptr) return format.read_text(whole, sink), ok_status();
    JsonRecords records(format, sink);
    records.read(whole);
    return ok_status();
  }

  Status read_json(const FeedFormat& format, io::ByteSource& bytes, FeedSink& sink, bool more) {
    // The first line may be longer than what was sniffed.
    while (more && text().find('\n') == std::string_view::npos && filled_ < most_text) {
      LP_TRY(more, fill(bytes, filled_ + block));
    }
    if (!is_json_lines(text().substr(text().starts_with("\xEF\xBB\xBF") ? 3 : 0))) return read_whole(format, bytes, sink);
    JsonRecords records(format, sink);
    std::size_t from = text().starts_with("\xEF\xBB\xBF") ? 3 : 0;
    for (;;) {
      const std::size_t end = more ? text().rfind('\n') : filled_;
      if (end != std::string_view::npos && end >= from) {
        records.read_lines(text().substr(from, end - from), buffer_.size() - end);
        const std::size_t rest = filled_ - std::min(filled_, end + 1);
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(filled_ - rest), buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
        filled_ = rest;
        from = 0;
      }
      if (!more) return ok_status();
      if (filled_ >= most_text) return sink.refuse("", "too_large", "a line of more than 2 GiB is not read"), ok_status();
      LP_TRY(more, fill(bytes, filled_ + block));
    }
  }

  const FeedOptions& options_;
  const FeedTakers& takers_;
  Diagnostics& out_;
  const std::function<void(std::uint64_t)>& progress_;
  FeedStatistics statistics_;
  std::string buffer_;
  std::size_t filled_ = 0;
  std::uint64_t bytes_ = 0;
  bool found_ = false;
};

Result<std::vector<std::filesystem::path>> files_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  std::filesystem::recursive_directory_iterator it(folder, std::filesystem::directory_options::skip_permission_denied, error), end;
  for (; !error && it != end; it.increment(error))
    if (it->is_regular_file(error)) files.push_back(it->path());
  if (error) return make_error(Errc::io, "reading the folder " + folder.string() + ": " + error.message());
  std::ranges::sort(files);
  return files;
}

}  // namespace

Result<FeedStatistics> read_feed_path(const std::filesystem::path& path, FeedOptions options, const FeedTakers& takers, Diagnostics& out, const std::function<void(std::uint64_t)>& progress) {
  if (options.file.empty()) options.file = path.string();
  FeedFiles reader(options, takers, out, progress);
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    LP_TRY(const auto files, files_of(path));
    for (const auto& file : files)
      if (const Status read = reader.read_file(file); !read) {
        ++reader.statistics().refused;
        out.warning({file.string(), 0, 0}, "unreadable_file", "cannot be read: " + read.error().message);
      }
  } else {
    LP_CHECK_OK(reader.read_file(path));
  }
  if (!reader.found()) return no_feed(options.file);
  return std::move(reader.statistics());
}

}  // namespace lp::match
