#include "probe/authorisation.h"

#include <gtest/gtest.h>

#include "probe/authorisation_testing.h"

namespace lp::probe {
namespace {

using testing::authorisation_with;
using testing::body_with;
using testing::code_of;
using testing::noon;
using testing::SignedFile;
using testing::time_of;

TEST(Authorisation, IsReadWhole) {
  const Authorisation a = authorisation_with([](json::object& o) {
    o["ot_safe"] = true;
    o["window"].as_object()["hours"] = json::array{"08:00-18:00", "22:30-24:00"};
    o["sensitive"] = json::array{json::object{{"kind", "cii"}, {"ranges", json::array{"203.0.113.8/29"}}}};
    o["approvals"] = json::array{json::object{{"kind", "cii"}, {"number", "网信批〔2024〕1号"}, {"by", "某机关"}, {"at", "2024-07-01T00:00:00+08:00"}, {"ranges", json::array{"203.0.113.8/29"}}}};
  });
  EXPECT_EQ(a.id, "JSCA-2024-088-01");
  EXPECT_EQ(a.operator_name, "检测员一");
  ASSERT_EQ(a.ranges.size(), 2u);
  EXPECT_EQ(to_string(a.ranges[0]), "203.0.113.0/28");
  EXPECT_EQ(a.tcp_ports, (std::vector<PortRange>{{22, 22}, {80, 80}, {8000, 8003}}));
  EXPECT_EQ(a.udp_ports, (std::vector<PortRange>{{161, 161}}));
  EXPECT_EQ(a.hours, (std::vector<DailyHours>{{480, 1080}, {1350, 1440}}));
  EXPECT_EQ(a.approvals.at(0).number, "网信批〔2024〕1号");
  EXPECT_TRUE(a.ot_safe);
  EXPECT_EQ(a.digest.size(), 64u);
  EXPECT_EQ(a.key_id, "") << "not verified";
  EXPECT_TRUE(check_scope(a, {}));
}

struct Bad {
  const char* pointer;
  const char* code;
  std::function<void(json::object&)> change;
};

TEST(Authorisation, SaysWhereItIsMalformed) {
  const std::vector<Bad> table{
      {"/id", "required", [](json::object& o) { o.erase("id"); }},
      {"/operator", "text", [](json::object& o) { o["operator"] = ""; }},
      {"/organisation", "control_character", [](json::object& o) { o["organisation"] = "a\nb"; }},
      {"/ranges/1", "ip_range", [](json::object& o) { o["ranges"] = json::array{"203.0.113.1", "203.0.113"}; }},
      {"/ranges/0", "ip_range", [](json::object& o) { o["ranges"] = json::array{"203.0.113.010"}; }},
      {"/ranges/0", "host_bits", [](json::object& o) { o["ranges"] = json::array{"203.0.113.9/24"}; }},
      {"/ranges/0", "mapped", [](json::object& o) { o["ranges"] = json::array{"::ffff:203.0.113.9"}; }},
      {"/ranges", "required", [](json::object& o) { o["ranges"] = json::array{}; }},
      {"/exclude", "unknown_member", [](json::object& o) { o["exclude"] = json::array{"203.0.113.6"}; }},
      {"/window/until", "unknown_member", [](json::object& o) { o["window"].as_object()["until"] = "x"; }},
      {"/ports/tcp/0", "port", [](json::object& o) { o["ports"].as_object()["tcp"] = json::array{"0"}; }},
      {"/ports/tcp/0", "port", [](json::object& o) { o["ports"].as_object()["tcp"] = json::array{"80-22"}; }},
      {"/ports/tcp/0", "port", [](json::object& o) { o["ports"].as_object()["tcp"] = json::array{"65536"}; }},
      {"/ports", "required", [](json::object& o) { o["ports"] = json::object{}; }},
      {"/methods/0", "method", [](json::object& o) { o["methods"] = json::array{"HTTP; rm"}; }},
      {"/window/to", "order", [](json::object& o) { o["window"].as_object()["to"] = "2024-07-15T00:00:00+08:00"; }},
      {"/window/to", "too_long", [](json::object& o) { o["window"].as_object()["to"] = "2026-07-15T00:00:00+08:00"; }},
      {"/window/from", "time", [](json::object& o) { o["window"].as_object()["from"] = "2024-07-15"; }},
      {"/window/hours/0", "hours", [](json::object& o) { o["window"].as_object()["hours"] = json::array{"8-18"}; }},
      {"/window/hours/0", "hours", [](json::object& o) { o["window"].as_object()["hours"] = json::array{"08:00-08:00"}; }},
      {"/rates/per_target", "out_of_range", [](json::object& o) { o["rates"].as_object()["per_target"] = 0; }},
      {"/rates/total", "out_of_range", [](json::object& o) { o["rates"].as_object()["total"] = "200"; }},
      {"/rates/per_target", "order", [](json::object& o) { o["rates"].as_object()["per_target"] = 60; }},
      {"/domains/0", "domain", [](json::object& o) { o["domains"] = json::array{"a b"}; }},
      {"/approvals/0/kind", "kind", [](json::object& o) { o["approvals"] = json::array{json::object{{"kind", "x"}, {"number", "1"}, {"by", "b"}, {"at", "2024-07-01T00:00:00+08:00"}, {"ranges", json::array{"203.0.113.1"}}}}; }},
      {"/sensitive/0/ranges", "required", [](json::object& o) { o["sensitive"] = json::array{json::object{{"kind", "cii"}}}; }},
      {"/ot_safe", "flag", [](json::object& o) { o["ot_safe"] = "yes"; }},
  };
  for (const Bad& bad : table) {
    const auto read = parse_authorisation(body_with(bad.change));
    ASSERT_FALSE(read) << bad.pointer << " " << bad.code;
    EXPECT_EQ(read.error().code, Errc::invalid);
    ASSERT_FALSE(read.error().fields.empty());
    EXPECT_EQ(read.error().fields.front().field, bad.pointer) << read.error().message;
    EXPECT_EQ(read.error().fields.front().code, bad.code) << read.error().message;
    EXPECT_FALSE(read.error().message_zh.empty());
    EXPECT_FALSE(read.error().hint.empty());
  }
  EXPECT_FALSE(parse_authorisation("[]"));
  EXPECT_FALSE(parse_authorisation("{"));
}

TEST(Authorisation, NamesEveryProblemAtOnce) {
  const auto read = parse_authorisation("{}");
  ASSERT_FALSE(read);
  EXPECT_GE(read.error().fields.size(), 8u);
}

struct Scoped {
  const char* code;  // "" = good
  std::function<void(json::object&)> change;
  Policy policy{};
};
json::value ranges(std::initializer_list<const char*> texts) {
  json::array out;
  for (const char* text : texts) out.emplace_back(text);
  return out;
}
json::value approval(const char* kind, const char* range) {
  return json::object{{"kind", kind}, {"number", "1"}, {"by", "b"}, {"at", "2024-07-01T00:00:00+08:00"}, {"ranges", ranges({range})}};
}
json::value sensitive(const char* kind, const char* range) { return json::object{{"kind", kind}, {"ranges", ranges({range})}}; }
model::IpRange range(const char* text) { return *model::parse_ip_range(text); }

TEST(Authorisation, RefusesScopesThatAreTooWideOrNotApproved) {
  const std::vector<Scoped> table{
      {"", [](json::object&) {}},
      {"over_wide", [](json::object& o) { o["ranges"] = ranges({"0.0.0.0/0"}); }},
      {"over_wide", [](json::object& o) { o["ranges"] = ranges({"::/0"}); }},
      {"over_wide", [](json::object& o) { o["ranges"] = ranges({"10.0.0.0/7"}); o["approvals"] = json::array{json::object{{"kind", "wide_scope"}, {"number", "1"}, {"by", "b"}, {"at", "2024-07-01T00:00:00+08:00"}}}; }},
      {"over_wide", [](json::object& o) { o["ranges"] = ranges({"2400::/31"}); }},
      {"over_wide", [](json::object& o) { o["ranges"] = ranges({"10.0.0.0/8"}); }},
      {"", [](json::object& o) { o["ranges"] = ranges({"10.0.0.0/8"}); o["approvals"] = json::array{approval("wide_scope", "10.0.0.0/8")}; }},
      {"over_wide", [](json::object& o) { o["ranges"] = ranges({"10.0.0.0/8"}); o["approvals"] = json::array{approval("wide_scope", "10.0.0.0/9")}; }},
      {"", [](json::object& o) { o["ranges"] = ranges({"10.0.0.0/16"}); }},
      {"over_wide", [](json::object& o) { o["ranges"] = ranges({"10.0.0.0/16", "10.1.0.0"}); }},
      {"over_wide", [](json::object& o) { o["ranges"] = ranges({"10.0.0.0/24"}); }, {.most_addresses = 255}},
      {"special_address", [](json::object& o) { o["ranges"] = ranges({"127.0.0.1"}); }},
      {"", [](json::object& o) { o["ranges"] = ranges({"127.0.0.1"}); o["special"] = ranges({"127.0.0.1"}); }},
      {"special_address", [](json::object& o) { o["ranges"] = ranges({"127.0.0.1-127.0.0.2"}); o["special"] = ranges({"127.0.0.1"}); }},
      {"special_address", [](json::object& o) { o["ranges"] = ranges({"224.0.0.1"}); }},
      {"special_address", [](json::object& o) { o["ranges"] = ranges({"255.255.255.255"}); }},
      {"special_address", [](json::object& o) { o["ranges"] = ranges({"169.254.169.254"}); }},
      {"special_address", [](json::object& o) { o["ranges"] = ranges({"fe80::1"}); }},
      {"special_address", [](json::object& o) { o["ranges"] = ranges({"::1"}); }},
      {"special_address", [](json::object& o) { o["ranges"] = ranges({"64:ff9b::203.0.113.1"}); }},
      {"special_address", [](json::object& o) { o["ranges"] = ranges({"2002:cb00:7101::/48"}); }},
      {"special_address", [](json::object& o) { o["ranges"] = ranges({"198.18.255.1"}); }},
      {"special_address", [](json::object&) {}, {.management = {range("203.0.113.3")}}},
      {"", [](json::object& o) { o["excluded"] = ranges({"203.0.113.3"}); }, {.management = {range("203.0.113.3")}}},
      {"cii_approval", [](json::object& o) { o["sensitive"] = json::array{sensitive("cii", "203.0.113.8/31")}; }},
      {"carrier_approval", [](json::object& o) { o["sensitive"] = json::array{sensitive("carrier_core", "203.0.113.8/31")}; }},
      {"cii_approval", [](json::object& o) { o["sensitive"] = json::array{sensitive("cii", "203.0.113.8/31")}; o["approvals"] = json::array{approval("cii", "203.0.113.8")}; }},
      {"cii_approval", [](json::object& o) { o["sensitive"] = json::array{sensitive("cii", "203.0.113.8/31")}; o["approvals"] = json::array{approval("carrier_core", "203.0.113.8/31")}; }},
      {"", [](json::object& o) { o["sensitive"] = json::array{sensitive("cii", "203.0.113.8/31")}; o["approvals"] = json::array{approval("cii", "203.0.113.8/31")}; }},
      {"", [](json::object& o) { o["sensitive"] = json::array{sensitive("cii", "203.0.113.8/31")}; o["excluded"] = ranges({"203.0.113.8/31"}); }},
      {"cii_approval", [](json::object&) {}, {.sensitive = {{ApprovalKind::cii, {range("203.0.113.0/24")}}}}},
      {"", [](json::object&) {}, {.sensitive = {{ApprovalKind::carrier_core, {range("198.51.100.0/24")}}}}},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    const Status checked = check_scope(authorisation_with(table[i].change), table[i].policy);
    EXPECT_EQ(checked ? "" : code_of(checked.error()), std::string(table[i].code)) << "row " << i << (checked ? "" : checked.error().message);
    if (checked) continue;
    EXPECT_EQ(checked.error().code, Errc::denied);
    EXPECT_FALSE(checked.error().hint.empty() || checked.error().message_zh.empty());
  }
}

TEST(Authorisation, HoldsInItsWindowAlone) {
  const auto at = [](const Authorisation& a, std::string_view when) {
    const Status ok = check_time(a, time_of(when));
    return ok ? "" : code_of(ok.error());
  };
  const Authorisation all_day = authorisation_with();
  EXPECT_EQ(at(all_day, "2024-07-14T23:59:59+08:00"), "not_yet_valid");
  EXPECT_EQ(at(all_day, "2024-07-15T00:00:00+08:00"), "");
  EXPECT_EQ(at(all_day, "2024-07-19T15:59:59Z"), "");
  EXPECT_EQ(at(all_day, "2024-07-20T00:00:00+08:00"), "expired");
  const Authorisation hours = authorisation_with([](json::object& o) { o["window"].as_object()["hours"] = json::array{"08:00-12:00", "22:00-02:00"}; });
  EXPECT_EQ(at(hours, "2024-07-16T07:59:59+08:00"), "outside_hours");
  EXPECT_EQ(at(hours, "2024-07-16T00:00:00Z"), "") << "eight o'clock in China";
  EXPECT_EQ(at(hours, "2024-07-16T11:59:59+08:00"), "");
  EXPECT_EQ(at(hours, "2024-07-16T12:00:00+08:00"), "outside_hours");
  EXPECT_EQ(at(hours, "2024-07-16T23:00:00+08:00"), "") << "over midnight";
  EXPECT_EQ(at(hours, "2024-07-17T01:59:00+08:00"), "");
  EXPECT_EQ(at(hours, "2024-07-17T02:00:00+08:00"), "outside_hours");
}

TEST(Authorisation, IsLoadedOnlyWithTheRightSignature) {
  const SignedFile file;
  file.write(body_with());
  const auto read = load_authorisation(file.path, file.trust());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->key_id, file.key.public_key().id());
  EXPECT_EQ(read->digest, authorisation_with().digest);
  const auto code = [&](const Trust& trust) {
    const auto again = load_authorisation(file.path, trust);
    return again ? "" : code_of(again.error());
  };
  EXPECT_EQ(code({}), "unknown_key");
  EXPECT_EQ(code({.keys = {generate_key().public_key()}}), "unknown_key");
  EXPECT_EQ(code({.keys = {generate_key().public_key(), file.key.public_key()}}), "");
  ASSERT_TRUE(io::write_file_atomic(file.path, body_with()));
  EXPECT_EQ(code(file.trust()), "unsigned");
}

// Whatever is changed in a signed file, it is not taken for what it was.
TEST(Authorisation, NoChangeOfASignedFileIsAccepted) {
  const SignedFile file;
  const std::string good = *sign_authorisation(body_with(), file.key);
  const std::string digest = authorisation_with().digest;
  for (std::size_t i = 0; i < good.size(); i += testing::stride) {
    for (const char put : {'0', '9', 'x', ' ', '"'}) {
      std::string changed = good;
      changed[i] = put;
      const auto read = verify_authorisation(changed, "", {file.key.public_key()});
      ASSERT_EQ(read ? read->digest : digest, digest) << "only blanks between words may differ; at " << i;
    }
  }
}

TEST(Authorisation, TakesADetachedSignature) {
  const SignedFile file;
  const std::string body = body_with();
  ASSERT_TRUE(io::write_file_atomic(file.path, body));
  ASSERT_TRUE(io::write_file_atomic(file.path.string() + ".sig", *sign_detached(body, file.key)));
  EXPECT_TRUE(load_authorisation(file.path, file.trust()));
  EXPECT_EQ(code_of(load_authorisation(file.path, {.keys = {generate_key().public_key()}}).error()), "wrong_signature");
  ASSERT_TRUE(io::write_file_atomic(file.path, body_with([](json::object& o) { o["id"] = "other"; })));
  EXPECT_EQ(code_of(load_authorisation(file.path, file.trust()).error()), "wrong_signature");
  ASSERT_TRUE(io::write_file_atomic(file.path.string() + ".sig", "not base64!"));
  EXPECT_EQ(code_of(load_authorisation(file.path, file.trust()).error()), "wrong_signature");
}

TEST(Authorisation, IsNotSignedWhenItWouldNotHold) {
  const PrivateKey key = generate_key();
  EXPECT_EQ(code_of(sign_authorisation(body_with([](json::object& o) { o["ranges"] = ranges({"0.0.0.0/0"}); }), key).error()), "over_wide");
  EXPECT_EQ(code_of(sign_detached("{}", key).error()), "required");
}

TEST(Authorisation, CanBeRevoked) {
  const SignedFile file;
  file.write(body_with());
  Trust trust = file.trust();
  trust.revocations = file.folder.path() / "revoked.json";
  EXPECT_EQ(load_authorisation(file.path, trust).error().code, Errc::not_found) << "a list that is named must be there";
  ASSERT_TRUE(revoke(trust.revocations, "somebody-else", "test", noon));
  const auto read = load_authorisation(file.path, trust);
  ASSERT_TRUE(read) << read.error().message;
  for (const std::string& name : {read->id, read->digest}) {
    ASSERT_TRUE(io::write_file_atomic(trust.revocations, R"({"revoked": []})"));
    ASSERT_TRUE(revoke(trust.revocations, name, "test", noon));
    EXPECT_EQ(code_of(load_authorisation(file.path, trust).error()), "revoked");
  }
  ASSERT_TRUE(io::write_file_atomic(trust.revocations, R"({"revoked": [{"ID": "x"}]})"));
  EXPECT_EQ(code_of(load_authorisation(file.path, trust).error()), "revocations") << "a list that cannot be read is not an empty one";
}

TEST(Authorisation, PolicyIsReadStrictly) {
  const SignedFile file;
  const auto path = file.folder.path() / "policy.json";
  ASSERT_TRUE(io::write_file_atomic(path, R"({"sensitive": [{"kind": "carrier_core", "ranges": ["192.0.2.0/24"]}], "management": ["198.51.100.7"], "most_addresses": 1000})"));
  const auto policy = load_policy(path);
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->most_addresses, 1'000);
  EXPECT_EQ(policy->sensitive.at(0).kind, ApprovalKind::carrier_core);
  EXPECT_EQ(policy->management.size(), 1u);
  ASSERT_TRUE(io::write_file_atomic(path, R"({"managment": []})"));
  EXPECT_EQ(code_of(load_policy(path).error()), "unknown_member");
}

TEST(Authorisation, KnowsTheAddressesOfThisMachine) {
  const auto own = own_addresses();
  EXPECT_TRUE(std::any_of(own.begin(), own.end(), [](const model::IpRange& r) { return to_string(r) == "127.0.0.1"; }));
}

TEST(TargetAddress, HasOneForm) {
  EXPECT_EQ(to_string(*parse_target_address("203.0.113.9")), "203.0.113.9");
  EXPECT_EQ(to_string(*parse_target_address("::ffff:203.0.113.9")), "203.0.113.9") << "mapped is IPv4";
  EXPECT_EQ(to_string(*parse_target_address("2001:0DB8:0:0::10")), "2001:db8::10");
  EXPECT_EQ(to_string(*parse_target_address("::1")), "::1");
  for (const char* odd : {"0313.0.113.9", "0xcb.0.113.9", "0xcb007109", "3405803785", "203.0.28937", "203.0.113", "203.0.113.09", "fe80::1%eth0", "203.0.113.9 ", "", "203.0.113.9\n", "::203.0.113.9",
                          "64:ff9b::cb00:7109", "2002:cb00:7109::1", "2001:0:cb00:7109::", "1.2.3.4.5", "[::1]", "１.2.3.4", "203.0.113.9/32", "::ffff:0x1.2.3.4"}) {
    const auto read = parse_target_address(odd);
    ASSERT_FALSE(read) << odd << " → " << to_string(*read);
    EXPECT_EQ(code_of(read.error()), "odd_address");
  }
}

TEST(Scope, ChecksAddressPortMethodAndName) {
  const Scope scope(authorisation_with(), {});
  const auto code = [&](const char* address, std::uint16_t port, Transport transport, const char* method) {
    const Status ok = scope.check({address, port, transport}, method);
    return ok ? "" : code_of(ok.error());
  };
  EXPECT_EQ(code("203.0.113.0", 80, Transport::tcp, "http"), "");
  EXPECT_EQ(code("203.0.113.15", 8003, Transport::tcp, "connect"), "");
  EXPECT_EQ(code("203.0.113.16", 80, Transport::tcp, "http"), "outside_scope");
  EXPECT_EQ(code("203.0.112.255", 80, Transport::tcp, "http"), "outside_scope");
  EXPECT_EQ(code("203.0.113.5", 80, Transport::tcp, "http"), "outside_scope") << "excluded";
  EXPECT_EQ(code("2001:db8:1::10", 161, Transport::udp, "connect"), "");
  EXPECT_EQ(code("2001:db8:1::11", 80, Transport::tcp, "http"), "outside_scope");
  EXPECT_EQ(code("203.0.113.1", 81, Transport::tcp, "http"), "port_not_authorised");
  EXPECT_EQ(code("203.0.113.1", 80, Transport::udp, "http"), "port_not_authorised");
  EXPECT_EQ(code("203.0.113.1", 80, Transport::tcp, "tls"), "method_not_authorised");
  EXPECT_EQ(code("::ffff:203.0.113.1", 80, Transport::tcp, "http"), "odd_address") << "an engine says addresses in one form";
  EXPECT_TRUE(scope.allows_name("www.example.cn"));
  EXPECT_FALSE(scope.allows_name("a.www.example.cn"));
  EXPECT_TRUE(scope.allows_name("a.b.shop.example.cn"));
  EXPECT_FALSE(scope.allows_name("shop.example.cn")) << "a star is below, not itself";
  EXPECT_FALSE(scope.allows_name("evilshop.example.cn"));
}

}  // namespace
}  // namespace lp::probe
