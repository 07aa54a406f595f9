#include "probe/runner.h"

#include <poll.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <optional>

#include "base/check.h"
#include "io/error.h"
#include "io/files.h"
#include "probe/authorised_gate.h"
#include "probe/run_watch.h"
#include "probe/worker.h"

namespace lp::probe {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using Outcome = Observation::Outcome;

constexpr int most_connections = 64;        // of one light question
constexpr std::size_t most_children = 4;

struct Slot {
  Worker worker;
  std::optional<PlanStep> step{};
  std::vector<Endpoint> refused{};          // of a child step: not given to the child
  model::IpAddress reserved{};              // of a child step
  Steady::time_point deadline{};
  std::optional<std::pair<Endpoint, std::string>> waiting{};  // for its turn at the gate
  Steady::time_point turn{};
  int passed = 0;
  std::string authorisation{};              // digest of the one under which it was last let out
  unsigned generation = 0;                  // of the worker in this place
};

class Run {
 public:
  Run(const Plan& plan, const RunOptions& options, Confinement& confinement, const std::vector<Engine>& engines, const std::vector<ChildEngine>& children, const Clock& clock,
      const Authorisation& authorisation, EvidenceWriter evidence)
      : plan_(plan), options_(options), confinement_(confinement), engines_(engines), children_(children), clock_(clock), limiter_(authorisation.rates),
        gate_(authorisation, options.trust.policy, limiter_, clock), watch_(options, clock, authorisation, gate_), evidence_(std::move(evidence)),
        setting_{engines, children, confinement, clock, options.timeout, options.child_timeout, &stop_flag_.value()} {
    progress_.steps = plan.size();
  }
  Result<RunSummary> run();

 private:
  Status start_workers();
  Status replace(Slot& slot);
  Status go_on();
  std::optional<PlanStep> next_step();
  bool put_aside(PlanStep& step);
  Status assign(Slot& slot);
  Status assign_all();
  void prepare_child(Slot& slot, PlanStep& step);
  Status ask_gate(Slot& slot);
  Status wait();
  Status take(Slot& slot);
  Status take_message(Slot& slot, const json::object& message);
  Status take_pass(Slot& slot, const json::object& message);
  Status take_answers(Slot& slot, const json::object& message);
  Status give_up_late();
  Status lost(Slot& slot, const std::string& why);
  Status finish_step(Slot& slot, std::vector<Observation> answers);
  Status finish_with(Slot& slot, Outcome outcome, const std::string& detail);
  Status stop_all();
  void count(const Observation& observation);
  void tell(bool now);
  bool idle() const;
  Steady::time_point deadline(const Slot& slot) const;
  std::vector<Observation> judged_forms(const Slot& slot, std::vector<Observation> answers) const;

  const Plan& plan_;
  const RunOptions& options_;
  Confinement& confinement_;
  const std::vector<Engine>& engines_;
  const std::vector<ChildEngine>& children_;
  const Clock& clock_;
  SharedFlag stop_flag_;
  Limiter limiter_;
  AuthorisedGate gate_;
  RunWatch watch_;
  EvidenceWriter evidence_;
  const WorkerSetting setting_;
  std::vector<Slot> slots_;
  std::uint64_t next_ = 0;
  std::deque<PlanStep> set_back_;           // child steps that wait for their share of the rate
  std::deque<std::pair<Limiter::Instant, PlanStep>> reserved_;  // … that have it, and begin then
  RunProgress progress_{};
  RunSummary summary_{};
  Steady::time_point told_{};
  int lost_in_a_row_ = 0;
};

Steady::time_point Run::deadline(const Slot& slot) const {
  return Steady::now() + (slot.step && slot.step->child ? std::chrono::milliseconds(options_.child_timeout) + 5s : options_.timeout + 2s);
}

Status Run::start_workers() {
  const std::uint64_t wanted = std::min<std::uint64_t>(options_.workers, plan_.size());
  for (std::uint64_t i = 0; i < wanted; ++i) {
    LP_TRY(Worker worker, Worker::start(setting_));
    slots_.push_back(Slot{.worker = std::move(worker)});
  }
  return ok_status();
}

Status Run::replace(Slot& slot) {
  LP_TRY(Worker worker, Worker::start(setting_));
  slot.worker = std::move(worker);
  ++slot.generation;
  return ok_status();
}

std::optional<PlanStep> Run::next_step() {
  if (!reserved_.empty() && reserved_.front().first <= monotonic_now()) {
    PlanStep step = std::move(reserved_.front().second);
    reserved_.pop_front();
    return step;
  }
  for (std::size_t i = set_back_.size(); i > 0; --i) {
    PlanStep step = std::move(set_back_.front());
    set_back_.pop_front();
    if (!put_aside(step)) set_back_.push_back(std::move(step));
  }
  while (next_ < plan_.size() && set_back_.size() < 1'000) {
    PlanStep step = plan_.step(next_++);
    if (evidence_.done().count(step.id) != 0) {
      ++progress_.already_done;
    } else if (!step.child) {
      return step;
    } else if (!put_aside(step)) {
      set_back_.push_back(std::move(step));
    }
  }
  return std::nullopt;
}

// Its share of the rate is taken for a child, when it is free and not too many run.
bool Run::put_aside(PlanStep& step) {
  const auto running = std::count_if(slots_.begin(), slots_.end(), [](const Slot& s) { return s.step && s.step->child; });
  if (static_cast<std::size_t>(running) + reserved_.size() >= most_children) return false;
  const auto begin = limiter_.reserve(*parse_target_address(step.request.endpoint.address), monotonic_now());
  if (begin) reserved_.emplace_back(*begin, std::move(step));
  return begin.has_value();
}

// A child does not ask the gate: what it may ask is decided before it starts, and the guard holds it to that.
void Run::prepare_child(Slot& slot, PlanStep& step) {
  slot.reserved = *parse_target_address(step.request.endpoint.address);
  std::vector<Endpoint> allowed;
  for (const Endpoint& endpoint : step.endpoints) (gate_.decide(endpoint, step.method) ? allowed : slot.refused).push_back(endpoint);
  step.endpoints = std::move(allowed);
}

Status Run::assign(Slot& slot) {
  auto step = next_step();
  if (!step) return ok_status();
  slot.passed = 0;
  slot.authorisation = watch_.authorisation().digest;
  slot.refused.clear();
  slot.waiting.reset();
  PlanStep asked = *step;
  slot.step = std::move(step);
  if (asked.child) prepare_child(slot, asked);
  if (asked.endpoints.empty()) return finish_step(slot, {});
  slot.deadline = deadline(slot);
  if (!slot.worker.ask(asked, limiter_.child_rate())) return lost(slot, slot.worker.end());
  return ok_status();
}

Status Run::assign_all() {
  for (Slot& slot : slots_) {
    if (!slot.step) LP_CHECK_OK(assign(slot));
  }
  return ok_status();
}

bool Run::idle() const {
  return std::none_of(slots_.begin(), slots_.end(), [](const Slot& s) { return s.step.has_value(); });
}

// Decides now; a yes waits for its turn by the rate, and is decided again then.
Status Run::ask_gate(Slot& slot) {
  const auto& [endpoint, method] = *slot.waiting;
  Status decision = gate_.decide(endpoint, method);
  const auto& asked = slot.step->endpoints;
  if (decision && std::find(asked.begin(), asked.end(), endpoint) == asked.end())
    decision = io::fail(Errc::denied, to_string(endpoint) + " is not what this step asks", to_string(endpoint) + "不是本步骤的检测目标");
  if (decision && slot.passed >= most_connections) decision = io::fail(Errc::denied, "too many connections for one question", "单次询问的连接数过多");
  if (decision) {
    const auto now = monotonic_now();
    if (const auto later = limiter_.take(*parse_target_address(endpoint.address), now)) {
      slot.turn = Steady::now() + (*later - now);
      return ok_status();
    }
    ++slot.passed;
    slot.authorisation = watch_.authorisation().digest;
  }
  slot.waiting.reset();
  slot.deadline = deadline(slot);
  if (!slot.worker.let_pass(decision)) return lost(slot, slot.worker.end());
  return ok_status();
}

Status Run::wait() {
  const auto now = Steady::now();
  auto until = now + 50ms;
  std::vector<pollfd> watched;
  for (Slot& slot : slots_) {
    if (slot.waiting) until = std::min(until, slot.turn);
    watched.push_back({slot.worker.link().descriptor(), POLLIN, 0});
  }
  const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(std::max(until - now, Steady::duration{0})).count();
  const timespec patience{0, left};
  if (::ppoll(watched.data(), watched.size(), &patience, nullptr) < 0 && errno != EINTR) return io::os_error(errno, "waiting for", "workers");
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (watched[i].revents != 0) LP_CHECK_OK(take(slots_[i]));
  }
  for (Slot& slot : slots_) {
    if (slot.waiting && slot.turn <= Steady::now()) LP_CHECK_OK(ask_gate(slot));
  }
  return give_up_late();
}

Status Run::take(Slot& slot) {
  const bool there = slot.worker.link().take_arrived();
  const unsigned generation = slot.generation;
  for (;;) {
    auto message = slot.worker.link().next();
    if (!message) return lost(slot, "its answer is malformed; " + slot.worker.end());
    if (!*message) break;
    LP_CHECK_OK(take_message(slot, **message));
    if (slot.generation != generation) return ok_status();  // another one is in its place
  }
  return there ? ok_status() : lost(slot, slot.worker.end());
}

Status Run::take_message(Slot& slot, const json::object& message) {
  if (!slot.step) return lost(slot, "it spoke without being asked; " + slot.worker.end());
  lost_in_a_row_ = 0;
  return message.contains("pass") ? take_pass(slot, message) : take_answers(slot, message);
}

Status Run::take_pass(Slot& slot, const json::object& message) {
  const json::object* what = find_object(message, "pass");
  const auto request = what == nullptr ? Result<ProbeRequest>(Error{}) : request_from_json(*what);
  if (!request || slot.step->child) return lost(slot, "it asked the gate for nonsense; " + slot.worker.end());
  slot.waiting = {request->endpoint, get_string(message, "method")};
  slot.turn = Steady::now();
  return ask_gate(slot);
}

// What a worker says is held to what it was asked.
std::vector<Observation> Run::judged_forms(const Slot& slot, std::vector<Observation> answers) const {
  std::vector<Observation> out;
  for (const Endpoint& endpoint : slot.step->endpoints) {
    const auto found = std::find_if(answers.begin(), answers.end(), [&](const Observation& o) { return o.endpoint == endpoint; });
    if (found != answers.end()) {
      out.push_back(std::move(*found));
    } else if (std::find(slot.refused.begin(), slot.refused.end(), endpoint) != slot.refused.end()) {
      out.push_back({.endpoint = endpoint, .at = clock_.now(), .outcome = Outcome::refused_by_gate, .detail = "no longer authorised"});
    } else {
      out.push_back({.endpoint = endpoint, .at = clock_.now(), .outcome = Outcome::failed, .detail = "the engine said nothing about it"});
    }
  }
  return out;
}

Status Run::take_answers(Slot& slot, const json::object& message) {
  std::vector<Observation> answers;
  const json::array* list = find_array(message, "answers");
  if (list == nullptr) return lost(slot, "its answer is malformed; " + slot.worker.end());
  for (const json::value& one : *list) {
    auto observation = one.is_object() ? observation_from_json(one.as_object()) : Result<Observation>(Error{});
    if (!observation) return lost(slot, "its answer is malformed; " + slot.worker.end());
    answers.push_back(*std::move(observation));
  }
  return finish_step(slot, std::move(answers));
}

Status Run::finish_step(Slot& slot, std::vector<Observation> answers) {
  const PlanStep step = *slot.step;
  answers = judged_forms(slot, std::move(answers));
  slot.step.reset();
  slot.waiting.reset();
  if (step.child) limiter_.give_back(slot.reserved, monotonic_now());
  int version = 0;
  if (const ChildEngine* child = find_child_engine(children_, step.method); step.child && child != nullptr) version = child->version;
  for (const Engine& engine : engines_) {
    if (!step.child && engine.id == step.request.engine) version = engine.version;
  }
  std::vector<EvidenceEntry> entries;
  for (Observation& observation : answers) {
    EvidenceEntry entry{.at = clock_.now(), .step = step.id, .method = step.method, .engine = step.request.engine, .engine_version = version, .rules = options_.rules, .request = step.request};
    if (options_.judge) entry.verdict = options_.judge(step, observation);
    count(observation);
    entry.request.endpoint = observation.endpoint;
    entry.observation = std::move(observation);
    entry.authorisation_digest = slot.authorisation;
    entry.part = static_cast<std::uint32_t>(entries.size() + 1);
    entry.parts = static_cast<std::uint32_t>(answers.size());
    entries.push_back(std::move(entry));
  }
  ++progress_.done;
  return evidence_.append(entries);
}

Status Run::finish_with(Slot& slot, Outcome outcome, const std::string& detail) {
  std::vector<Observation> answers;
  for (const Endpoint& endpoint : slot.step->endpoints) answers.push_back({.endpoint = endpoint, .at = clock_.now(), .outcome = outcome, .detail = detail});
  return finish_step(slot, std::move(answers));
}

// A worker ended, by itself or by us: its question failed, another worker takes its place.
Status Run::lost(Slot& slot, const std::string& why) {
  if (++lost_in_a_row_ > 100 || why.find("could not enter") != std::string::npos)
    return io::fail(Errc::unavailable, "workers cannot work: " + why, "检测进程无法工作：" + why, "see that the kernel guard stands and the machine has memory");
  if (slot.step) LP_CHECK_OK(finish_with(slot, Outcome::failed, "the engine's process is gone: " + why));
  return replace(slot);
}

Status Run::give_up_late() {
  for (Slot& slot : slots_) {
    if (slot.step && !slot.waiting && Steady::now() > slot.deadline) {
      slot.worker.end();
      LP_CHECK_OK(finish_with(slot, Outcome::failed, "the engine did not answer in its time and was ended"));
      LP_CHECK_OK(replace(slot));
    }
  }
  return ok_status();
}

void Run::count(const Observation& observation) {
  switch (observation.outcome) {
    case Outcome::answered: ++progress_.answered; break;
    case Outcome::closed_port: ++progress_.closed_port; break;
    case Outcome::no_answer: ++progress_.no_answer; break;
    case Outcome::refused_by_gate: ++progress_.refused; break;
    case Outcome::failed: ++progress_.failed; break;
    case Outcome::stopped: ++progress_.stopped; break;
  }
}

void Run::tell(bool now) {
  if (!options_.progress || (!now && Steady::now() - told_ < 250ms)) return;
  told_ = Steady::now();
  options_.progress(progress_);
}

Status Run::go_on() {
  for (;;) {
    if (const auto end = watch_.look()) {
      summary_.end = *end;
      summary_.detail = watch_.detail();
      return stop_all();
    }
    if (watch_.take_changed()) {
      LP_CHECK_OK(confinement_.renew(watch_.authorisation(), options_.trust.policy));
      LP_CHECK_OK(evidence_.note_authorisation(watch_.authorisation(), clock_.now()));
    }
    LP_CHECK_OK(assign_all());
    if (idle() && next_ >= plan_.size() && set_back_.empty() && reserved_.empty()) return ok_status();
    LP_CHECK_OK(wait());
    tell(false);
  }
}

// Engines get a moment to say how far they were, then their processes are ended.
Status Run::stop_all() {
  stop_flag_.value() = true;
  const auto until = Steady::now() + 400ms;
  const Status no = io::fail(Errc::cancelled, "the run is being stopped", "检测正在停止");
  while (!idle() && Steady::now() < until) {
    std::vector<pollfd> watched;
    for (Slot& slot : slots_) {
      if (slot.waiting) (void)slot.worker.let_pass(no);
      slot.waiting.reset();
      watched.push_back({slot.step ? slot.worker.link().descriptor() : -1, POLLIN, 0});
    }
    ::poll(watched.data(), watched.size(), 20);
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (watched[i].revents == 0 || !slots_[i].step) continue;
      const bool there = slots_[i].worker.link().take_arrived();
      auto message = slots_[i].worker.link().next();
      if (message && *message && (*message)->contains("pass")) {
        (void)slots_[i].worker.let_pass(no);
      } else if (message && *message) {
        LP_CHECK_OK(take_answers(slots_[i], **message));
      } else if (!there || !message) {
        LP_CHECK_OK(finish_with(slots_[i], Outcome::stopped, "stopped"));
      }
    }
  }
  std::vector<Slot> rest = std::exchange(slots_, {});
  for (Slot& slot : rest) slot.worker.end();
  for (Slot& slot : rest) {
    if (slot.step) LP_CHECK_OK(finish_with(slot, Outcome::stopped, "stopped"));
  }
  return ok_status();
}

Result<RunSummary> Run::run() {
  LP_CHECK_OK(start_workers());
  const Status went = go_on();
  slots_.clear();  // every worker has ended, whatever happened
  if (!went) {
    (void)evidence_.close("failed", json::object{{"detail", went.error().message}}, clock_.now());
    return went.error();
  }
  if (auto counters = confinement_.counters()) summary_.guard = *counters;
  summary_.progress = progress_;
  tell(true);
  summary_.head = evidence_.head();
  LP_CHECK_OK(evidence_.close(to_string(summary_.end), to_json(summary_), clock_.now()));
  summary_.head = evidence_.head();
  return summary_;
}

Status check_options(const RunOptions& options) {
  const bool good = options.workers >= 1 && options.workers <= 256 && options.timeout >= 1ms && options.timeout <= 120s && options.child_timeout >= 1s && options.child_timeout <= 3'600s;
  return good ? ok_status() : io::fail(Errc::invalid, "1 to 256 workers, a timeout of 1 ms to 2 min, of a child 1 s to 1 h", "并发数应为1至256，超时应为1毫秒至2分钟，外部程序为1秒至1小时");
}

}  // namespace

std::string_view to_string(RunEnd end) {
  switch (end) {
    case RunEnd::finished: return "finished";
    case RunEnd::stopped: return "stopped";
    case RunEnd::window_closed: return "window_closed";
    case RunEnd::clock_jumped: return "clock_jumped";
    case RunEnd::authorisation_gone: return "authorisation_gone";
    case RunEnd::revoked: return "revoked";
  }
  return "finished";
}

LocalText words_of(RunEnd end) {
  switch (end) {
    case RunEnd::finished: return {"检测完成", "finished"};
    case RunEnd::stopped: return {"已按要求停止", "stopped on request"};
    case RunEnd::window_closed: return {"授权时段已过，已停止", "stopped: the authorised time is over"};
    case RunEnd::clock_jumped: return {"系统时钟发生跳变，无法确认是否仍在授权时段内，已停止", "stopped: the clock jumped, and it is in doubt whether the time is still authorised"};
    case RunEnd::authorisation_gone: return {"授权书无法读取、未通过校验或已更换，已停止", "stopped: the authorisation cannot be read, does not verify, or is another one"};
    case RunEnd::revoked: return {"授权已被撤销，已停止", "stopped: the authorisation has been revoked"};
  }
  return {};
}

json::object to_json(const RunSummary& summary) {
  const RunProgress& p = summary.progress;
  return {{"end", to_string(summary.end)}, {"detail", summary.detail}, {"steps", p.steps}, {"done", p.done}, {"already_done", p.already_done},
          {"observations", json::object{{"answered", p.answered}, {"closed_port", p.closed_port}, {"no_answer", p.no_answer}, {"refused", p.refused}, {"failed", p.failed}, {"stopped", p.stopped}}},
          {"guard", json::object{{"accepted", summary.guard.accepted_packets}, {"dropped", summary.guard.dropped_packets}, {"limited", summary.guard.limited_packets}}},
          {"evidence", json::object{{"entries", summary.head.entries}, {"hash", summary.head.hash}}}};
}

Result<RunSummary> run_plan(const Plan& plan, const RunOptions& options, Confinement& confinement, const std::vector<Engine>& engines, const std::vector<ChildEngine>& children) {
  LP_CHECK_OK(check_options(options));
  static const SystemClock system_clock;
  const Clock& clock = options.clock != nullptr ? *options.clock : system_clock;
  LP_TRY(const Authorisation authorisation, load_authorisation(options.authorisation, options.trust));
  LP_CHECK_OK(check_time(authorisation, clock.now()));
  if (authorisation.id != plan.authorisation_id())
    return io::fail(Errc::denied, "the plan was made under another authorisation", "计划所依据的是另一份授权", "make the plan again");
  LP_TRY(EvidenceWriter evidence, EvidenceWriter::open(options.evidence, authorisation, plan.digest(), clock.now()));
  return Run(plan, options, confinement, engines, children, clock, authorisation, std::move(evidence)).run();
}

Status request_stop(const std::filesystem::path& stop_file) {
  return io::write_file_atomic(stop_file, "stop\n");
}

}  // namespace lp::probe
