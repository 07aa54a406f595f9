#include "discover/tree_scan.h"

#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>

#include "discover/file_record.h"
#include "discover/known_files.h"
#include "discover/read_ahead.h"
#include "discover/tree_walk.h"
#include "io/files.h"

namespace lp::discover {
namespace {

constexpr std::string_view state_format = "longpan-scan/1";
constexpr std::size_t queue_limit = 64, skips_kept = 10'000;
constexpr std::uint64_t worth_a_thread = std::uint64_t{1} << 20;   // bytes of a member
// Files are handed over in batches: one at a time, threads would wait for each other longer than a small file takes.
constexpr std::size_t batch_files = 64;
constexpr std::uint64_t batch_bytes = 1024 * 1024;
constexpr int ticks_a_commit = 5;   // of a tenth of a second: what kill -9 may cost

std::uint64_t name_hash(std::string_view name) { return ValueHasher(0x51A7E)(name); }

}  // namespace

struct TreeScan::Work {
  std::filesystem::path path;
  std::string under;            // path under the root
  std::uint64_t size = 0;
  std::int64_t modified = 0;
};

struct TreeScan::Shared {
  using Batch = std::vector<Work>;
  std::mutex mutex;                          // of the queue
  std::condition_variable offered, taken, idle;
  std::deque<Batch> queue;
  bool walked = false;
  int running = 0;
  std::atomic<std::uint64_t> files_found{0}, files_done{0}, bytes_found{0}, bytes_done{0};

  std::mutex state_mutex;                    // of the state file
  std::unique_ptr<io::KeyedFile> state;
  Status failure = ok_status();              // of the state file: ends the scan
  std::atomic<bool> failed{false};
  std::string generation;                    // of this run
  // Of a run that was stopped: entries of files it did not come to are not part of its result.
  std::set<std::string, std::less<>> unfinished;
  std::string position;                      // how far the walk came

  std::set<std::pair<std::uint64_t, std::uint64_t>> links;   // files with several names, seen once
  std::uint64_t device = 0;
  std::mutex listening;

  // Hold state_mutex.
  void check(Status status) {
    if (status || failed) return;
    failure = std::move(status);
    failed = true;
  }
};

// The walking side: tells unchanged files from those to be scanned, and notes what is left out.
class TreeScan::Finder {
 public:
  Finder(TreeScan& scan, Shared& shared) : scan_(scan), shared_(shared), known_(*shared.state, shared.state_mutex), rules_(scan.engine_->digest().substr(0, 16)) {}

  WalkOn meet(const TreeEntry& entry) {
    if (scan_.stopped_ || shared_.failed) return WalkOn::no;
    const std::string name(entry.under);
    const bool folder = entry.kind == TreeEntry::folder;
    if (std::string reached = folder ? name + '/' : name; reached > shared_.position) shared_.position = std::move(reached);
    const std::string_view left_out = reason_to_leave_out(entry, name);
    if (!left_out.empty()) {
      leave_out(entry, name, left_out);
      return WalkOn::not_below;
    }
    if (!folder) find(entry, name);
    return WalkOn::yes;
  }
  void finish() {
    hand_over();
    Status finished = known_.finish(!scan_.stopped_ && !shared_.failed);
    const std::lock_guard lock(shared_.state_mutex);
    shared_.check(std::move(finished));
  }

 private:
  std::string_view reason_to_leave_out(const TreeEntry& entry, const std::string& name) {
    const TreeOptions& options = scan_.options_;
    if (entry.kind == TreeEntry::unreadable) return "unreadable";
    if (entry.kind == TreeEntry::link) return "link";
    if (entry.kind == TreeEntry::special) return "special_file";
    if (!entry.is_root && !scan_.wanted(name, entry.kind == TreeEntry::folder)) return "excluded";
    if (entry.kind == TreeEntry::folder) return options.one_file_system && entry.device != shared_.device ? "other_file_system" : "";
    if (is_own(entry)) return "own_file";
    if (entry.is_root) return {};
    if (entry.names > 1 && !shared_.links.insert({entry.device, entry.inode}).second) return "hard_link";
    if (options.largest_file > 0 && entry.size > options.largest_file) return "too_large";
    if (options.sample < 1 && static_cast<double>(name_hash(name) >> 11) * 0x1p-53 >= options.sample) return "not_sampled";
    return {};
  }
  // A file this scan writes to while it walks: the state, what stands beside it, reports.
  bool is_own(const TreeEntry& entry) const {
    const std::string_view path = entry.path, last = path.substr(path.rfind('/') + 1);
    return std::ranges::any_of(scan_.own_files_, [&](const std::filesystem::path& own) {
      std::error_code failed;
      return std::string_view(own.native()).ends_with(last) && own.filename() == last && std::filesystem::equivalent(entry.path, own, failed);
    });
  }
  std::optional<std::string_view> known(const std::string& name) {
    Result<std::optional<std::string_view>> found = known_.find(name);
    if (found) return *found;
    const std::lock_guard lock(shared_.state_mutex);
    shared_.check(std::move(found).error());
    return std::nullopt;
  }
  // A file that is not opened: its bytes are skipped.
  void leave_out(const TreeEntry& entry, const std::string& name, std::string_view reason) {
    const bool has_bytes = entry.kind == TreeEntry::file;
    FileRecord record;
    record.size = record.skipped = has_bytes ? entry.size : 0;
    record.generation = shared_.generation;
    record.skips.push_back({name, record.size, std::string(reason), entry.trouble});
    const std::string text = record.text();
    if (const auto before = known(name); before && FileRecord::same(*before, text)) return;
    const std::lock_guard lock(shared_.state_mutex);
    shared_.check(shared_.state->put(name, text));
  }
  void find(const TreeEntry& entry, const std::string& name) {
    ++shared_.files_found;
    shared_.bytes_found += entry.size;
    if (const auto before = known(name); before && FileRecord::unchanged(*before, entry.size, entry.modified, rules_)) {
      ++shared_.files_done;
      shared_.bytes_done += entry.size;
      return;
    }
    batch_.push_back({entry.path, name, entry.size, entry.modified});
    bytes_ += entry.size;
    if (batch_.size() == batch_files || bytes_ >= batch_bytes) hand_over();
  }
  void hand_over() {
    if (batch_.empty()) return;
    std::unique_lock lock(shared_.mutex);
    shared_.taken.wait(lock, [&] { return shared_.queue.size() < queue_limit || scan_.stopped_ || shared_.failed; });
    shared_.queue.push_back(std::move(batch_));
    shared_.offered.notify_one();
    batch_.clear();
    bytes_ = 0;
  }

  TreeScan& scan_;
  Shared& shared_;
  KnownFiles known_;
  const std::string rules_;
  Shared::Batch batch_;
  std::uint64_t bytes_ = 0;   // of batch_
};

// Leaves of one file, each a document; what was skipped is noted.
class TreeScan::Visitor final : public io::UnpackVisitor {
 public:
  Visitor(TreeScan& scan, Shared& shared, const Work& work, DocumentScanner& scanner, FileRecord& record)
      : scan_(scan), shared_(shared), work_(work), scanner_(scanner), record_(record) {}

  Status leaf(const io::Leaf& leaf, io::ByteSource& bytes) override {
    const std::string path = name(leaf.path);
    if (scan_.listener_) {
      scanner_.listen([this, path](const ToldHit& hit) {
        const std::lock_guard lock(shared_.listening);
        scan_.listener_(path, hit);
      });
    }
    std::uint64_t before = 0;
    scanner_.watch([&](std::uint64_t read) {
      if (path == work_.under) shared_.bytes_done += read - before;   // members: counted with their file
      before = read;
      return !scan_.stopped_;
    });
    LP_TRY(Document document, scan(leaf, path, bytes));
    ++record_.documents_seen;
    if (path != work_.under) record_.bytes_unpacked += document.bytes;
    if (leaf.nature != io::Nature::text) document.format = std::string(io::to_string(leaf.nature)) + (document.format == "text" ? "" : "/" + document.format);
    if (!document.findings.empty()) record_.documents.push_back(std::move(document));
    return ok_status();
  }
  void skipped(const io::SkippedPart& part) override {
    record_.skips.push_back({name(part.path), part.bytes.value_or(0), std::string(io::to_string(part.reason)), std::string(part.detail)});
  }

 private:
  // What must be decoded is decoded on a thread of its own, unless there is too little of it to gain by that.
  Result<Document> scan(const io::Leaf& leaf, const std::string& path, io::ByteSource& bytes) {
    const DocumentInfo info{path, leaf.bytes.value_or(0), work_.modified};
    const bool is_worth_it = path != work_.under && leaf.bytes.value_or(worth_a_thread) >= worth_a_thread && scan_.options_.threads > 1;
    if (!is_worth_it) return scanner_.scan(info, bytes);
    ReadAhead ahead(bytes);
    Result<Document> document = scanner_.scan(info, ahead);
    ahead.join();
    return document;
  }
  // "folder/offers.zip" and "!2024.eml!list.xlsx": the file under the root, then the members.
  std::string name(std::string_view part) const {
    const std::size_t first = part.find('!', std::min(part.size(), work_.path.filename().string().size()));
    return work_.under + (first == std::string_view::npos ? std::string() : std::string(part.substr(first)));
  }
  TreeScan& scan_;
  Shared& shared_;
  const Work& work_;
  DocumentScanner& scanner_;
  FileRecord& record_;
};

TreeScan::TreeScan(std::shared_ptr<const Engine> engine, const Clock& clock, TreeOptions options) : engine_(std::move(engine)), clock_(clock), options_(std::move(options)) {
  if (options_.threads <= 0) options_.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  own_files_ = options_.own_files;
  if (options_.state.empty()) return;
  for (const char* suffix : {"", "-wal", "-shm", "-journal", ".lock"}) own_files_.push_back(options_.state.string() + suffix);
}
TreeScan::~TreeScan() = default;
void TreeScan::watch(std::function<void(const TreeProgress&)> watch) { watch_ = std::move(watch); }
void TreeScan::listen(std::function<void(const std::string&, const ToldHit&)> listener) { listener_ = std::move(listener); }

bool TreeScan::wanted(const std::string& under, bool folder) const {
  if (options_.exclude.empty() && (folder || options_.include.empty())) return true;
  const std::string last = under.substr(under.rfind('/') + 1);
  const auto matches = [&](const std::string& glob) { return fnmatch(glob.c_str(), under.c_str(), 0) == 0 || fnmatch(glob.c_str(), last.c_str(), 0) == 0; };
  if (std::any_of(options_.exclude.begin(), options_.exclude.end(), matches)) return false;
  return folder || options_.include.empty() || std::any_of(options_.include.begin(), options_.include.end(), matches);
}

void TreeScan::walk(Shared& shared) {
  struct stat st {};
  if (stat(options_.root.c_str(), &st) == 0) shared.device = st.st_dev;
  Finder finder(*this, shared);
  walk_tree(options_.root, [&](const TreeEntry& entry) { return finder.meet(entry); });
  finder.finish();
  const std::lock_guard lock(shared.mutex);
  shared.walked = true;
  shared.offered.notify_all();
}

// Nothing: the scan was stopped meanwhile; the next run looks at the file again.
std::optional<FileRecord> TreeScan::scan_file(Shared& shared, const Work& work, DocumentScanner& scanner) {
  FileRecord record;
  record.size = work.size;
  record.modified = work.modified;
  record.rules = engine_->digest().substr(0, 16);
  record.generation = shared.generation;
  Visitor visitor(*this, shared, work, scanner, record);
  const Result<io::UnpackReport> report = io::unpack(work.path, options_.limits, visitor);
  if (!report) {
    if (stopped_ && report.error().code == Errc::cancelled) return std::nullopt;
    record.documents.clear();
    record.scanned = 0;
    record.skipped = work.size;
    record.skips.push_back({work.under, work.size, "unreadable", report.error().message});
  } else {
    record.scanned = std::min(report->scanned, work.size);
    record.skipped = work.size - record.scanned;
    struct stat st {};
    const bool changed = stat(work.path.c_str(), &st) != 0 || static_cast<std::uint64_t>(st.st_size) != work.size ||
                         static_cast<std::int64_t>(st.st_mtim.tv_sec) * 1'000'000 + st.st_mtim.tv_nsec / 1000 != work.modified;
    if (changed) {
      record.modified = 0;   // never taken for unchanged
      record.skips.push_back({work.under, 0, "changed_while_read", {}});
    }
  }
  record.settle_skips(work.under);
  // What another program or right may read tomorrow is looked at again tomorrow.
  const auto may_change = [](const Skip& skip) { return skip.reason == "unreadable" || skip.reason == "no_converter"; };
  if (std::any_of(record.skips.begin(), record.skips.end(), may_change)) record.modified = 0;
  return record;
}

void TreeScan::scan_batch(Shared& shared, const std::vector<Work>& batch, DocumentScanner& scanner) {
  std::vector<std::pair<const Work*, std::string>> done;
  for (const Work& work : batch) {
    if (stopped_ || shared.failed) break;
    const std::uint64_t before = shared.bytes_done;
    const std::optional<FileRecord> record = scan_file(shared, work, scanner);
    if (!record) break;
    done.emplace_back(&work, record->text());
    ++shared.files_done;
    if (shared.bytes_done == before) shared.bytes_done += work.size;
  }
  const std::lock_guard lock(shared.state_mutex);
  for (const auto& [work, text] : done) shared.check(shared.state->put(work->under, text));
  for (std::size_t i = done.size(); i < batch.size(); ++i) shared.unfinished.insert(batch[i].under);
}

void TreeScan::work(Shared& shared) {
  DocumentScanner scanner(engine_);
  while (true) {
    Shared::Batch batch;
    {
      std::unique_lock lock(shared.mutex);
      shared.offered.wait(lock, [&] { return !shared.queue.empty() || shared.walked || stopped_ || shared.failed; });
      if (stopped_ || shared.failed || shared.queue.empty()) break;
      batch = std::move(shared.queue.front());
      shared.queue.pop_front();
      shared.taken.notify_one();
    }
    scan_batch(shared, batch, scanner);
  }
  const std::lock_guard lock(shared.mutex);
  --shared.running;
  shared.taken.notify_all();
  shared.offered.notify_all();
  shared.idle.notify_all();
}

Result<ScanResult> TreeScan::gather(Shared& shared) {
  ScanResult result;
  result.root = options_.root.string();
  result.source = "files";
  result.rules_digest = engine_->digest();
  result.program = options_.program;
  result.interrupted = stopped_;
  LP_CHECK_OK(shared.state->each("", [&](std::string_view key, std::string_view value) {
    if (stopped_ && (key > shared.position || shared.unfinished.contains(key))) return true;
    Result<FileRecord> record = FileRecord::parse(value);
    if (!record) return true;
    Coverage& c = result.coverage;
    ++c.files;
    c.documents += record->documents_seen;
    c.bytes_found += record->size;
    c.bytes_scanned += record->scanned;
    c.bytes_skipped += record->skipped;
    c.bytes_unpacked += record->bytes_unpacked;
    for (const Skip& skip : record->skips) {
      c.skipped_by_reason[skip.reason] += skip.path == key ? skip.bytes : 0;  // members are no stored bytes
      if (c.skips.size() < skips_kept) c.skips.push_back(skip);
    }
    std::move(record->documents.begin(), record->documents.end(), std::back_inserter(result.documents));
    return true;
  }));
  std::sort(result.documents.begin(), result.documents.end(), [](const Document& a, const Document& b) { return a.path < b.path; });
  return result;
}

// Tells the progress and keeps what is done, until the last thread has ended.
void TreeScan::oversee(Shared& shared) {
  for (int tick = 1;; ++tick) {
    TreeProgress progress;
    bool ended = false;
    {
      std::unique_lock lock(shared.mutex);
      ended = shared.idle.wait_for(lock, std::chrono::milliseconds(100), [&] { return shared.running == 0; });
      progress = {shared.files_found, shared.files_done, shared.bytes_found, shared.bytes_done, !shared.walked};
    }
    if (watch_) watch_(progress);
    if (ended) return;
    if (tick % ticks_a_commit != 0) continue;
    const std::lock_guard lock(shared.state_mutex);
    shared.check(shared.state->commit());
  }
}

// As many as the system gives: with one at least the scan goes on, only slower.
Status TreeScan::start_threads(Shared& shared, std::vector<std::thread>& threads) {
  shared.running = options_.threads;
  try {
    for (int i = 0; i < options_.threads; ++i) threads.emplace_back([&] { work(shared); });
    threads.emplace_back([&] { walk(shared); });
    return ok_status();
  } catch (const std::system_error& error) {
    if (threads.empty()) return make_error(Errc::unavailable, std::string("no thread can be started: ") + error.what(), "let the program have more threads or memory");
    {
      const std::lock_guard lock(shared.mutex);
      shared.running -= options_.threads - static_cast<int>(threads.size());
    }
    walk(shared);
    return ok_status();
  }
}

Result<ScanResult> TreeScan::run() {
  std::error_code failed;
  if (!std::filesystem::exists(options_.root, failed)) {
    if (failed) return make_error(Errc::denied, "cannot look at " + options_.root.string() + ": " + failed.message(), "a folder above it may not be entered");
    return make_error(Errc::not_found, "no such file or folder: " + options_.root.string());
  }
  Shared shared;
  std::optional<io::TempDir> temporary;
  std::filesystem::path state = options_.state;
  if (state.empty()) {
    LP_TRY(temporary, io::TempDir::create("longpan-scan"));
    state = temporary->path() / "state";
  }
  LP_TRY(shared.state, io::KeyedFile::open(state, state_format));
  const std::int64_t started = clock_.now().micros();
  shared.generation = std::to_string(started);
  std::vector<std::thread> threads;
  LP_CHECK_OK(start_threads(shared, threads));
  oversee(shared);
  for (std::thread& thread : threads) thread.join();
  for (const Shared::Batch& batch : shared.queue) {
    for (const Work& work : batch) shared.unfinished.insert(work.under);
  }
  LP_CHECK_OK(shared.failure);
  LP_CHECK_OK(shared.state->commit());
  LP_TRY(ScanResult result, gather(shared));
  result.started = started;
  result.finished = clock_.now().micros();
  if (options_.sample < 1) {
    char text[160];
    std::snprintf(text, sizeof text, "files p=%.4f by name: what stands in n files is missed with probability %.4f^n", options_.sample, 1 - options_.sample);
    result.sampling = text;
  }
  return result;
}

}  // namespace lp::discover
