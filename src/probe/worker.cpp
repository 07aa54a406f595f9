#include "probe/worker.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <new>
#include <utility>

#include "base/check.h"
#include "io/files.h"
#include "probe/evidence.h"

namespace lp::probe {
namespace {

constexpr int could_not_enter = 250;

json::object endpoint_json(const Endpoint& endpoint) { return *find_object(to_json(ProbeRequest{.engine = "-", .endpoint = endpoint}), "endpoint"); }

class RemoteGate final : public Gate {
 public:
  explicit RemoteGate(WorkerLink& link) : link_(link) {}
  Status pass(const Endpoint& endpoint, std::string_view method) override {
    LP_CHECK_OK(link_.send({{"pass", json::object{{"engine", "-"}, {"endpoint", endpoint_json(endpoint)}}}, {"method", method}}));
    LP_TRY(const json::object answer, link_.receive());
    if (get_bool(answer, "yes")) return ok_status();
    return Error{.code = get_bool(answer, "cancelled") ? Errc::cancelled : Errc::denied, .message = get_string(answer, "message"), .hint = {}, .message_zh = get_string(answer, "message_zh")};
  }

 private:
  WorkerLink& link_;
};

Observation failed(const Endpoint& endpoint, const Clock& clock, std::string why) {
  return {.endpoint = endpoint, .at = clock.now(), .outcome = Observation::Outcome::failed, .detail = std::move(why)};
}

std::vector<Observation> answer(const json::object& message, const WorkerSetting& setting, WorkerLink& link) {
  PlanStep step{.method = get_string(message, "method"), .child = get_bool(message, "child")};
  auto request = request_from_json(*find_object(message, "request"));
  LP_CHECK(request.has_value(), "the runner asks well-formed questions");
  step.request = *std::move(request);
  for (const json::value& one : *find_array(message, "endpoints")) step.endpoints.push_back(request_from_json(one.as_object())->endpoint);
  if (step.child) {
    const ChildEngine* engine = find_child_engine(setting.children, step.method);
    if (engine == nullptr) return {failed(step.request.endpoint, setting.clock, "no such child engine")};
    ChildContext context{.rate = message.at("rate").to_number<double>(), .clock = setting.clock, .timeout = setting.child_timeout, .stop = setting.stop};
    return engine->run(step, context);
  }
  const auto engine = std::find_if(setting.engines.begin(), setting.engines.end(), [&](const Engine& e) { return e.id == step.request.engine; });
  if (engine == setting.engines.end()) return {failed(step.request.endpoint, setting.clock, "no such engine")};
  RemoteGate gate(link);
  EngineContext context{.gate = gate, .clock = setting.clock, .timeout = setting.timeout, .stop = setting.stop};
  return {engine->run(step.request, context)};
}

// An edge of the program: whatever an engine throws costs its answer alone.
std::vector<Observation> answer_whatever_happens(const json::object& message, const WorkerSetting& setting, WorkerLink& link) {
  try {
    return answer(message, setting, link);
  } catch (const std::exception& error) {
    const auto request = request_from_json(*find_object(message, "request"));
    return {failed(request ? request->endpoint : Endpoint{}, setting.clock, std::string("the engine failed: ") + error.what())};
  }
}

[[noreturn]] void work(WorkerLink link, const WorkerSetting& setting) {
  for (const int s : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(s, SIG_IGN);  // the runner decides when it ends
  if (!setting.confinement.enter()) ::_exit(could_not_enter);
  const auto own = static_cast<unsigned>(link.descriptor());
  if (own > 3) ::close_range(3, own - 1, 0);
  ::close_range(own + 1, ~0U, 0);
  for (;;) {
    const auto message = link.receive();
    if (!message) ::_exit(0);
    json::array answers;
    for (const Observation& one : answer_whatever_happens(*message, setting, link)) answers.emplace_back(to_json(one));
    if (!link.send({{"answers", std::move(answers)}})) ::_exit(0);
  }
}

}  // namespace

SharedFlag::SharedFlag() {
  static_assert(std::atomic<bool>::is_always_lock_free);
  void* memory = ::mmap(nullptr, sizeof(std::atomic<bool>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  LP_CHECK(memory != MAP_FAILED, "a page can be had");
  flag_ = new (memory) std::atomic<bool>(false);
}
SharedFlag::~SharedFlag() { ::munmap(flag_, sizeof(std::atomic<bool>)); }

Result<Worker> Worker::start(const WorkerSetting& setting) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return io::os_error(errno, "making", "a link");
  const pid_t pid = ::fork();
  if (pid < 0) {
    const int error = errno;
    ::close(ends[0]);
    ::close(ends[1]);
    return io::os_error(error, "starting", "a worker");
  }
  if (pid == 0) {
    ::close(ends[0]);
    work(WorkerLink(ends[1]), setting);
  }
  ::close(ends[1]);
  return Worker(pid, WorkerLink(ends[0]));
}

Worker::~Worker() { end(); }
Worker::Worker(Worker&& other) noexcept : pid_(std::exchange(other.pid_, 0)), link_(std::move(other.link_)) {}
Worker& Worker::operator=(Worker&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(link_, other.link_);
  return *this;
}

std::string Worker::end() {
  if (pid_ == 0) return "it has ended";
  const pid_t pid = std::exchange(pid_, 0);
  int status = 0;
  pid_t ended = ::waitpid(pid, &status, WNOHANG);
  if (ended != pid) {  // it may be ending by itself this very moment: then the status says so
    ::kill(pid, SIGKILL);
    do {
      ended = ::waitpid(pid, &status, 0);
    } while (ended < 0 && errno == EINTR);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return "it was ended";
  }
  if (WIFSIGNALED(status)) return "it crashed: signal " + std::to_string(WTERMSIG(status));
  return WEXITSTATUS(status) == could_not_enter ? "it could not enter the guard" : "it ended with code " + std::to_string(WEXITSTATUS(status));
}

Status Worker::ask(const PlanStep& step, double child_rate) {
  json::array endpoints;
  for (const Endpoint& endpoint : step.endpoints) endpoints.push_back(json::object{{"engine", "-"}, {"endpoint", endpoint_json(endpoint)}});
  return link_.send({{"method", step.method}, {"child", step.child}, {"request", to_json(step.request)}, {"endpoints", std::move(endpoints)}, {"rate", child_rate}});
}

Status Worker::let_pass(const Status& decision) {
  if (decision) return link_.send({{"yes", true}});
  return link_.send({{"yes", false}, {"cancelled", decision.error().code == Errc::cancelled}, {"message", decision.error().message}, {"message_zh", decision.error().message_zh}});
}

}  // namespace lp::probe
