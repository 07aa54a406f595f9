#pragma once
// Lines on their way from the network to whoever reads them: files of whole lines, one folder a stream, in the order of their
// numbers: <folder>/<stream>/00000001.log. What append() said ok to with `durable` survives kill -9 and a failing machine.
//
// Bounded: past `total_bytes` nothing more is taken until files were removed (too_many); a reader removes what it has read. A new
// life of the program begins new files, so that a line torn by its end is never written on.
//
// Threads: any.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::io {

struct LineSpoolOptions {
  std::uint64_t segment_bytes = std::uint64_t{64} << 20;  // a file is closed when it is at least this long
  std::uint64_t total_bytes = std::uint64_t{10} << 30;    // of all files
  std::size_t most_streams = 64;                          // further ones go to "other"
};

class LineSpool {
 public:
  static Result<std::unique_ptr<LineSpool>> open(const std::filesystem::path& folder, const LineSpoolOptions& options);
  ~LineSpool();

  // Whole lines, each with its end. All of them or none: too_many when the spool is full, unavailable when the disk is.
  Status append(std::string_view stream, std::string_view lines, bool durable);
  std::uint64_t bytes() const;   // of all files, looked at again every few seconds

 private:
  struct Segment;
  LineSpool(std::filesystem::path folder, const LineSpoolOptions& options);
  Result<Segment*> segment_of(const std::string& stream);
  Result<std::unique_ptr<Segment>> begin_segment(const std::string& stream) const;
  void look_at_bytes(bool now);

  std::filesystem::path folder_;
  LineSpoolOptions options_;
  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Segment>> segments_;
  std::uint64_t bytes_ = 0;
  std::int64_t looked_ = 0;
};

// 00000012.log → 12; 0 for a name that is none of a spool's.
std::uint64_t spool_number(const std::filesystem::path& file);

// A name that is a folder of its own: letters, digits, '-', '_' and '.', at most 64, never hidden.
std::string stream_name(std::string_view wanted);

}  // namespace lp::io
