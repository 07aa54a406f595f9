#pragma once
// Files, folders and standard input as streams of log lines: opened by content (compressed, in archives, UTF-16), the format
// recognised or given. What is no log anybody knows is told as skipped with the reason; nothing is passed over silently.
//
// Order: the paths as given; a folder's files by name; so that two runs see the same events in the same order.
// Threads: one thread a call.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/format.h"
#include "io/bytes.h"
#include "io/unpack.h"

namespace lp::detect {

struct LogStream {
  std::string_view name;   // "day.zip!eve.json"; "-" = standard input; valid during the call
  const Format& format;
  io::ByteSource& bytes;   // UTF-8, or what the format's own decoder mends
};

class LogStreamVisitor {
 public:
  virtual ~LogStreamVisitor() = default;
  // Need not read to the end. An error stops everything and is returned.
  virtual Status stream(const LogStream& stream) = 0;
  virtual void skipped(std::string_view name, std::string_view reason, std::string_view detail) = 0;
  // A file is begun: its size as stored, for progress.
  virtual void file(const std::filesystem::path&, std::uint64_t) {}
};

struct LogStreamOptions {
  const Format* format = nullptr;     // null: recognised, each stream for itself
  io::UnpackLimits limits{};
};

// The files of `paths` in the order they are read. not_found: a path that is not there; a folder that may not be read is io.
Result<std::vector<std::filesystem::path>> list_logs(const std::vector<std::filesystem::path>& paths);
// "-" among the files is standard input. A file that cannot be read is skipped and told.
Status each_log_stream(const std::vector<std::filesystem::path>& files, const LogStreamOptions& options, LogStreamVisitor& visitor);

// The format of a stream by its first lines, which stay readable.
class HeadedSource final : public io::ByteSource {
 public:
  explicit HeadedSource(io::ByteSource& source) : source_(source) {}
  // Whole lines of the first 64 KiB, or what there is of the first line.
  Result<std::string_view> head();
  Result<std::size_t> read(char* out, std::size_t size) override;

 private:
  io::ByteSource& source_;
  std::string head_;
  std::size_t at_ = 0;
  bool filled_ = false;
};

}  // namespace lp::detect
