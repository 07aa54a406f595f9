#include "detect/inputs/log_streams.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include "detect/inputs/json_items.h"
#include "io/decoding_source.h"
#include "io/files.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_bytes = std::size_t{64} << 10;

class StandardInput final : public io::ByteSource {
 public:
  Result<std::size_t> read(char* out, std::size_t size) override {
    while (true) {
      const ssize_t got = ::read(STDIN_FILENO, out, size);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return io::os_error(errno, "reading", "-");
    }
  }
};

bool is_wide(io::Encoding e) { return e != io::Encoding::utf8 && e != io::Encoding::gb18030; }

class Opener final : public io::UnpackVisitor {
 public:
  Opener(const LogStreamOptions& options, LogStreamVisitor& visitor) : options_(options), visitor_(visitor) {}

  Status leaf(const io::Leaf& leaf, io::ByteSource& bytes) override {
    std::unique_ptr<io::DecodingSource> decoded;
    if (leaf.encoding && is_wide(*leaf.encoding)) decoded = std::make_unique<io::DecodingSource>(bytes, *leaf.encoding);
    HeadedSource whole(decoded ? static_cast<io::ByteSource&>(*decoded) : bytes);
    LP_TRY(const std::string_view beginning, whole.head());
    if (beginning.empty()) return ok_status();
    const auto first = JsonItems::begins(beginning);
    if (!first) return lines(leaf.path, whole);
    JsonItems items(whole, *first);
    HeadedSource source(items);
    return lines(leaf.path, source);
  }
  void skipped(const io::SkippedPart& part) override { visitor_.skipped(part.path, io::to_string(part.reason), part.detail); }

 private:
  Status lines(std::string_view path, HeadedSource& source) {
    LP_TRY(const std::string_view head, source.head());
    const Format* format = options_.format != nullptr ? options_.format : sniff_format(head);
    if (format == nullptr) {
      visitor_.skipped(path, "unknown_format", "no log format knows these lines; name one with --format");
      return ok_status();
    }
    return visitor_.stream({path, *format, source});
  }
  const LogStreamOptions& options_;
  LogStreamVisitor& visitor_;
};

Status list_folder(const fs::path& folder, std::vector<fs::path>& out) {
  std::error_code error;
  std::vector<fs::path> found;
  for (fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error), end; !error && at != end; at.increment(error))
    if (at->is_regular_file(error)) found.push_back(at->path());
  if (error) return io::os_error(error.value(), "reading the folder", folder);
  std::ranges::sort(found);
  out.insert(out.end(), found.begin(), found.end());
  return ok_status();
}

}  // namespace

Result<std::string_view> HeadedSource::head() {
  if (!filled_) {
    filled_ = true;
    head_.resize(head_bytes);
    std::size_t size = 0;
    while (size < head_bytes) {
      auto got = source_.read(head_.data() + size, head_bytes - size);
      if (!got) return std::move(got).error();
      if (*got == 0) break;
      size += *got;
      // A live pipe gives a line and then waits: one whole line tells enough.
      if (std::string_view(head_).substr(0, size).find('\n') != std::string_view::npos && *got < head_bytes) break;
    }
    head_.resize(size);
  }
  const std::size_t end = head_.rfind('\n');
  return std::string_view(head_).substr(0, end == head_.npos ? head_.size() : end + 1);
}

Result<std::size_t> HeadedSource::read(char* out, std::size_t size) {
  if (at_ == head_.size()) return source_.read(out, size);
  const std::size_t n = std::min(size, head_.size() - at_);
  head_.copy(out, n, at_);
  at_ += n;
  return n;
}

Result<std::vector<fs::path>> list_logs(const std::vector<fs::path>& paths) {
  std::vector<fs::path> out;
  for (const fs::path& path : paths) {
    std::error_code error;
    const fs::file_status status = path == "-" ? fs::file_status(fs::file_type::fifo) : fs::status(path, error);
    if (!fs::exists(status)) return make_error(Errc::not_found, "no such file or folder: " + path.string());
    if (fs::is_directory(status)) LP_CHECK_OK(list_folder(path, out));
    else out.push_back(path);
  }
  return out;
}

Status each_log_stream(const std::vector<fs::path>& files, const LogStreamOptions& options, LogStreamVisitor& visitor) {
  Opener opener(options, visitor);
  for (const fs::path& path : files) {
    std::error_code error;
    const bool regular = path != "-" && fs::is_regular_file(path, error);
    visitor.file(path, regular ? fs::file_size(path, error) : 0);
    if (!regular) {
      // A pipe cannot be looked at from its end; it is plain lines.
      std::unique_ptr<io::ByteSource> pipe;
      if (path == "-") {
        pipe = std::make_unique<StandardInput>();
      } else {
        LP_TRY(pipe, io::open_file_source(path));
      }
      LP_CHECK_OK(opener.leaf({.path = path.native()}, *pipe));
      continue;
    }
    if (::access(path.c_str(), R_OK) != 0) {
      visitor.skipped(path.native(), "unreadable", "the operating system refused");
      continue;
    }
    LP_CHECK_OK(io::unpack(path, options.limits, opener));
  }
  return ok_status();
}

}  // namespace lp::detect
