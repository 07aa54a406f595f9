#include "probe/plan.h"

#include <gtest/gtest.h>

#include <set>

#include "base/golden.h"
#include "base/text.h"
#include "probe/adversary_testing.h"
#include "probe/authorisation_testing.h"
#include "probe/child_engine.h"
#include "probe/step_order.h"
#include "probe/target_text.h"

namespace lp::probe {
namespace {

using testing::authorisation_with;
using testing::code_of;

Observation nothing(const ProbeRequest&, EngineContext&) { return {}; }
std::vector<Observation> nothing_of_child(const PlanStep&, ChildContext&) { return {}; }

const std::vector<Engine> engines{{.id = "connect", .zh = "连接", .en = "connect", .ot_safe = true, .run = nothing}, {.id = "http", .zh = "网页", .en = "http", .run = nothing}};
const std::vector<ChildEngine> children{{.id = "shell_child", .zh = "", .en = "", .programs = {"sh"}, .all_ports = true, .run = nothing_of_child},
                                        {.id = "absent_child", .zh = "", .en = "", .programs = {"longpan-no-such-program"}, .run = nothing_of_child}};

class FixedResolver final : public Resolver {
 public:
  std::map<std::string, std::vector<std::string>> names;
  std::map<std::string, int> asked;
  Result<std::vector<model::IpAddress>> resolve(const std::string& name) override {
    ++asked[name];
    if (names.count(name) == 0) return make_error(Errc::unavailable, "no such name");
    std::vector<model::IpAddress> out;
    for (const std::string& text : names[name]) out.push_back(*model::parse_ip(text));
    return out;
  }
};

Result<Plan> plan_of(const PlanRequest& request, const Authorisation& authorisation = authorisation_with(), FixedResolver resolver = {}) {
  return make_plan(authorisation, {}, request, resolver, engines, children);
}
std::vector<std::string> steps_of(const Plan& plan) {
  std::vector<std::string> out;
  for (std::uint64_t i = 0; i < plan.size(); ++i) out.push_back(plan.step(i).method + " " + to_string(plan.step(i).request.endpoint) + (plan.step(i).request.host_name.empty() ? "" : " " + plan.step(i).request.host_name));
  return out;
}
std::vector<std::string> codes_of(const Plan& plan) {
  std::vector<std::string> out;
  for (const Dropped& one : plan.dropped()) {
    out.push_back(one.what + ": " + one.code);
    EXPECT_FALSE(one.reason.zh.empty() || one.reason.en.empty()) << one.what;
  }
  return out;
}
using Texts = std::vector<std::string>;

TEST(TargetText, TakesWhatPeopleWrite) {
  const auto shown = [](std::string_view text) -> std::string {
    const auto target = parse_target(text);
    if (!target) return code_of(target.error());
    return (target->range ? to_string(*target->range) : target->name) + (target->port == 0 ? "" : " " + std::to_string(target->port));
  };
  const std::pair<const char*, const char*> table[] = {
      {"203.0.113.9", "203.0.113.9"}, {" 203.0.113.9:443 ", "203.0.113.9 443"}, {"203.0.113.0/24", "203.0.113.0/24"}, {"203.0.113.1-9", "203.0.113.1-203.0.113.9"}, {"2001:db8::1", "2001:db8::1"},
      {"[2001:db8::1]:443", "2001:db8::1 443"}, {"2001:db8::/126", "2001:db8::/126"}, {"WWW.Example.CN.", "www.example.cn"}, {"www.example.cn:8443", "www.example.cn 8443"},
      {"https://www.example.cn/a?b=http://evil/", "www.example.cn 443"}, {"http://203.0.113.9:8080/", "203.0.113.9 8080"}, {"::ffff:203.0.113.9", "203.0.113.9"}, {"[::ffff:203.0.113.9]:80", "203.0.113.9 80"},
      {"http://a@203.0.113.9/", "odd_target"}, {"http://www.example.cn\\@203.0.113.9/", "odd_target"}, {"ftp://203.0.113.9/", "odd_target"}, {"203.0.113.9:0", "odd_target"}, {"203.0.113.9:80-90", "odd_target"},
      {"203.0.113.9:99999", "odd_target"}, {"", "odd_target"}, {"localhost", "odd_target"}, {"*.example.cn", "odd_target"}, {"[2001:db8::1", "odd_target"}, {"[203.0.113.9]:80", "odd_target"},
      {"0xcb007109", "odd_address"}, {"3405803785", "odd_address"}, {"203.0.113.010", "odd_address"}, {"127.1", "odd_address"}, {"fe80::1%eth0", "odd_address"}, {"www.example.0x7f", "odd_address"},
      {"203.0.113.9/24", "host_bits"}, {"::ffff:203.0.113.0/120", "mapped"}, {"64:ff9b::1.2.3.4", "odd_address"}};
  for (const auto& [text, expected] : table) EXPECT_EQ(shown(text), expected) << text;
}

TEST(StepOrder, IsAPermutationForEverySeed) {
  for (const std::uint64_t size : {1u, 2u, 3u, 17u, 256u, 1'000u}) {
    for (const std::uint64_t seed : {0u, 1u, 42u}) {
      const StepOrder order(size, seed);
      std::set<std::uint64_t> seen;
      for (std::uint64_t i = 0; i < size; ++i) seen.insert(order.at(i));
      EXPECT_EQ(seen.size(), size) << seed;
      EXPECT_LT(*seen.rbegin(), size);
    }
  }
  EXPECT_EQ(StepOrder(1'000, 5).at(7), StepOrder(1'000, 5).at(7));
  EXPECT_EQ(StepOrder(1'000, 0).at(7), 7u);
}

TEST(Plan, AsksTargetsInsideAndPortsOutside) {
  const auto plan = plan_of({.targets = {"203.0.113.1", "203.0.113.0"}, .tcp_ports = {{80, 80}, {22, 22}}, .methods = {"connect"}});
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(steps_of(*plan), (Texts{"connect 203.0.113.0:22/tcp", "connect 203.0.113.1:22/tcp", "connect 203.0.113.0:80/tcp", "connect 203.0.113.1:80/tcp"}));
  EXPECT_EQ(plan->targets(), 2u);
  EXPECT_EQ(plan->questions(), 4u);
}

TEST(Plan, IsTheSameForTheSameRequestAndShuffledBySeed) {
  PlanRequest request{.targets = {"203.0.113.0/28"}, .methods = {"connect"}};
  const auto a = plan_of(request), b = plan_of(request);
  request.seed = 9;
  const auto c = plan_of(request), d = plan_of(request);
  ASSERT_TRUE(a && b && c && d);
  EXPECT_EQ(a->digest(), b->digest());
  EXPECT_EQ(c->digest(), d->digest());
  EXPECT_NE(a->digest(), c->digest());
  EXPECT_EQ(steps_of(*c), steps_of(*d));
  Texts sorted_a = steps_of(*a), sorted_c = steps_of(*c);
  EXPECT_NE(sorted_a, sorted_c);
  std::sort(sorted_a.begin(), sorted_a.end());
  std::sort(sorted_c.begin(), sorted_c.end());
  EXPECT_EQ(sorted_a, sorted_c);
}

TEST(Plan, DropsWhatIsOutsideAndSaysSo) {
  const auto plan = plan_of({.targets = {"203.0.113.4-7", "203.0.113.14-17", "198.51.100.1", "0xcb007101", "evil.example.com", "203.0.113.1:9", "[2001:db8:1::10]:22"}, .tcp_ports = {{22, 23}}, .methods = {"connect", "tls"}});
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(steps_of(*plan), (Texts{"connect 203.0.113.4:22/tcp", "connect 203.0.113.6:22/tcp", "connect 203.0.113.7:22/tcp", "connect 203.0.113.14:22/tcp", "connect 203.0.113.15:22/tcp", "connect [2001:db8:1::10]:22/tcp"}));
  EXPECT_EQ(codes_of(*plan), (Texts{"tls: method_not_authorised", "203.0.113.4-7: outside_scope", "203.0.113.14-17: outside_scope", "198.51.100.1: outside_scope", "0xcb007101: odd_address",
                                    "evil.example.com: name_not_authorised", "203.0.113.1:9: port_not_authorised", "22-23/tcp: port_not_authorised"}));
}

TEST(Plan, ANameNeverWidensTheAddresses) {
  FixedResolver resolver;
  resolver.names["www.example.cn"] = {"203.0.113.1", "198.51.100.1", "127.0.0.1", "::ffff:203.0.113.2", "::ffff:8.8.8.8", "203.0.113.5"};
  const auto plan = plan_of({.targets = {"www.example.cn"}, .tcp_ports = {{80, 80}}, .methods = {"http"}}, authorisation_with(), resolver);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(steps_of(*plan), (Texts{"http 203.0.113.1:80/tcp www.example.cn", "http 203.0.113.2:80/tcp www.example.cn"}));
  EXPECT_EQ(plan->dropped().size(), 4u);
}

TEST(Plan, AsksEachNameOnce) {
  class Counting final : public Resolver {
   public:
    int asked = 0;
    Result<std::vector<model::IpAddress>> resolve(const std::string&) override {
      ++asked;
      return std::vector{*model::parse_ip(asked == 1 ? "203.0.113.1" : "8.8.8.8")};
    }
  } resolver;
  const auto plan = make_plan(authorisation_with(), {}, {.targets = {"www.example.cn"}, .methods = {"http"}}, resolver, engines, children);
  ASSERT_TRUE(plan);
  for (const std::string& step : steps_of(*plan)) EXPECT_TRUE(step.find("203.0.113.1:") != std::string::npos) << step;
  EXPECT_EQ(resolver.asked, 1);
}

TEST(Plan, WithoutTargetsIsTheWholeAuthorisation) {
  FixedResolver resolver;
  resolver.names["www.example.cn"] = {"203.0.113.1"};
  const auto plan = plan_of({.tcp_ports = {{22, 22}}, .methods = {"connect"}}, authorisation_with(), resolver);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->size(), 15u + 1u + 1u) << "a /28 without one, an IPv6 address, a name";
  const auto wide = plan_of({.methods = {"connect"}}, authorisation_with([](json::object& o) { o["ranges"] = json::array{"203.0.113.1", "2001:db8:2::/64"}; }));
  ASSERT_TRUE(wide);
  EXPECT_TRUE(std::any_of(wide->dropped().begin(), wide->dropped().end(), [](const Dropped& d) { return d.code == "too_many_addresses"; }));
}

TEST(Plan, IsRefusedWhenNothingIsLeft) {
  const auto plan = plan_of({.targets = {"198.51.100.1"}});
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, Errc::denied);
  EXPECT_EQ(code_of(plan.error()), "outside_scope");
  EXPECT_TRUE(contains(plan.error().message_zh, "198.51.100.1"));
}

TEST(Plan, IsRefusedWhenItIsTooLarge) {
  EXPECT_EQ(plan_of({.targets = {"203.0.113.0/28"}, .most_steps = 10}).error().code, Errc::too_large);
}

TEST(Plan, ChildrenAreAskedOncePerAddressAndToldWhenAbsent) {
  const Authorisation a = authorisation_with([](json::object& o) { o["methods"] = json::array{"shell_child", "absent_child", "unheard_of"}; });
  const auto plan = plan_of({.targets = {"203.0.113.1", "203.0.113.2"}}, a);
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->size(), 2u);
  EXPECT_TRUE(plan->step(0).child);
  EXPECT_EQ(plan->step(0).endpoints.size(), 6u);
  EXPECT_EQ(plan->questions(), 12u);
  EXPECT_EQ(codes_of(*plan), (Texts{"absent_child: not_installed", "unheard_of: no_engine", "udp: no_engine"}));
}

TEST(Plan, OtSafeAuthorisationsTakeOnlyEnginesThatAre) {
  const auto plan = plan_of({.targets = {"203.0.113.1"}}, authorisation_with([](json::object& o) { o["ot_safe"] = true; }));
  ASSERT_TRUE(plan);
  for (const std::string& step : steps_of(*plan)) EXPECT_TRUE(step.starts_with("connect ")) << step;
  EXPECT_EQ(codes_of(*plan).front(), "http: not_ot_safe");
}

TEST(Plan, ReplaysStoredQuestionsInsideTheScopeAlone) {
  const ProbeRequest good{.engine = "http", .endpoint = {"::ffff:203.0.113.1", 80}, .parameters = {{"path", "/x"}}, .expect = "http.status == 200"};
  PlanRequest request{.replay = {good, {.engine = "http", .endpoint = {"198.51.100.1", 80}}, {.engine = "http", .endpoint = {"203.0.113.1", 81}}, {.engine = "tls", .endpoint = {"203.0.113.1", 80}},
                                 {.engine = "http", .endpoint = {"203.0.113.1", 80}, .host_name = "evil.example.com"}, {.engine = "http", .endpoint = {"0xcb007101", 80}}}};
  const auto plan = plan_of(request);
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->size(), 1u);
  const PlanStep step = plan->step(0);
  EXPECT_EQ(to_string(step.request.endpoint), "203.0.113.1:80/tcp");
  EXPECT_EQ(step.request.parameters.at("path"), "/x");
  EXPECT_EQ(step.request.expect, "http.status == 200");
  EXPECT_EQ(plan->dropped().size(), 5u);
}

TEST(Plan, StepsAreKnownAgainInAnotherPlan) {
  const auto small = plan_of({.targets = {"203.0.113.1"}, .tcp_ports = {{22, 22}}, .methods = {"connect"}});
  const auto large = plan_of({.targets = {"203.0.113.0/29"}, .methods = {"connect", "http"}, .seed = 3});
  ASSERT_TRUE(small && large);
  std::set<std::string> ids;
  for (std::uint64_t i = 0; i < large->size(); ++i) ids.insert(large->step(i).id);
  EXPECT_EQ(ids.size(), large->size()) << "each has its own";
  EXPECT_EQ(ids.count(small->step(0).id), 1u);
}

TEST(Plan, SaysHowLongItTakesAtLeast) {
  const auto one = plan_of({.targets = {"203.0.113.1"}, .methods = {"connect"}}), all = plan_of({.targets = {"203.0.113.0/28"}, .methods = {"connect"}});
  ASSERT_TRUE(one && all);
  EXPECT_EQ(one->shortest_duration(), std::chrono::seconds(2)) << "6 ports at 5 a second";
  EXPECT_EQ(all->shortest_duration(), std::chrono::seconds(2)) << "90 questions at 50 a second for the block, too";
}

TEST(Plan, PreviewIsForPeopleAndPrograms) {
  const auto plan = plan_of({.targets = {"203.0.113.0/29", "198.51.100.1"}, .methods = {"connect"}});
  ASSERT_TRUE(plan);
  golden::expect(preview_text(*plan, 3), "probe/plan.txt");
  golden::expect(to_pretty_text(preview(*plan, 2)), "probe/plan.json");
}

TEST(Plan, RefusesAnAuthorisationThatDoesNotHold) {
  FixedResolver resolver;
  Authorisation wide = authorisation_with();
  wide.ranges = {*model::parse_ip_range("0.0.0.0/0")};
  EXPECT_EQ(code_of(make_plan(wide, {}, {.targets = {"8.8.8.8"}}, resolver, engines, children).error()), "over_wide");
}

TEST(Plan, NoAdversaryFindsAWayOut) {
  testing::AdversaryCounts counts;
  const std::uint64_t rounds = 20'000 / testing::stride;
  for (std::uint64_t seed = 1; seed <= rounds; ++seed) testing::play(seed, counts);
  EXPECT_EQ(counts.outside, 0u) << counts.first_outside;
  EXPECT_EQ(counts.missed, 0u) << "what is authorised passes the gate";
  EXPECT_GT(counts.endpoints, rounds) << "the plans are not empty";
  EXPECT_GT(counts.redirects_let_out, rounds / 100);
  std::cout << rounds << " of the 10^6 plans of tests/bench/probe_guard_bench.cpp: " << counts.endpoints << " endpoints, " << counts.refused << " plans refused\n";
}

}  // namespace
}  // namespace lp::probe
