#include "probe/runner.h"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "base/text.h"
#include "io/files.h"
#include "probe/authorisation_testing.h"
#include "probe/child_engine.h"
#include "probe/guard.h"
#include "probe/privileges.h"
#include "probe/worker.h"
#include "probe/world_testing.h"

namespace lp::probe {
namespace {

using namespace std::chrono_literals;
using testing::code_of;
using testing::noon;
using testing::SignedFile;
using Outcome = Observation::Outcome;
using Steady = std::chrono::steady_clock;

// Nothing is sent in these tests; what a worker would do behind the guard is the guard's test.
class NoConfinement final : public Confinement {
 public:
  int renewed = 0;
  bool refuses = false;
  Status enter() override { return refuses ? Status(make_error(Errc::unavailable, "no")) : drop_privileges(); }
  Status renew(const Authorisation&, const Policy&) override {
    ++renewed;
    return ok_status();
  }
  Result<GuardCounters> counters() override { return GuardCounters{1, 2, 3}; }
};

Observation answered(const ProbeRequest& request, EngineContext& context, std::string detail = {}) {
  return {.endpoint = request.endpoint, .at = context.clock.now(), .outcome = Outcome::answered, .request = "x", .response_sha256 = std::string(64, '0'), .detail = std::move(detail)};
}
Observation by_gate(const ProbeRequest& request, EngineContext& context, const Endpoint& to) {
  const Status passed = context.gate.pass(to, "connect");
  if (passed) return answered(request, context);
  return {.endpoint = request.endpoint, .at = context.clock.now(), .outcome = passed.error().code == Errc::cancelled ? Outcome::stopped : Outcome::refused_by_gate, .detail = passed.error().message};
}
Observation run_connect(const ProbeRequest& request, EngineContext& context) { return by_gate(request, context, request.endpoint); }
Observation run_escape(const ProbeRequest& request, EngineContext& context) {
  Endpoint other = request.endpoint;
  other.address = "203.0.113.2";  // authorised, but not what this step asks
  return by_gate(request, context, other);
}
Observation run_crash(const ProbeRequest&, EngineContext&) {
  ::signal(SIGABRT, SIG_DFL);
  ::kill(::getpid(), SIGABRT);
  return {};
}
Observation run_hang(const ProbeRequest&, EngineContext&) {
  for (;;) ::pause();
}
Observation run_slow(const ProbeRequest& request, EngineContext& context) {
  for (int i = 0; i < 1'000 && !context.stop->load(); ++i) std::this_thread::sleep_for(20ms);
  return {.endpoint = request.endpoint, .at = context.clock.now(), .outcome = Outcome::stopped};
}
Observation run_throw(const ProbeRequest&, EngineContext&) { throw std::runtime_error("a fault"); }
Observation run_liar(const ProbeRequest& request, EngineContext& context) {
  Observation out = answered(request, context);
  out.endpoint.address = "198.51.100.1";
  return out;
}
std::vector<Observation> run_child_ports(const PlanStep& step, ChildContext& context) {
  std::vector<Observation> out;
  for (const Endpoint& endpoint : step.endpoints) out.push_back({.endpoint = endpoint, .at = context.clock.now(), .outcome = Outcome::answered, .detail = std::to_string(context.rate)});
  return out;
}

Engine engine(std::string_view id, Observation (*work)(const ProbeRequest&, EngineContext&)) { return {.id = id, .version = 3, .zh = "", .en = "", .run = work}; }
const std::vector<Engine> engines{engine("connect", run_connect), engine("escape", run_escape), engine("crash", run_crash), engine("hang", run_hang),
                                  engine("slow", run_slow), engine("throw", run_throw), engine("liar", run_liar)};
const std::vector<ChildEngine> children{{.id = "child", .version = 4, .zh = "", .en = "", .programs = {"sh"}, .all_ports = true, .run = run_child_ports}};

class Runner : public ::testing::Test {
 protected:
  Runner() : clock(noon) {
    options.workers = 4;
    options.timeout = 300ms;
    options.clock = &clock;
    options.authorisation = file.path;
    options.trust = file.trust();
    options.evidence = file.folder.path() / "evidence.jsonl";
    options.stop_file = file.folder.path() / "stop";
    authorise();
  }
  void authorise(const std::function<void(json::object&)>& change = {}) {
    file.write(testing::body_with([&](json::object& o) {
      o["methods"] = json::array{"connect", "escape", "crash", "hang", "slow", "throw", "liar", "child"};
      o["rates"] = json::object{{"per_target", 1'000}, {"per_block", 1'000}, {"total", 1'000}};
      o["domains"] = json::array{};
      if (change) change(o);
    }));
  }
  Plan plan(const std::vector<std::string>& methods, const std::vector<std::string>& targets = {"203.0.113.1"}, std::vector<PortRange> ports = {{80, 80}}) {
    SystemResolver resolver;
    auto made = make_plan(*load_authorisation(file.path, file.trust()), {}, {.targets = targets, .tcp_ports = std::move(ports), .methods = methods}, resolver, engines, children);
    EXPECT_TRUE(made) << made.error().message;
    return *made;
  }
  RunSummary run(const Plan& of) {
    auto summary = run_plan(of, options, confinement, engines, children);
    EXPECT_TRUE(summary) << summary.error().message;
    return summary ? *summary : RunSummary{};
  }
  std::vector<Observation> observed() {
    std::vector<Observation> out;
    EXPECT_TRUE(read_evidence(options.evidence, [&](const EvidenceEntry& entry) {
      out.push_back(entry.observation);
      return true;
    }));
    return out;
  }
  EvidenceReport verified() { return *verify_evidence(options.evidence, EvidenceCheck{.authorisation = file.path, .keys = {file.key.public_key()}}); }
  void later(std::chrono::milliseconds when, std::function<void()> work) {
    // A process and not a thread: the runner forks.
    const pid_t pid = ::fork();
    if (pid != 0) return;
    std::this_thread::sleep_for(when);
    work();
    ::_exit(0);
  }

  SignedFile file;
  FakeClock clock;
  NoConfinement confinement;
  RunOptions options;
};

TEST_F(Runner, AsksEveryStepAndProvesIt) {
  std::uint64_t told = 0;
  options.progress = [&](const RunProgress& progress) { told = progress.done; };
  options.judge = [](const PlanStep& step, Observation& observation) {
    observation.product = "example";
    return json::object{{"verdict", step.method}};
  };
  options.rules = "fingerprints 1";
  const RunSummary summary = run(plan({"connect"}, {"203.0.113.0/28"}, {{80, 80}, {8000, 8003}}));
  EXPECT_EQ(summary.end, RunEnd::finished);
  EXPECT_EQ(summary.progress.done, 75u);
  EXPECT_EQ(summary.progress.answered, 75u);
  EXPECT_EQ(told, 75u);
  EXPECT_EQ(summary.guard.dropped_packets, 2u);
  const EvidenceReport report = verified();
  EXPECT_TRUE(report.good()) << report.problems.front().code;
  EXPECT_EQ(report.observations, 75u);
  EXPECT_EQ(report.head, summary.head);
  ASSERT_TRUE(read_evidence(options.evidence, [](const EvidenceEntry& entry) {
    EXPECT_EQ(entry.observation.product, "example");
    EXPECT_EQ(get_string(entry.verdict, "verdict"), "connect");
    EXPECT_EQ(entry.engine_version, 3);
    EXPECT_EQ(entry.rules, "fingerprints 1");
    return true;
  }));
}

TEST_F(Runner, OneBadEngineCostsItsAnswersAlone) {
  const RunSummary summary = run(plan({"connect", "crash", "hang", "throw", "liar"}, {"203.0.113.1", "203.0.113.3"}));
  EXPECT_EQ(summary.end, RunEnd::finished);
  EXPECT_EQ(summary.progress.done, 10u);
  EXPECT_EQ(summary.progress.answered, 2u);
  EXPECT_EQ(summary.progress.failed, 8u);
  std::string details;
  for (const Observation& one : observed()) details += one.detail + "\n";
  for (const char* said : {"signal 6", "did not answer in its time", "a fault", "said nothing about it"}) EXPECT_TRUE(contains(details, said)) << said << " in\n" << details;
  EXPECT_TRUE(verified().good());
}

TEST_F(Runner, AStepAsksItsOwnTargetAlone) {
  const RunSummary summary = run(plan({"escape"}));
  EXPECT_EQ(summary.progress.refused, 1u);
  EXPECT_TRUE(contains(observed().at(0).detail, "not what this step asks"));
}

TEST_F(Runner, ChildrenAnswerForEveryPort) {
  const RunSummary summary = run(plan({"child"}, {"203.0.113.1", "203.0.113.2", "203.0.113.3"}, {{8000, 8003}}));
  EXPECT_EQ(summary.end, RunEnd::finished);
  EXPECT_EQ(summary.progress.done, 3u);
  EXPECT_EQ(summary.progress.answered, 12u);
  EXPECT_TRUE(contains(observed().at(0).detail, "1000"));
  EXPECT_TRUE(verified().good());
}

TEST_F(Runner, StopsWithinASecondByFlagAndFile) {
  for (const bool by_file : {false, true}) {
    SharedFlag flag;
    options.stop = &flag.value();
    std::filesystem::remove(options.evidence);
    later(1500ms, [&] {
      if (by_file) (void)request_stop(options.stop_file);
      if (!by_file) flag.value() = true;
    });
    const auto from = Steady::now();
    options.timeout = 20s;
    const RunSummary summary = run(plan({"slow", "hang"}, {"203.0.113.0/28"}));
    EXPECT_EQ(summary.end, RunEnd::stopped);
    EXPECT_LT(Steady::now() - from, 1500ms + 1s) << by_file;
    EXPECT_EQ(summary.progress.stopped, 4u) << "those that were being asked";
    EXPECT_TRUE(verified().good());
    EXPECT_TRUE(verified().closed);
  }
}

TEST_F(Runner, GoesOnFromItsEvidence) {
  const Plan all = plan({"connect"}, {"203.0.113.0/28"});
  run(plan({"connect"}, {"203.0.113.0/30"}));
  const RunSummary second = run(all);
  EXPECT_EQ(second.progress.already_done, 4u);
  EXPECT_EQ(second.progress.done, 11u);
  EXPECT_EQ(run(all).progress.already_done, 15u);
  EXPECT_EQ(verified().observations, 15u);
  EXPECT_EQ(verified().runs, 3u);
}

TEST_F(Runner, EndsWithTheWindowAndTheClock) {
  authorise([](json::object& o) { o["window"].as_object()["to"] = "2024-07-15T12:00:01+08:00"; });
  // A clock that runs, and one that jumps.
  class Running final : public Clock {
   public:
    Steady::time_point from = Steady::now();
    std::int64_t jump = 0;
    Timestamp now() const override {
      const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - from).count();
      return Timestamp(noon.micros() + passed + (passed > 200'000 ? jump : 0));
    }
  } running;
  options.clock = &running;
  options.timeout = 20s;
  const RunSummary closed = run(plan({"slow"}));
  EXPECT_EQ(closed.end, RunEnd::window_closed) << closed.detail;
  running.from = Steady::now();
  running.jump = -3'600'000'000;
  const RunSummary jumped = run(plan({"slow"}));
  EXPECT_EQ(jumped.end, RunEnd::clock_jumped);
  clock.advance_days(30);
  options.clock = &clock;
  const auto late = run_plan(plan({"connect"}), options, confinement, engines, children);
  ASSERT_FALSE(late);
  EXPECT_EQ(code_of(late.error()), "expired");
}

TEST_F(Runner, EndsWhenTheAuthorisationIsGoneOrRevoked) {
  options.timeout = 20s;
  options.trust.revocations = file.folder.path() / "revoked.json";
  ASSERT_TRUE(revoke(options.trust.revocations, "somebody", "", noon));
  const Plan slow = plan({"slow"});
  later(200ms, [&] { (void)revoke(options.trust.revocations, "JSCA-2024-088-01", "", noon); });
  EXPECT_EQ(run(slow).end, RunEnd::revoked);
  EXPECT_FALSE(run_plan(slow, options, confinement, engines, children)) << "and does not begin again";
  options.trust.revocations.clear();
  later(200ms, [&] { std::filesystem::remove(file.path); });
  EXPECT_EQ(run(slow).end, RunEnd::authorisation_gone);
}

TEST_F(Runner, ShrinksWithTheAuthorisation) {
  authorise([](json::object& o) { o["rates"] = json::object{{"per_target", 10}, {"per_block", 10}, {"total", 10}}; });
  const Plan wide = plan({"connect"}, {"203.0.113.0/28"});
  later(100ms, [&] {
    authorise([](json::object& o) {
      o["ranges"] = json::array{"203.0.113.0"};
      o["rates"] = json::object{{"per_target", 10}, {"per_block", 10}, {"total", 10}};
    });
  });
  const auto earlier = file.folder.path() / "earlier.json";
  std::filesystem::copy(file.path, earlier);
  options.workers = 1;
  const RunSummary summary = run(wide);
  EXPECT_EQ(summary.end, RunEnd::finished);
  EXPECT_EQ(confinement.renewed, 1);
  EXPECT_GE(summary.progress.answered, 3u);
  EXPECT_GE(summary.progress.refused, 2u);
  const auto report = verify_evidence(options.evidence, EvidenceCheck{.authorisation = file.path, .earlier = {earlier}, .keys = {file.key.public_key()}});
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->good()) << report->problems.front().code << report->problems.front().words.en;
}

TEST_F(Runner, SaysWhyItCannotBegin) {
  const Plan one = plan({"connect"});
  const auto code = [&](const RunOptions& with) { return run_plan(one, with, confinement, engines, children).error().code; };
  RunOptions bad = options;
  bad.workers = 0;
  EXPECT_EQ(code(bad), Errc::invalid);
  bad = options;
  bad.trust.keys = {generate_key().public_key()};
  EXPECT_EQ(code(bad), Errc::denied);
  confinement.refuses = true;
  EXPECT_EQ(code(options), Errc::unavailable) << "no guard, no question";
  authorise([](json::object& o) { o["id"] = "another"; });
  EXPECT_EQ(code(options), Errc::denied);
}

// All of it: the real guard, real connections, a judge on the other side.
TEST(RunnerInWorld, SendsOnlyWhatIsAuthorised) {
  if (const std::string why = testing::why_no_guard(); !why.empty()) GTEST_SKIP() << why;
  auto made = testing::World::make();
  ASSERT_TRUE(made) << made.error().message;
  const testing::World& world = **made;
  SignedFile file;
  file.write(testing::body_with([](json::object& o) {
    o["ranges"] = json::array{"203.0.113.10", "2001:db8:1::10"};
    o["excluded"] = json::array{};
    o["domains"] = json::array{};
    o["ports"] = json::object{{"tcp", json::array{8080}}};
    o["methods"] = json::array{"real", "stray", "nmap_service"};
    o["rates"] = json::object{{"per_target", 10}, {"per_block", 20}, {"total", 20}};
  }));
  static const std::vector<Engine> real{
      {.id = "real", .zh = "", .en = "", .run = [](const ProbeRequest& request, EngineContext& context) {
         const Status passed = context.gate.pass(request.endpoint, "real");
         const int error = passed ? testing::try_connect(request.endpoint.address, request.endpoint.port) : EPERM;
         return Observation{.endpoint = request.endpoint, .at = context.clock.now(), .outcome = error == 0 ? Outcome::answered : Outcome::failed, .detail = std::to_string(error)};
       }},
      {.id = "stray", .zh = "", .en = "", .run = [](const ProbeRequest& request, EngineContext& context) {  // asks nobody
         int reached = 0;
         for (const char* address : {"203.0.113.11", "203.0.113.1", "2001:db8:1::11"}) reached += testing::try_connect(address, 8080) == 0 ? 1 : 0;
         return Observation{.endpoint = request.endpoint, .at = context.clock.now(), .outcome = Outcome::answered, .detail = "reached " + std::to_string(reached)};
       }}};
  const Status done = world.machine().run([&]() -> Status {
    FakeClock clock(noon);
    RunOptions options{.authorisation = file.path, .trust = file.trust(), .evidence = file.folder.path() / "evidence.jsonl", .workers = 4, .clock = &clock};
    LP_TRY(const Authorisation authorisation, load_authorisation(file.path, file.trust()));
    LP_TRY(const auto guard, Guard::raise(authorisation, {}));
    SystemResolver resolver;
    LP_TRY(const Plan plan, make_plan(authorisation, {}, {}, resolver, real));
    const auto outside_before = world.judged().outside;
    LP_TRY(const RunSummary summary, run_plan(plan, options, *guard, real));
    EXPECT_EQ(summary.end, RunEnd::finished);
    EXPECT_EQ(world.judged().outside, outside_before) << "packets outside of the authorisation";
    EXPECT_GT(world.judged().authorised, 0u);
    EXPECT_GT(summary.guard.dropped_packets, 0u) << "the stray ones were held";
    std::string details;
    EXPECT_TRUE(read_evidence(options.evidence, [&](const EvidenceEntry& entry) {
      details += entry.method + " " + to_string(entry.observation.endpoint) + " " + std::string(to_string(entry.observation.outcome)) + " " + entry.observation.detail + "\n";
      return true;
    }));
    EXPECT_TRUE(contains(details, "real 203.0.113.10:8080/tcp answered")) << details;
    EXPECT_TRUE(contains(details, "real [2001:db8:1::10]:8080/tcp answered")) << details;
    EXPECT_TRUE(contains(details, "stray 203.0.113.10:8080/tcp answered reached 0")) << details;
    const bool has_nmap = is_installed(*find_child_engine(builtin_child_engines(), "nmap_service"));
    EXPECT_EQ(contains(details, "nmap_service 203.0.113.10:8080/tcp answered"), has_nmap) << details;
    const auto report = verify_evidence(options.evidence, EvidenceCheck{.authorisation = file.path, .keys = file.trust().keys});
    EXPECT_TRUE(report && report->good());
    return ok_status();
  });
  ASSERT_TRUE(done) << done.error().message;
}

}  // namespace
}  // namespace lp::probe
