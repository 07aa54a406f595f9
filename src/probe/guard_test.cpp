#include "probe/guard.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>

#include <chrono>

#include "base/golden.h"
#include "io/child_process.h"
#include "probe/world_testing.h"

namespace lp::probe {
namespace {

using testing::behind;
using testing::try_connect;
using testing::World;

model::IpRange range(std::string_view text) { return *model::parse_ip_range(text); }

constexpr int patient = 900;  // milliseconds: below the second after which a connection is asked for again

// A new network finds its neighbours by and by.
void wait_for_world() {
  for (const char* address : {"203.0.113.10", "2001:db8:1::10"}) {
    for (int tries = 0; tries < 20 && try_connect(address, 8080) != 0; ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

Authorisation world_authorisation() {
  return {.id = "T-1", .organisation = "example", .operator_name = "tester", .ranges = {range("203.0.113.10"), range("2001:db8:1::10")}, .tcp_ports = {{8080, 8080}}, .methods = {"connect"},
          .from = Timestamp(0), .to = Timestamp(4'000'000'000'000'000), .rates = {1000, 1000, 1000}, .digest = "d1"};
}

TEST(GuardRules, AreThoseOfTheAuthorisation) {
  Authorisation wide = world_authorisation();
  wide.ranges = {range("203.0.113.0/24"), range("198.51.100.7"), range("2001:db8:1::/64")};
  wide.excluded = {range("203.0.113.66"), range("2001:db8:1::1-2001:db8:1::f")};
  wide.tcp_ports = {{8000, 8100}, {443, 443}, {80, 80}};
  wide.udp_ports = {{161, 161}};
  wide.rates = {0.2, 50, 250};
  golden::expect(inside_rules(wide, {}), "probe/inside.nft");
  golden::expect(outside_rules(wide, {}), "probe/outside.nft");
  golden::expect(inside_rules(world_authorisation(), {}), "probe/inside_small.nft");
}

TEST(GuardRules, NameNothingThatIsSensitiveOrOurOwn) {
  Authorisation a = world_authorisation();
  a.ranges = {range("203.0.113.0/29")};
  a.sensitive = {{ApprovalKind::cii, {range("203.0.113.4/31")}}};
  const Policy policy{.management = {range("203.0.113.7")}};
  const std::string rules = inside_rules(a, policy);
  EXPECT_NE(rules.find("203.0.113.0-203.0.113.3"), std::string::npos) << rules;
  EXPECT_EQ(rules.find("203.0.113.4"), std::string::npos) << rules;
  EXPECT_EQ(rules.find("203.0.113.7"), std::string::npos) << rules;
}

TEST(GuardRules, OfAnAuthorisationOfNothingLetNothingOut) {
  Authorisation a = world_authorisation();
  a.ranges.clear();
  const std::string rules = inside_rules(a, {});
  EXPECT_EQ(rules.find("elements = {\n      2"), std::string::npos);
  EXPECT_NE(rules.find("policy drop"), std::string::npos);
}

TEST(Guard, IsRefusedWithoutRights) {
  if (::geteuid() != 0) {
    EXPECT_FALSE(Guard::check_possible());
    return;
  }
  // The parent's judgement of a child without rights.
  const pid_t pid = ::fork();
  if (pid == 0) {
    const bool dropped = drop_privileges().has_value();
    const auto raised = Guard::raise(world_authorisation(), {});
    ::_exit(dropped && !raised && raised.error().code == Errc::unsupported && !raised.error().hint.empty() ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(pid, &status, 0), pid);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

class GuardInWorld : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = testing::why_no_guard(); !why.empty()) GTEST_SKIP() << why;
    auto made = World::make();
    ASSERT_TRUE(made) << made.error().message;
    world = *std::move(made);
  }
  void in_machine(const std::function<void()>& work) {
    const Status done = world->machine().run([&] {
      work();
      return ok_status();
    });
    ASSERT_TRUE(done) << done.error().message;
  }
  std::unique_ptr<Guard> raised(const Authorisation& authorisation) {
    auto guard = Guard::raise(authorisation, {});
    EXPECT_TRUE(guard) << guard.error().message;
    return guard ? *std::move(guard) : nullptr;
  }
  std::unique_ptr<World> world;
};

TEST_F(GuardInWorld, LetsOutWhatIsAuthorisedAndNothingElse) {
  in_machine([&] {
    wait_for_world();
    ASSERT_EQ(try_connect("203.0.113.11", 8080), 0) << "the world is reachable without a guard";
    const auto before = world->judged();
    ASSERT_GT(before.outside, 0u) << "the judge sees what is outside";
    const auto guard = raised(world_authorisation());
    ASSERT_NE(guard, nullptr);
    EXPECT_EQ(behind(*guard, [] { return try_connect("203.0.113.10", 8080, SOCK_STREAM, patient); }), 0);
    EXPECT_EQ(behind(*guard, [] { return try_connect("2001:db8:1::10", 8080, SOCK_STREAM, patient); }), 0);
    struct Try {
      const char* address;
      std::uint16_t port;
      int type;
    };
    for (const Try& one : {Try{"203.0.113.11", 8080, SOCK_STREAM}, Try{"203.0.113.10", 8081, SOCK_STREAM}, Try{"203.0.113.10", 8080, SOCK_DGRAM}, Try{"203.0.113.1", 8080, SOCK_STREAM},
                           Try{"198.18.255.1", 8080, SOCK_STREAM}, Try{"2001:db8:1::11", 8080, SOCK_STREAM}, Try{"2001:db8:1::1", 8080, SOCK_STREAM}, Try{"fd6c:7070::1", 8080, SOCK_STREAM},
                           Try{"127.0.0.1", 8080, SOCK_STREAM}, Try{"8.8.8.8", 53, SOCK_DGRAM}, Try{"::ffff:203.0.113.11", 8080, SOCK_STREAM}, Try{"203.0.113.255", 8080, SOCK_DGRAM}}) {
      EXPECT_NE(behind(*guard, [&] { return try_connect(one.address, one.port, one.type); }), 0) << one.address << ":" << one.port;
    }
    EXPECT_EQ(world->judged().outside, before.outside);
    EXPECT_GE(world->judged().authorised, 2u);
    const auto counters = guard->counters();
    ASSERT_TRUE(counters) << counters.error().message;
    EXPECT_EQ(counters->accepted_packets, 2u);
    EXPECT_GE(counters->dropped_packets, 8u);
  });
}

TEST_F(GuardInWorld, HoldsAChildWithoutRights) {
  in_machine([&] {
    const auto guard = raised(world_authorisation());
    ASSERT_NE(guard, nullptr);
    EXPECT_EQ(behind(*guard, [] { return static_cast<int>(::geteuid() == 0); }), 0);
    EXPECT_EQ(behind(*guard, [] { return ::socket(AF_INET, SOCK_RAW, IPPROTO_TCP) < 0 ? 0 : 1; }), 0) << "no raw packets";
    EXPECT_EQ(behind(*guard, [] { return ::socket(AF_PACKET, SOCK_RAW, 0) < 0 ? 0 : 1; }), 0) << "no frames";
    EXPECT_EQ(behind(*guard, [] {
                const int host = ::open("/proc/1/ns/net", O_RDONLY);
                return host >= 0 && ::setns(host, CLONE_NEWNET) == 0 ? 1 : 0;
              }), 0) << "no way back";
    EXPECT_EQ(behind(*guard, [] { return run_tool("nft", {"flush", "ruleset"}) ? 1 : 0; }), 0) << "no hand on the rules";
    // Rights of its own in a namespace of its own, if the kernel gives them, are rights over nothing that leads out.
    EXPECT_NE(behind(*guard, [] { return ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 ? try_connect("203.0.113.11", 8080) : EPERM; }), 0);
  });
}

TEST_F(GuardInWorld, AProgramThatFollowsARedirectGetsNothing) {
  if (!io::find_program("curl")) GTEST_SKIP() << "curl is not installed";
  in_machine([&] {
    const auto before = world->judged();
    const auto guard = raised(world_authorisation());
    ASSERT_NE(guard, nullptr);
    const auto curl = [&](const std::string& url, bool follow) {
      return behind(*guard, [&] {
        std::vector<std::string> arguments{"-s", "-o", "/dev/null", "--max-time", "1", url};
        if (follow) arguments.insert(arguments.begin(), "-L");
        return run_tool("curl", arguments) ? 0 : 1;
      });
    };
    EXPECT_EQ(curl("http://203.0.113.10:8080/", false), 0);
    EXPECT_EQ(curl("http://203.0.113.10:8080/", true), 1) << "it leads to 203.0.113.11";
    EXPECT_EQ(curl("http://203.0.113.12:8080/", false), 1);
    EXPECT_EQ(curl("http://[2001:db8:1::11]:8080/", false), 1);
    EXPECT_EQ(world->judged().outside, before.outside);
  });
}

TEST_F(GuardInWorld, HoldsTheRateWhateverAChildDoes) {
  Authorisation slow = world_authorisation();
  slow.rates = {10, 10, 10};
  in_machine([&] {
    const auto guard = raised(slow);
    ASSERT_NE(guard, nullptr);
    const auto from = std::chrono::steady_clock::now();
    behind(*guard, [] {
      const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(1'000);
      while (std::chrono::steady_clock::now() < until) {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(8080);
        to.sin_addr.s_addr = htonl(0xcb00710a);  // 203.0.113.10
        ::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to);
        ::close(fd);
        ::usleep(1'000);
      }
      return 0;
    });
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
    const auto arrived = world->judged().connections;
    EXPECT_GE(arrived, 5u);
    EXPECT_LE(static_cast<double>(arrived), 10 * seconds + 1) << "in " << seconds << " s";
    const auto counters = guard->counters();
    ASSERT_TRUE(counters);
    EXPECT_GT(counters->limited_packets, 100u);
  });
}

TEST_F(GuardInWorld, BecomesNarrowerAtOnce) {
  in_machine([&] {
    wait_for_world();
    const auto guard = raised(world_authorisation());
    ASSERT_NE(guard, nullptr);
    EXPECT_EQ(behind(*guard, [] { return try_connect("203.0.113.10", 8080, SOCK_STREAM, patient); }), 0);
    Authorisation narrower = world_authorisation();
    narrower.ranges = {range("2001:db8:1::10")};
    const Status renewed = guard->renew(narrower, {});
    ASSERT_TRUE(renewed) << renewed.error().message;
    EXPECT_NE(behind(*guard, [] { return try_connect("203.0.113.10", 8080); }), 0);
    EXPECT_EQ(behind(*guard, [] { return try_connect("2001:db8:1::10", 8080, SOCK_STREAM, patient); }), 0);
    EXPECT_EQ(guard->counters()->accepted_packets, 2u) << "counters go on";
  });
}

TEST_F(GuardInWorld, LeavesTheMachineAsItWas) {
  in_machine([&] {
    const auto rules = [] { return run_tool("nft", {"list", "ruleset"}).value_or("?"); };
    const auto links = [] { return run_tool("ip", {"-br", "link"}).value_or("?"); };
    const std::string before = rules() + links() + *read_kernel_value("net/ipv4/ip_forward") + *read_kernel_value("net/ipv6/conf/all/forwarding");
    {
      const auto guard = raised(world_authorisation());
      ASSERT_NE(guard, nullptr);
      EXPECT_NE(rules(), "");
      const auto second = Guard::raise(world_authorisation(), {});
      ASSERT_FALSE(second);
      EXPECT_EQ(second.error().code, Errc::conflict);
      EXPECT_EQ(behind(*guard, [] { return try_connect("203.0.113.10", 8080); }), 0) << "the first one stands";
    }
    EXPECT_EQ(rules() + links() + *read_kernel_value("net/ipv4/ip_forward") + *read_kernel_value("net/ipv6/conf/all/forwarding"), before);
  });
}

TEST_F(GuardInWorld, ClearsWhatAKilledRunLeft) {
  in_machine([&] {
    const pid_t pid = ::fork();
    if (pid == 0) {
      auto guard = Guard::raise(world_authorisation(), {});
      ::kill(::getpid(), guard ? SIGKILL : SIGTERM);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    ASSERT_EQ(WTERMSIG(status), SIGKILL);
    ASSERT_EQ(*read_kernel_value("net/ipv4/ip_forward"), "1");
    for (int i = 0; i < 100 && std::filesystem::exists("/proc/sys/net/ipv4/conf/lpp0"); ++i) ::usleep(20'000);
    {
      const auto guard = raised(world_authorisation());
      ASSERT_NE(guard, nullptr);
      EXPECT_EQ(behind(*guard, [] { return try_connect("203.0.113.10", 8080, SOCK_STREAM, patient); }), 0);
    }
    EXPECT_EQ(*read_kernel_value("net/ipv4/ip_forward"), "0");
  });
}

}  // namespace
}  // namespace lp::probe
