#pragma once
// A folder or file from stat to result: every file below it is found, opened by content, scanned or reported as not
// scanned. Several threads; memory does not grow with the tree. What is done is kept in a state file, so that a
// scan that was stopped goes on where it was, and an unchanged tree costs a walk.

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/time.h"
#include "discover/document_scanner.h"
#include "discover/engine.h"
#include "discover/file_record.h"
#include "discover/result.h"
#include "io/keyed_file.h"
#include "io/unpack.h"

namespace lp::discover {

struct TreeOptions {
  std::filesystem::path root;
  std::filesystem::path state;               // empty: a temporary file, removed at the end
  std::vector<std::string> include, exclude; // globs over the path under the root, and over the last name; include empty = all
  bool one_file_system = false;
  std::uint64_t largest_file = 0;            // bytes; larger ones are skipped; 0 = no limit
  double sample = 1;                         // share of the files looked at, chosen by their names
  int threads = 0;                           // 0 = as many as processors
  std::vector<std::filesystem::path> own_files;  // what the caller writes meanwhile; not scanned where it lies in the tree
  std::string program;                       // for the result
  io::UnpackLimits limits{};
};

struct TreeProgress {
  std::uint64_t files_found = 0, files_done = 0, bytes_found = 0, bytes_done = 0;
  bool walking = true;                       // the totals still grow
};

class TreeScan {
 public:
  TreeScan(std::shared_ptr<const Engine> engine, const Clock& clock, TreeOptions options);
  ~TreeScan();
  // Called about ten times a second on one thread. Optional.
  void watch(std::function<void(const TreeProgress&)> watch);
  // Told every hit, from any of the scan's threads, one at a time. Files the state knows are not told again.
  void listen(std::function<void(const std::string& path, const ToldHit& hit)> listener);
  // From a signal handler or another thread: finish what is begun, keep it, stop.
  void stop() { stopped_ = true; }

  // not_found: no such root; conflict: the state file is in use. Trouble with single files is in the coverage.
  // The result holds the documents with findings; `interrupted` when stopped.
  Result<ScanResult> run();

 private:
  struct Work;
  class Visitor;
  class Finder;
  struct Shared;
  Status start_threads(Shared& shared, std::vector<std::thread>& threads);
  void walk(Shared& shared);
  void work(Shared& shared);
  void scan_batch(Shared& shared, const std::vector<Work>& batch, DocumentScanner& scanner);
  std::optional<FileRecord> scan_file(Shared& shared, const Work& work, DocumentScanner& scanner);
  void oversee(Shared& shared);
  Result<ScanResult> gather(Shared& shared);
  bool wanted(const std::string& under, bool folder) const;

  std::shared_ptr<const Engine> engine_;
  const Clock& clock_;
  TreeOptions options_;
  std::function<void(const TreeProgress&)> watch_;
  std::function<void(const std::string&, const ToldHit&)> listener_;
  std::atomic<bool> stopped_{false};
  std::vector<std::filesystem::path> own_files_;
};

}  // namespace lp::discover
