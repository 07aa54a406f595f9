#pragma once
// Log files and folders that are being written: whole lines as they come, over rotation, new files and deletion, from the very
// places where an earlier run stopped.
//
// A file is what its device, inode and first bytes say, whatever its name: a rotated copy beside the new file is not read twice.
// Copy-and-truncate is followed too; what was written between the last look and the truncation is lost by the writer's choice.
// Compressed copies and what is in no format known are skipped and told once; a file that can no longer be read is told and left, the
// others go on.
//
// Order: files as they were found, of those found together the one changed first, then by name; lines of one file in their order. Of several files that grow at the same time the order of
// lines between files depends on when they are looked at.
//
// Threads: one at a time.

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "detect/inputs/followed_file.h"
#include "detect/run/block_scanner.h"

namespace lp::detect {

struct FollowOptions {
  const Format* format = nullptr;   // null: recognised, each file for itself
  // Told once a file: its name, a stable reason ("unknown_format", "truncated", "unreadable"), more about it.
  std::function<void(const std::string& name, std::string_view reason, const std::string& detail)> tell{};
  std::chrono::milliseconds rotated_for{0};  // a renamed file is read on until it has not grown for so long: its writer may have it open
  std::chrono::milliseconds look_every{0};   // how often folders are listed for new files
};

class LogFollower {
 public:
  // A path need not be there yet.
  LogFollower(std::vector<std::filesystem::path> paths, FollowOptions options);
  ~LogFollower();

  // What places() of an earlier run gave. corrupt: it is none.
  Status restore(std::string_view places);
  // Where reading goes on behind every block handed out. JSON, for a state file.
  std::string places() const;

  // One look at every file: `feed` gets the blocks; false ends the look. True: something came. A line whose end has not come
  // waits for it, unless its file will not grow any more.
  Result<bool> poll(const std::function<bool(StreamBlock)>& feed);
  std::size_t files() const { return open_.size(); }
  // Files of a spool (io/line_spool.h) that were read to their end and stand before another of their folder: nothing is added to
  // them any more. They are forgotten; whoever has kept places() may remove them.
  std::vector<std::filesystem::path> take_finished();

 private:
  struct Open;
  struct Known {
    std::string path, format;
    FilePlace place;
  };
  // By a file's first lines. No format: none is known, it is a list, or (is_begun) no whole line stands in it yet.
  struct Recognised {
    const Format* format = nullptr;
    bool is_list = false, is_begun = true;
  };
  using Identity = std::pair<std::uint64_t, std::uint64_t>;  // device, inode

  Status look_for_files();
  void open_renamed(std::vector<std::filesystem::path>& files);
  bool follows(const std::filesystem::path& path) const;
  Result<FollowedFile::End> read_on(Open& file, const std::function<bool(StreamBlock)>& feed, bool& came, bool& wanted);
  Status look_at(const std::filesystem::path& path);
  Recognised recognise(const std::filesystem::path& path) const;
  Result<bool> read(Open& file, bool last, const std::function<bool(StreamBlock)>& feed, bool& wanted);
  void tell(const std::string& name, std::string_view reason, const std::string& detail);

  std::vector<std::filesystem::path> paths_;
  FollowOptions options_;
  std::vector<std::unique_ptr<Open>> open_;              // in the order they are read
  std::map<Identity, Known> known_;
  std::map<std::string, Identity> told_;                 // skipped, by name
  bool first_look_ = true;
  std::chrono::steady_clock::time_point looked_{};
};

}  // namespace lp::detect
