// Checking a chain of evidence, without a network.

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <map>

#include "io/error.h"
#include "io/files.h"
#include "probe/evidence.h"
#include "probe/evidence_lines.h"

namespace lp::probe {
namespace {

constexpr std::size_t most_problems = 1'000;

struct Known {
  Authorisation authorisation;
  Scope scope;
};

class EvidenceVerifier {
 public:
  EvidenceVerifier(std::map<std::string, Known> known, std::optional<EvidenceHead> saved, std::optional<EvidenceHead> given)
      : known_(std::move(known)), saved_(std::move(saved)), given_(std::move(given)) {}
  void take(const ChainLine& line);
  EvidenceReport finish(const ChainEnd& end);

 private:
  void note(std::uint64_t line, std::string code, std::string zh, std::string en);
  void note_link(const ChainLine& line);
  void take_observed(const ChainLine& line);
  void check_heads(const ChainLine& line);
  void check_end(const ChainEnd& end);
  const Known* authorisation_of(const ChainLine& line);

  const std::map<std::string, Known> known_;   // by digest
  const std::optional<EvidenceHead> saved_, given_;
  EvidenceReport report_{};
};

void EvidenceVerifier::note(std::uint64_t line, std::string code, std::string zh, std::string en) {
  ++report_.problem_count;
  if (report_.problems.size() < most_problems) report_.problems.push_back({line, std::move(code), {std::move(zh), std::move(en)}});
}

void EvidenceVerifier::note_link(const ChainLine& line) {
  static const std::map<std::string, LocalText, std::less<>> words{
      {"not_json", {"不是一条记录", "is no entry"}},
      {"hash", {"内容被改动，与自身校验值不符", "was altered: it does not match its own hash"}},
      {"form", {"书写形式被改动", "was altered in its form"}},
      {"previous", {"与上一条不相连：其间有记录被删除、插入或调换", "does not follow the entry before: one was taken out, put in or moved"}},
      {"number", {"序号不连续", "has a number out of order"}}};
  const LocalText& text = words.find(line.problem)->second;
  note(line.line, line.problem, text.zh, text.en);
}

const Known* EvidenceVerifier::authorisation_of(const ChainLine& line) {
  const json::object* of = find_object(line.entry, "authorisation");
  const auto found = of == nullptr ? known_.end() : known_.find(get_string(*of, "digest"));
  if (found != known_.end() && get_string(*of, "id") == found->second.authorisation.id) return &found->second;
  note(line.line, "other_authorisation", "所依据的授权不是给出的授权书", "was made under another authorisation than the one given");
  return nullptr;
}

void EvidenceVerifier::take_observed(const ChainLine& line) {
  ++report_.observations;
  const json::object *request = find_object(line.entry, "request"), *observation = find_object(line.entry, "observation");
  const auto asked = request == nullptr ? Result<ProbeRequest>(Error{}) : request_from_json(*request);
  const auto answer = observation == nullptr ? Result<Observation>(Error{}) : observation_from_json(*observation);
  if (!asked || !answer) return note(line.line, "malformed", "记录内容不完整", "is incomplete");
  const Known* known = authorisation_of(line);
  if (known == nullptr) return;
  const bool nothing_sent = answer->outcome == Observation::Outcome::refused_by_gate || (answer->outcome == Observation::Outcome::stopped && answer->request.empty());
  if (nothing_sent) return;
  if (asked->endpoint != answer->endpoint) note(line.line, "other_endpoint", "回答与询问的目标不一致", "answers for another target than was asked");
  if (const Status allowed = known->scope.check(answer->endpoint, get_string(line.entry, "method")); !allowed)
    note(line.line, "outside_scope", allowed.error().message_zh, allowed.error().message);
  for (const Timestamp at : {answer->at, Timestamp(get_int(line.entry, "at"))}) {
    constexpr std::int64_t grace = 10;  // seconds: the last answers in time are told and recorded a little later
    const Status in_time = check_time(known->authorisation, at);
    if (in_time || check_time(known->authorisation, at.plus_seconds(-grace))) continue;
    return note(line.line, "outside_window", in_time.error().message_zh, in_time.error().message);
  }
}

void EvidenceVerifier::check_heads(const ChainLine& line) {
  for (const auto* head : {&saved_, &given_}) {
    if (*head && (*head)->entries == report_.entries && get_string(line.entry, "hash") != (*head)->hash)
      note(line.line, "head", "与另行保存的链尾不符", "is not the entry the kept head names");
  }
}

void EvidenceVerifier::take(const ChainLine& line) {
  ++report_.entries;
  if (!line.problem.empty()) note_link(line);
  check_heads(line);
  const std::string kind = get_string(line.entry, "kind");
  report_.closed = kind == "closed";
  if (kind == "opened") ++report_.runs;
  if (report_.entries == 1 && kind != "opened") note(line.line, "start_missing", "开头的记录缺失", "is not the first entry: the start is missing");
  if (kind == "opened" || kind == "authorisation") {
    authorisation_of(line);
  } else if (kind == "observed") {
    take_observed(line);
  } else if (kind != "closed" && line.problem != "not_json") {
    note(line.line, "kind", "不认识的记录类型", "is of a kind that is not known");
  }
}

void EvidenceVerifier::check_end(const ChainEnd& end) {
  for (const auto* head : {&saved_, &given_}) {
    if (*head && (*head)->entries > end.entries)
      return note(end.entries, "end_missing", "结尾的" + std::to_string((*head)->entries - end.entries) + "条记录缺失", std::to_string((*head)->entries - end.entries) + " entries are missing at the end");
  }
  if (end.entries == 0) return note(0, "empty", "没有任何记录", "there is no entry");
  if (!saved_ && !given_ && !report_.closed) note(end.entries, "end_unknown", "没有链尾文件，也没有结束记录，无法确认结尾是否完整", "there is neither a head file nor an entry that ends the run: the end may be missing");
}

EvidenceReport EvidenceVerifier::finish(const ChainEnd& end) {
  check_end(end);
  report_.torn_tail = end.torn_bytes > 0;
  report_.closed = report_.closed && !report_.torn_tail;
  report_.head = {end.entries, end.hash};
  return std::move(report_);
}

Result<std::optional<EvidenceHead>> read_head(std::filesystem::path path) {
  path += ".head";
  const auto text = io::read_file(path, 4'096);
  if (!text && text.error().code == Errc::not_found) return std::optional<EvidenceHead>{};
  if (!text) return text.error();
  const auto value = parse_json(*text);
  if (!value || !value->is_object() || get_string(value->as_object(), "hash").size() != 64)
    return io::fail(Errc::corrupt, path.string() + " is malformed", "链尾文件格式不正确");
  return std::optional<EvidenceHead>({get_count(value->as_object(), "entries"), get_string(value->as_object(), "hash")});
}

class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

Result<EvidenceReport> verify_evidence(const std::filesystem::path& path, const EvidenceCheck& check) {
  std::map<std::string, Known> known;
  std::vector<std::filesystem::path> files{check.authorisation};
  files.insert(files.end(), check.earlier.begin(), check.earlier.end());
  for (const std::filesystem::path& file : files) {
    LP_TRY(Authorisation one, load_authorisation(file, Trust{.keys = check.keys, .policy = check.policy}));
    Scope scope(one, check.policy);
    std::string digest = one.digest;
    known.insert_or_assign(std::move(digest), Known{std::move(one), std::move(scope)});
  }
  const OpenFile file(path);
  if (file.get() < 0) return io::os_error(errno, "opening", path);
  LP_TRY(auto saved, read_head(path));
  EvidenceVerifier verifier(std::move(known), std::move(saved), check.head);
  LP_TRY(const ChainEnd end, read_chain(file.get(), path, [&](const ChainLine& line) {
           verifier.take(line);
           return true;
         }));
  return verifier.finish(end);
}

Result<EvidenceReport> verify_evidence(const std::filesystem::path& path, const std::filesystem::path& authorisation, const std::filesystem::path& public_key) {
  LP_TRY(PublicKey key, load_public_key(public_key));
  return verify_evidence(path, EvidenceCheck{.authorisation = authorisation, .keys = {std::move(key)}});
}

Status read_evidence(const std::filesystem::path& path, const std::function<bool(const EvidenceEntry&)>& fn) {
  const OpenFile file(path);
  if (file.get() < 0) return io::os_error(errno, "opening", path);
  std::optional<Error> bad;
  const auto end = read_chain(file.get(), path, [&](const ChainLine& line) {
    const json::object *request = find_object(line.entry, "request"), *observation = find_object(line.entry, "observation");
    if (line.problem.empty() && get_string(line.entry, "kind") != "observed") return true;
    auto asked = request == nullptr ? Result<ProbeRequest>(Error{}) : request_from_json(*request);
    auto answer = observation == nullptr ? Result<Observation>(Error{}) : observation_from_json(*observation);
    if (!line.problem.empty() || !asked || !answer) {
      bad = io::fail(Errc::corrupt, path.string() + ":" + std::to_string(line.line) + " does not prove itself", "证据文件第" + std::to_string(line.line) + "行未通过校验");
      return false;
    }
    EvidenceEntry entry{.at = Timestamp(get_int(line.entry, "at")), .step = get_string(line.entry, "step"), .method = get_string(line.entry, "method"),
                        .engine = get_string(line.entry, "engine"), .engine_version = static_cast<int>(get_int(line.entry, "engine_version")),
                        .rules = get_string(line.entry, "rules"), .request = *std::move(asked), .observation = *std::move(answer)};
    if (const json::object* verdict = find_object(line.entry, "verdict")) entry.verdict = *verdict;
    entry.part = static_cast<std::uint32_t>(get_int(line.entry, "part", 1));
    entry.parts = static_cast<std::uint32_t>(get_int(line.entry, "parts", 1));
    return fn(entry);
  });
  if (!end) return end.error();
  return bad ? Status(*bad) : ok_status();
}

}  // namespace lp::probe
