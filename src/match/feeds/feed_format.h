#pragma once
// Advisory feeds and how they are read. One format is one file under match/feeds/formats/, collected by lp_builtins
// (`FeedFormat feed_<name>()`) and recognised by content. A bad record never loses the rest: it is refused with file, line or JSON
// pointer, counted, and the feed goes on. Nothing is fetched: feeds are files, archives (zip, tar, zst, gz …) or folders.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

#include "base/diagnostics.h"
#include "base/result.h"
#include "match/advisory.h"
#include "match/signals.h"

namespace lp::match {

struct FeedOptions {
  std::string file;        // name in diagnostics
  std::string format{};    // id; empty = by content
};

struct FeedStatistics {
  std::map<std::string, std::uint64_t> records{};    // format → records read
  std::uint64_t taken = 0;                           // advisories
  std::uint64_t withdrawn = 0;                       // among them
  std::uint64_t signals = 0;                         // KEV, EPSS, SSVC rows
  std::uint64_t refused = 0;                         // each a diagnostic
  std::map<std::string, std::uint64_t> left_out{};   // statement left out for a stated reason → how many
};

// Where a feed puts what it reads.
struct FeedTakers {
  std::function<void(Advisory&&)> advisory;
  std::function<void(Signal&&)> signal;              // may be empty: signals are then only counted
};

class FeedSink {
 public:
  FeedSink(const FeedOptions& options, const FeedTakers& takers, Diagnostics& out);
  void take(Advisory&& advisory);
  void take(Signal&& signal);
  // `place` is a JSON pointer in the record, or "".
  void refuse(std::string_view place, std::string code, std::string what, std::string hint = {});
  void leave_out(const std::string& reason, std::uint64_t count = 1) { statistics_.left_out[reason] += count; }
  void at_line(int line) { line_ = line; }           // of the record being read; 0 = the whole file
  // The record is element `index` of the array at JSON pointer `array` ("/CVE_Items"); places are then below it.
  void at_element(std::string_view array, std::size_t index) { array_ = array, index_ = index, in_array_ = true; }
  void at_document() { in_array_ = false; }
  const std::string& file() const { return options_.file; }
  FeedStatistics& statistics() { return statistics_; }

 private:
  FeedOptions options_;
  const FeedTakers& takers_;
  Diagnostics& out_;
  FeedStatistics statistics_;
  int line_ = 0;
  std::string array_;
  std::size_t index_ = 0;
  bool in_array_ = false;
};

// A format reads either records of JSON (a document, or a line of JSONL, or an element of a top-level array), or whole texts (CSV, XML).
struct FeedFormat {
  std::string_view id;
  std::string_view zh, en;
  int (*sniff)(std::string_view head);                                             // 0 … 100; the first 64 KiB
  void (*read_record)(simdjson::dom::element record, FeedSink& sink) = nullptr;    // JSON
  void (*read_text)(std::string_view bytes, FeedSink& sink) = nullptr;             // else
  std::string_view records_in = {};   // JSON: member of a document whose elements are the records ("vulnerabilities"); "" = it is one
};

const std::vector<FeedFormat>& builtin_feeds();    // generated
const FeedFormat* sniff_feed(std::string_view head);

// invalid: not recognised as any feed. Files of a folder or archive that are no feed are left out, counted by reason.
Result<FeedStatistics> read_feed(std::string_view bytes, const FeedOptions& options, const FeedTakers& takers, Diagnostics& out);
// A file, an archive or a folder. `progress` is called with bytes read so far, from this thread.
Result<FeedStatistics> read_feed_path(const std::filesystem::path& path, FeedOptions options, const FeedTakers& takers, Diagnostics& out,
                                      const std::function<void(std::uint64_t)>& progress = {});

}  // namespace lp::match
