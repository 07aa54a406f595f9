#include "discover/tree_scan.h"

#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

#include "discover/file_record.h"
#include "io/files.h"

namespace lp::discover {
namespace {

constexpr std::string_view state_format = "longpan-scan/1";
constexpr std::size_t queue_limit = 4096, skips_kept = 10'000;

std::uint64_t name_hash(std::string_view name) { return ValueHasher(0x51A7E)(name); }

}  // namespace

struct TreeScan::Work {
  std::filesystem::path path;
  std::string under;            // path under the root
  std::uint64_t size = 0;
  std::int64_t modified = 0;
};

struct TreeScan::Shared {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Work> queue;
  bool walked = false;
  TreeProgress progress;
  std::atomic<std::uint64_t> bytes_done{0};
  std::unique_ptr<io::KeyedFile> state;
  std::string generation;       // of this run: entries of files that are gone keep an older one
  Status failure = ok_status(); // of the state file: ends the scan
  std::set<std::pair<dev_t, ino_t>> links;   // files with several names, seen once
  dev_t device = 0;
  std::mutex listening;
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
    LP_TRY(Document document, scanner_.scan({path, leaf.bytes.value_or(0), work_.modified}, bytes));
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
}
TreeScan::~TreeScan() = default;
void TreeScan::watch(std::function<void(const TreeProgress&)> watch) { watch_ = std::move(watch); }
void TreeScan::listen(std::function<void(const std::string&, const ToldHit&)> listener) { listener_ = std::move(listener); }

bool TreeScan::wanted(const std::string& under, bool folder) const {
  const std::string last = under.substr(under.rfind('/') + 1);
  const auto matches = [&](const std::string& glob) { return fnmatch(glob.c_str(), under.c_str(), 0) == 0 || fnmatch(glob.c_str(), last.c_str(), 0) == 0; };
  if (std::any_of(options_.exclude.begin(), options_.exclude.end(), matches)) return false;
  return folder || options_.include.empty() || std::any_of(options_.include.begin(), options_.include.end(), matches);
}

// A file that is not opened: its bytes are skipped for `reason`.
static FileRecord skipped_record(const std::string& under, std::uint64_t size, std::string reason, std::string detail = {}) {
  FileRecord record;
  record.size = record.skipped = size;
  record.skips.push_back({under, size, std::move(reason), std::move(detail)});
  return record;
}

void TreeScan::offer(Shared& shared, const std::filesystem::path& path, const std::string& under, std::uint64_t size, std::int64_t modified) {
  std::unique_lock lock(shared.mutex);
  shared.changed.wait(lock, [&] { return shared.queue.size() < queue_limit || stopped_ || !shared.failure; });
  shared.queue.push_back({path, under, size, modified});
  ++shared.progress.files_found;
  shared.progress.bytes_found += size;
  shared.changed.notify_all();
}

void TreeScan::walk_folder(Shared& shared, const std::filesystem::path& folder, const std::string& under) {
  const auto note_skip = [&](const std::string& name, std::uint64_t size, std::string reason, std::string detail = {}) {
    FileRecord record = skipped_record(name, size, std::move(reason), std::move(detail));
    record.generation = shared.generation;
    const std::lock_guard lock(shared.mutex);
    if (Status put = shared.state->put(name, record.text()); !put) shared.failure = std::move(put);
  };
  std::vector<std::filesystem::path> entries;
  std::error_code failed;
  for (std::filesystem::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) entries.push_back(it->path());
  if (failed) note_skip(under.empty() ? "." : under, 0, "unreadable", failed.message());
  std::sort(entries.begin(), entries.end());
  for (const std::filesystem::path& entry : entries) {
    if (stopped_) return;
    const std::string name = under.empty() ? entry.filename().string() : under + "/" + entry.filename().string();
    struct stat st {};
    if (lstat(entry.c_str(), &st) != 0) {
      note_skip(name, 0, "unreadable", std::error_code(errno, std::generic_category()).message());
    } else if (S_ISDIR(st.st_mode)) {
      if (!wanted(name, true)) note_skip(name, 0, "excluded");
      else if (options_.one_file_system && st.st_dev != shared.device) note_skip(name, 0, "other_file_system");
      else walk_folder(shared, entry, name);
    } else if (S_ISLNK(st.st_mode)) {
      note_skip(name, 0, "link");
    } else if (!S_ISREG(st.st_mode)) {
      note_skip(name, 0, "special_file");
    } else if (const auto size = static_cast<std::uint64_t>(st.st_size); !wanted(name, false)) {
      note_skip(name, size, "excluded");
    } else if (st.st_nlink > 1 && !shared.links.insert({st.st_dev, st.st_ino}).second) {
      note_skip(name, size, "hard_link");
    } else if (options_.largest_file > 0 && size > options_.largest_file) {
      note_skip(name, size, "too_large");
    } else if (options_.sample < 1 && static_cast<double>(name_hash(name) >> 11) * 0x1p-53 >= options_.sample) {
      note_skip(name, size, "not_sampled");
    } else {
      offer(shared, entry, name, size, static_cast<std::int64_t>(st.st_mtim.tv_sec) * 1'000'000 + st.st_mtim.tv_nsec / 1000);
    }
  }
}

void TreeScan::walk(Shared& shared) {
  struct stat st {};
  if (stat(options_.root.c_str(), &st) == 0) {
    shared.device = st.st_dev;
    if (S_ISDIR(st.st_mode)) {
      walk_folder(shared, options_.root, "");
    } else {
      offer(shared, options_.root, options_.root.filename().string(), static_cast<std::uint64_t>(st.st_size),
            static_cast<std::int64_t>(st.st_mtim.tv_sec) * 1'000'000 + st.st_mtim.tv_nsec / 1000);
    }
  }
  const std::lock_guard lock(shared.mutex);
  shared.walked = true;
  shared.progress.walking = false;
  shared.changed.notify_all();
}

void TreeScan::scan_file(Shared& shared, const Work& work, DocumentScanner& scanner) {
  FileRecord record;
  record.size = work.size;
  record.modified = work.modified;
  record.rules = engine_->digest().substr(0, 16);
  record.generation = shared.generation;
  Visitor visitor(*this, shared, work, scanner, record);
  const Result<io::UnpackReport> report = io::unpack(work.path, options_.limits, visitor);
  if (!report) {
    if (stopped_ && report.error().code == Errc::cancelled) return;   // looked at again by the next run
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
      record.skips.push_back({work.under, record.skipped, "changed_while_read", {}});
    }
  }
  // What another program or right may read tomorrow is looked at again tomorrow.
  const auto may_change = [](const Skip& skip) { return skip.reason == "unreadable" || skip.reason == "no_converter"; };
  if (std::any_of(record.skips.begin(), record.skips.end(), may_change)) record.modified = 0;
  const std::lock_guard lock(shared.mutex);
  if (Status put = shared.state->put(work.under, record.text()); !put) shared.failure = std::move(put);
}

void TreeScan::work(Shared& shared) {
  DocumentScanner scanner(engine_);
  while (true) {
    Work next;
    std::optional<std::string> known;
    {
      std::unique_lock lock(shared.mutex);
      shared.changed.wait(lock, [&] { return !shared.queue.empty() || shared.walked || stopped_ || !shared.failure; });
      if (stopped_ || !shared.failure || shared.queue.empty()) return;
      next = std::move(shared.queue.front());
      shared.queue.pop_front();
      shared.changed.notify_all();
      if (Result<std::optional<std::string>> found = shared.state->get(next.under)) known = *std::move(found);
      if (known && FileRecord::unchanged(*known, next.size, next.modified, engine_->digest().substr(0, 16))) {
        if (Status put = shared.state->put(next.under, FileRecord::renewed(*known, shared.generation)); !put) shared.failure = std::move(put);
        ++shared.progress.files_done;
        shared.bytes_done += next.size;
        continue;
      }
    }
    const std::uint64_t before = shared.bytes_done;
    scan_file(shared, next, scanner);
    const std::lock_guard lock(shared.mutex);
    ++shared.progress.files_done;
    if (shared.bytes_done == before) shared.bytes_done += next.size;
    if (shared.progress.files_done % 256 == 0) {
      if (Status kept = shared.state->commit(); !kept) shared.failure = std::move(kept);
    }
  }
}

Result<ScanResult> TreeScan::gather(Shared& shared) {
  ScanResult result;
  result.root = options_.root.string();
  result.source = "files";
  result.rules_digest = engine_->digest();
  result.program = options_.program;
  result.interrupted = stopped_;
  std::vector<std::string> gone;
  LP_CHECK_OK(shared.state->each("", [&](std::string_view key, std::string_view value) {
    const Result<FileRecord> record = FileRecord::parse(value);
    if (!record) return true;
    if (record->generation != shared.generation) {
      if (!stopped_) gone.emplace_back(key);
      return true;
    }
    Coverage& c = result.coverage;
    ++c.files;
    c.documents += record->documents_seen;
    c.bytes_found += record->size;
    c.bytes_scanned += record->scanned;
    c.bytes_skipped += record->skipped;
    c.bytes_unpacked += record->bytes_unpacked;
    for (const Skip& skip : record->skips) {
      c.skipped_by_reason[skip.reason] += skip.bytes;
      if (c.skips.size() < skips_kept) c.skips.push_back(skip);
    }
    for (const Document& document : record->documents) result.documents.push_back(document);
    return true;
  }));
  for (const std::string& key : gone) LP_CHECK_OK(shared.state->erase(key));
  LP_CHECK_OK(shared.state->commit());
  std::sort(result.documents.begin(), result.documents.end(), [](const Document& a, const Document& b) { return a.path < b.path; });
  return result;
}

Result<ScanResult> TreeScan::run() {
  std::error_code failed;
  if (!std::filesystem::exists(options_.root, failed)) return make_error(Errc::not_found, "no such file or folder: " + options_.root.string());
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
  threads.emplace_back([&] { walk(shared); });
  std::atomic<int> running{options_.threads};
  for (int i = 0; i < options_.threads; ++i) {
    threads.emplace_back([&] {
      work(shared);
      --running;
      shared.changed.notify_all();
    });
  }
  while (running > 0) {
    std::unique_lock lock(shared.mutex);
    shared.changed.wait_for(lock, std::chrono::milliseconds(100), [&] { return running == 0; });
    shared.progress.bytes_done = shared.bytes_done;
    const TreeProgress progress = shared.progress;
    lock.unlock();
    if (watch_) watch_(progress);
  }
  shared.changed.notify_all();
  for (std::thread& thread : threads) thread.join();
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
