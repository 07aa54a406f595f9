#include "probe/child_engine.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "base/text.h"
#include "io/child_process.h"
#include "io/files.h"
#include "probe/child_run.h"
#include "probe/nmap_report.h"
#include "probe/plan.h"
#include "probe/world_testing.h"

namespace lp::probe {
namespace {

using Outcome = Observation::Outcome;

PlanStep step_of(std::string method, std::vector<std::uint16_t> ports, const char* address = "127.0.0.1") {
  PlanStep step{.method = method, .child = true};
  for (const std::uint16_t port : ports) step.endpoints.push_back({address, port});
  step.request = {.engine = method, .endpoint = step.endpoints.front()};
  return step;
}

// A program of that name first on PATH, that does what the script says.
class FakeProgram {
 public:
  FakeProgram(const std::string& name, const std::string& script) : path_(std::getenv("PATH")) {
    const auto program = folder_.path() / name;
    EXPECT_TRUE(io::write_file_atomic(program, "#!/bin/sh\n" + script));
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    ::setenv("PATH", (folder_.path().string() + ":" + path_).c_str(), 1);
  }
  ~FakeProgram() { ::setenv("PATH", path_.c_str(), 1); }
  FakeProgram(const FakeProgram&) = delete;
  FakeProgram& operator=(const FakeProgram&) = delete;
  std::filesystem::path folder() const { return folder_.path(); }

 private:
  io::TempDir folder_ = *io::TempDir::create("longpan-fake");
  std::string path_;
};

std::vector<Observation> ran(const char* id, const PlanStep& step, const std::atomic<bool>* stop = nullptr, std::chrono::seconds timeout = std::chrono::seconds(30), double rate = 100) {
  static const SystemClock clock;
  ChildContext context{.rate = rate, .clock = clock, .timeout = timeout, .stop = stop};
  return find_child_engine(builtin_child_engines(), id)->run(step, context);
}

TEST(NmapReport, IsReadWithWhatItSaysOfAPort) {
  const auto ports = parse_nmap(R"(<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun><host><address addr="203.0.113.1" addrtype="ipv4"/><ports>
<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/><service name="ssh" product="OpenSSH" version="9.2p1" extrainfo="protocol 2.0" method="probed" conf="10"><cpe>cpe:/a:openbsd:openssh:9.2p1</cpe><cpe>cpe:/o:linux:linux_kernel</cpe></service></port>
<port protocol="tcp" portid="23"><state state="closed" reason="conn-refused"/></port>
<port protocol="tcp" portid="x"><state state="open"/></port><port protocol="tcp" portid="70000"><state state="open"/></port><port protocol="tcp" portid="24"/>
</ports></host></nmaprun>)");
  ASSERT_TRUE(ports) << ports.error().message;
  ASSERT_EQ(ports->size(), 2u);
  EXPECT_EQ(ports->at(0).product, "OpenSSH");
  EXPECT_EQ(ports->at(0).address, "203.0.113.1");
  EXPECT_EQ(ports->at(0).cpes, (std::vector<std::string>{"cpe:/a:openbsd:openssh:9.2p1", "cpe:/o:linux:linux_kernel"}));
  EXPECT_EQ(ports->at(1).state, "closed");
}

TEST(NmapReport, RefusesWhatIsNoWholeReport) {
  for (const char* bad : {"", "<nmaprun>", "nmap: no such option", "<!DOCTYPE x [<!ENTITY a \"b\">]><nmaprun>&a;</nmaprun>", "<!DOCTYPE nmaprun><!DOCTYPE nmaprun [<!ENTITY a 'b'>]><nmaprun/>"}) EXPECT_FALSE(parse_nmap(bad)) << bad;
}

TEST(ChildEngines, AreKnownByNameAndToldWhenAbsent) {
  for (const char* id : {"nmap_service", "nuclei", "testssl"}) EXPECT_NE(find_child_engine(builtin_child_engines(), id), nullptr) << id;
  EXPECT_EQ(find_child_engine(builtin_child_engines(), "masscan"), nullptr);
  const ChildEngine absent{.id = "x", .zh = "", .en = "", .programs = {"longpan-no-such-program"}, .run = nullptr};
  EXPECT_FALSE(is_installed(absent));
}

TEST(ChildEngines, NmapIsGivenThePlansTargetsAndNothingElse) {
  const FakeProgram fake("nmap", "echo \"$@\" > \"$(dirname \"$0\")/said\"; echo '<nmaprun/>'");
  const auto answers = ran("nmap_service", step_of("nmap_service", {22, 80, 81, 82, 443}), nullptr, std::chrono::seconds(30), 0.5);
  ASSERT_EQ(answers.size(), 5u);
  EXPECT_EQ(answers[0].outcome, Outcome::no_answer) << "it said nothing of the port";
  const std::string said = *io::read_file(fake.folder() / "said", 4096);
  EXPECT_TRUE(contains(said, " -p 22,80-82,443 127.0.0.1")) << said;
  EXPECT_TRUE(contains(said, "--scan-delay 2000ms")) << said;
  EXPECT_TRUE(contains(said, "-sT -sV --unprivileged")) << said;
  EXPECT_FALSE(contains(said, "--script")) << said;
}

TEST(ChildEngines, ABadChildCostsItsAnswerAlone) {
  struct Case {
    const char* script;
    const char* detail;
  };
  for (const Case& one : {Case{"exit 3", "code 3"}, Case{"kill -SEGV $$", "signal 11"}, Case{"echo '<nmaprun>'", "nmap"}, Case{"yes AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "bytes"}}) {
    const FakeProgram fake("nmap", one.script);
    const auto answers = ran("nmap_service", step_of("nmap_service", {22, 23}));
    ASSERT_EQ(answers.size(), 2u) << one.script;
    EXPECT_EQ(answers[1].outcome, Outcome::failed) << one.script;
    EXPECT_TRUE(contains(answers[1].detail, one.detail)) << one.script << ": " << answers[1].detail;
  }
}

TEST(ChildEngines, AHangingOrTalkativeChildIsKilledAtItsTimeAndAtTheStop) {
  {
    const FakeProgram fake("nmap", "sleep 60 & sleep 60");
    const auto from = std::chrono::steady_clock::now();
    EXPECT_EQ(ran("nmap_service", step_of("nmap_service", {22}), nullptr, std::chrono::seconds(1))[0].outcome, Outcome::failed);
    EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds(3));
  }
  for (const char* script : {"sleep 60 & sleep 60", "while :; do echo x; sleep 0.05; done"}) {
    const FakeProgram fake("nmap", script);
    std::atomic<bool> stop{false};
    std::thread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      stop = true;
    });
    const auto from = std::chrono::steady_clock::now();
    EXPECT_EQ(ran("nmap_service", step_of("nmap_service", {22}), &stop)[0].outcome, Outcome::stopped) << script;
    EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds(1)) << script;
    later.join();
  }
}

TEST(ChildEngines, NucleiFindingsAreFacts) {
  const FakeProgram fake("nuclei", "echo \"$@\" > \"$(dirname \"$0\")/said\"; echo '{\"template-id\":\"CVE-2021-41773\",\"info\":{\"severity\":\"high\"}}'; echo 'not json'; echo '{\"info\":{}}'");
  PlanStep step = step_of("nuclei", {8443});
  step.request.host_name = "www.example.cn";
  step.request.parameters = {{"tags", "cve,apache"}, {"id", "-l /etc/passwd"}};
  const auto answers = ran("nuclei", step);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].outcome, Outcome::answered);
  EXPECT_EQ(answers[0].facts.at("nuclei.CVE-2021-41773"), "high");
  EXPECT_EQ(answers[0].facts.at("nuclei.count"), "1");
  const std::string said = *io::read_file(fake.folder() / "said", 4096);
  EXPECT_TRUE(contains(said, "-target https://127.0.0.1:8443 -tags cve,apache -header Host: www.example.cn")) << said;
  EXPECT_TRUE(contains(said, "-no-interactsh -disable-redirects")) << said;
  EXPECT_FALSE(contains(said, "/etc/passwd")) << said;
}

TEST(ChildEngines, TestsslReportsAreFactsWhateverItsExitCode) {
  const FakeProgram fake("testssl", "while [ \"$1\" != --jsonfile ]; do shift; done; echo '[{\"id\":\"heartbleed\",\"severity\":\"CRITICAL\",\"finding\":\"VULNERABLE\"},{\"id\":\"TLS1\",\"severity\":\"LOW\",\"finding\":\"offered\"}]' > \"$2\"; exit 2");
  const auto answers = ran("testssl", step_of("testssl", {443}));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].outcome, Outcome::answered) << answers[0].detail;
  EXPECT_EQ(answers[0].facts.at("testssl.heartbleed"), "CRITICAL VULNERABLE");
  EXPECT_EQ(answers[0].excerpt, "heartbleed");
}

TEST(ChildEngines, TestsslWithoutAReportHasFailed) {
  const FakeProgram fake("testssl", "exit 0");
  EXPECT_EQ(ran("testssl", step_of("testssl", {443}))[0].outcome, Outcome::failed);
}

TEST(ChildEngines, RealNmapNamesOpenAndClosedPorts) {
  if (!io::find_program("nmap")) {
    if (testing::in_ci()) FAIL() << "nmap is not installed";
    GTEST_SKIP() << "nmap is not installed";
  }
  const std::unique_ptr<testing::Listener> listener = std::make_unique<testing::Listener>(std::uint16_t{48'080});
  const auto answers = ran("nmap_service", step_of("nmap_service", {48'080, 48'081}), nullptr, std::chrono::seconds(60));
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0].outcome, Outcome::answered) << answers[0].detail << answers[0].excerpt;
  EXPECT_EQ(answers[0].facts.at("nmap.state"), "open");
  EXPECT_EQ(answers[1].outcome, Outcome::closed_port) << answers[1].detail;
  EXPECT_EQ(answers[0].response_sha256.size(), 64u);
}

}  // namespace
}  // namespace lp::probe
