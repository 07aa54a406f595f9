// Appending to a chain of evidence.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "base/check.h"
#include "io/error.h"
#include "io/files.h"
#include "probe/evidence.h"
#include "probe/evidence_lines.h"

namespace lp::probe {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

json::object authorisation_json(const Authorisation& authorisation) { return {{"id", authorisation.id}, {"digest", authorisation.digest}, {"key", authorisation.key_id}}; }

bool to_be_asked_again(const json::object& entry) {
  const json::object* observation = find_object(entry, "observation");
  const std::string outcome = observation == nullptr ? "" : get_string(*observation, "outcome");
  return outcome == to_string(Observation::Outcome::stopped) || outcome == to_string(Observation::Outcome::refused_by_gate);
}

}  // namespace

struct EvidenceWriter::State {
  std::filesystem::path path;
  Descriptor fd;
  EvidenceHead head{0, std::string(no_previous)};
  std::unordered_set<std::string> done{};
  json::object authorisation{};
  std::string operator_name{};
  std::string failed{};            // after a failed write the length is not known
  std::chrono::steady_clock::time_point head_saved{};

  Result<std::uint64_t> read_existing(const Authorisation& wanted);
  Status add(std::vector<json::object> entries);
  Status save_head();
};

// The bytes of a torn last line that were cut.
Result<std::uint64_t> EvidenceWriter::State::read_existing(const Authorisation& wanted) {
  std::optional<Error> bad;
  bool again = false;
  const auto end = read_chain(fd.get(), path, [&](const ChainLine& line) {
    if (!line.problem.empty()) {
      bad = io::fail(Errc::corrupt, path.string() + ":" + std::to_string(line.line) + " does not prove itself (" + line.problem + ")",
                     "证据文件第" + std::to_string(line.line) + "行未通过校验，不再续写", "keep the file as it is and begin another one");
      return false;
    }
    const json::object* of = find_object(line.entry, "authorisation");
    if (of != nullptr && get_string(*of, "id") != wanted.id) {
      bad = io::fail(Errc::denied, path.string() + " belongs to another authorisation", "证据文件属于另一份授权", "name another evidence file");
      return false;
    }
    if (get_string(line.entry, "kind") == "observed") {
      const std::int64_t part = get_int(line.entry, "part", 1);
      again = (part > 1 && again) || to_be_asked_again(line.entry);
      if (part == get_int(line.entry, "parts", 1) && !again) done.insert(get_string(line.entry, "step"));
    }
    return true;
  });
  if (!end) return end.error();
  if (bad) return *bad;
  if (end->torn_bytes > 0 && ::ftruncate(fd.get(), static_cast<off_t>(end->good_bytes)) != 0) return io::os_error(errno, "cutting", path);
  head = {end->entries, end->hash};
  return end->torn_bytes;
}

Status EvidenceWriter::State::add(std::vector<json::object> entries) {
  if (!failed.empty()) return io::fail(Errc::unavailable, failed, "证据文件写入失败，已停止", "free space and open it anew");
  std::string text;
  EvidenceHead next = head;
  for (json::object& entry : entries) {
    std::string hash;
    text += chain_line(std::move(entry), next.entries, next.hash, hash);
    next = {next.entries + 1, std::move(hash)};
  }
  Status written = io::write_all(fd.get(), text, path);
  if (written && ::fdatasync(fd.get()) != 0) written = io::os_error(errno, "writing", path);
  if (!written) {
    failed = written.error().message;
    return written;
  }
  head = std::move(next);
  return std::chrono::steady_clock::now() - head_saved > std::chrono::seconds(1) ? save_head() : ok_status();
}

Status EvidenceWriter::State::save_head() {
  head_saved = std::chrono::steady_clock::now();
  std::filesystem::path beside = path;
  beside += ".head";
  return io::write_file_atomic(beside, to_canonical_text(json::object{{"entries", head.entries}, {"hash", head.hash}}) + "\n");
}

EvidenceWriter::EvidenceWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
EvidenceWriter::~EvidenceWriter() = default;
EvidenceWriter::EvidenceWriter(EvidenceWriter&&) noexcept = default;
EvidenceWriter& EvidenceWriter::operator=(EvidenceWriter&&) noexcept = default;
const EvidenceHead& EvidenceWriter::head() const { return state_->head; }
const std::unordered_set<std::string>& EvidenceWriter::done() const { return state_->done; }

Result<EvidenceWriter> EvidenceWriter::open(const std::filesystem::path& path, const Authorisation& authorisation, std::string_view plan_digest, Timestamp now) {
  Descriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0640));
  if (fd.get() < 0) return io::os_error(errno, "opening", path);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return io::fail(Errc::conflict, path.string() + " is being written by another run", "证据文件正由另一次检测写入", "wait for it, or name another file");
  auto state = std::make_unique<State>(State{.path = path, .fd = std::move(fd)});
  LP_TRY(const std::uint64_t torn, state->read_existing(authorisation));
  state->authorisation = authorisation_json(authorisation);
  state->operator_name = authorisation.operator_name;
  json::object opened{{"kind", "opened"}, {"at", now.micros()}, {"authorisation", state->authorisation}, {"organisation", authorisation.organisation},
                      {"operator", authorisation.operator_name}, {"plan", plan_digest}};
  if (torn > 0) opened["recovered_bytes"] = torn;
  LP_CHECK_OK(state->add({std::move(opened)}));
  LP_CHECK_OK(io::sync_folder(path.has_parent_path() ? path.parent_path() : "."));
  LP_CHECK_OK(state->save_head());
  return EvidenceWriter(std::move(state));
}

Status EvidenceWriter::append(const std::vector<EvidenceEntry>& entries) {
  std::vector<json::object> lines;
  for (const EvidenceEntry& entry : entries) {
    json::object line{{"kind", "observed"}, {"at", entry.at.micros()}, {"authorisation", state_->authorisation}, {"operator", state_->operator_name},
                      {"step", entry.step}, {"part", entry.part}, {"parts", entry.parts}, {"method", entry.method}, {"engine", entry.engine},
                      {"engine_version", entry.engine_version}, {"request", to_json(entry.request)}, {"observation", to_json(entry.observation)}};
    if (!entry.authorisation_digest.empty()) line["authorisation"].as_object()["digest"] = entry.authorisation_digest;
    if (!entry.rules.empty()) line["rules"] = entry.rules;
    if (!entry.verdict.empty()) line["verdict"] = entry.verdict;
    lines.push_back(std::move(line));
  }
  if (!lines.empty()) LP_CHECK_OK(state_->add(std::move(lines)));
  bool again = false;
  for (const EvidenceEntry& entry : entries) {
    const auto outcome = entry.observation.outcome;
    again = (entry.part > 1 && again) || outcome == Observation::Outcome::stopped || outcome == Observation::Outcome::refused_by_gate;
    if (entry.part == entry.parts && !again) state_->done.insert(entry.step);
  }
  return ok_status();
}

Status EvidenceWriter::note_authorisation(const Authorisation& authorisation, Timestamp now) {
  state_->authorisation = authorisation_json(authorisation);
  return state_->add({json::object{{"kind", "authorisation"}, {"at", now.micros()}, {"authorisation", state_->authorisation}}});
}

Status EvidenceWriter::close(std::string_view end, const json::object& summary, Timestamp now) {
  LP_CHECK_OK(state_->add({json::object{{"kind", "closed"}, {"at", now.micros()}, {"end", end}, {"summary", summary}}}));
  return state_->save_head();
}

}  // namespace lp::probe
