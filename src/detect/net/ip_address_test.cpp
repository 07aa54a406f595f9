#include "detect/net/ip_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <array>
#include <random>

namespace lp::detect {
namespace {

TEST(IpAddress, ReadsTheUsualFormsAndNothingElse) {
  struct Row { const char* text; const char* expected; };
  const std::array rows{
      Row{"192.0.2.1", "192.0.2.1"}, Row{"0.0.0.0", "0.0.0.0"}, Row{"255.255.255.255", "255.255.255.255"}, Row{"::", "::"}, Row{"::1", "::1"},
      Row{"2001:DB8::1", "2001:db8::1"}, Row{"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"}, Row{"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
      Row{"1::8", "1::8"}, Row{"::ffff:192.0.2.1", "192.0.2.1"}, Row{"64:ff9b::192.0.2.33", "64:ff9b::c000:221"}, Row{"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
      Row{"", ""}, Row{"192.0.2", ""}, Row{"192.0.2.256", ""}, Row{"192.0.2.01", ""}, Row{"192.0.2.1.", ""}, Row{"192.0.2.1 ", ""}, Row{"1.2.3.4.5", ""},
      Row{":::", ""}, Row{"1::2::3", ""}, Row{"1:2:3:4:5:6:7", ""}, Row{"1:2:3:4:5:6:7:8:9", ""}, Row{"12345::", ""}, Row{"fe80::1%eth0", ""},
      Row{"1:2:3:4:5:6:7:1.2.3.4", ""}, Row{":1", ""}, Row{"1:", ""}, Row{"[::1]", ""}, Row{"1:2:3:4:5:6:7:8::", ""}, Row{"example.com", ""}};
  for (const Row& row : rows) {
    const auto ip = parse_ip(row.text);
    EXPECT_EQ(ip ? to_string(*ip) : "", row.expected) << row.text;
  }
}

TEST(IpAddress, AgreesWithTheSystemOnRandomTexts) {
  std::mt19937_64 random(5);
  const std::string_view alphabet = "0123456789abf::..:";
  int read = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    if (i % 2 == 0) {
      for (std::size_t n = 2 + random() % 14; n > 0; --n) text += alphabet[random() % alphabet.size()];
    } else {
      in6_addr address{};
      for (auto& byte : address.s6_addr) byte = random() % 3 == 0 ? static_cast<unsigned char>(random()) : std::uint8_t{0};
      std::array<char, 64> buffer{};
      text = inet_ntop(AF_INET6, &address, buffer.data(), buffer.size());
    }
    std::array<char, 16> theirs{}, ours{};
    const bool v4 = inet_pton(AF_INET, text.c_str(), theirs.data()) == 1;
    const bool v6 = !v4 && inet_pton(AF_INET6, text.c_str(), theirs.data()) == 1;
    const auto ip = parse_ip(text);
    ASSERT_EQ(ip.has_value(), v4 || v6) << text;
    if (!ip || (v6 && !ip->v6)) continue;
    ++read;
    const std::size_t n = to_bytes(*ip, ours.data());
    ASSERT_EQ(std::string(ours.data(), n), std::string(theirs.data(), n)) << text;
    ASSERT_EQ(parse_ip(to_string(*ip)), *ip) << text;
  }
  EXPECT_GT(read, 90'000);
}

TEST(Prefix, ClearsTheBitsBehindItAndKnowsItsEnds) {
  struct Row { const char* text; const char* expected; const char* last; };
  const std::array rows{Row{"10.1.2.3/8", "10.0.0.0/8", "10.255.255.255"}, Row{"192.0.2.1", "192.0.2.1/32", "192.0.2.1"},
                        Row{"0.0.0.0/0", "0.0.0.0/0", "255.255.255.255"}, Row{"2001:db8:1::/32", "2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"},
                        Row{"2001:db8::1/127", "2001:db8::/127", "2001:db8::1"}, Row{"::/0", "::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
                        Row{"::ffff:192.0.2.0/120", "192.0.2.0/24", "192.0.2.255"}};
  for (const Row& row : rows) {
    const auto prefix = parse_prefix(row.text);
    ASSERT_TRUE(prefix) << row.text;
    EXPECT_EQ(to_string(*prefix), row.expected);
    EXPECT_EQ(to_string(last_of(*prefix)), row.last);
    EXPECT_TRUE(holds(*prefix, last_of(*prefix)));
  }
  for (const char* text : {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "/8", "10.0.0/8", "::ffff:1.2.3.4/64"})
    EXPECT_FALSE(parse_prefix(text)) << text;
  EXPECT_TRUE(holds(*parse_prefix("10.0.0.0/8"), *parse_prefix("10.2.0.0/16")));
  EXPECT_FALSE(holds(*parse_prefix("10.2.0.0/16"), *parse_prefix("10.0.0.0/8")));
  EXPECT_FALSE(holds(*parse_prefix("::/0"), *parse_ip("1.2.3.4")));
}

TEST(IpAddress, KnowsWhatIsNotReachedFromOutside) {
  for (const char* text : {"10.1.1.1", "172.31.255.255", "192.168.0.1", "127.0.0.1", "169.254.1.1", "100.64.0.1", "fc00::1", "fd12::1", "fe80::1", "::1"})
    EXPECT_TRUE(is_internal(*parse_ip(text))) << text;
  for (const char* text : {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2001:db8::1", "fec0::1"}) EXPECT_FALSE(is_internal(*parse_ip(text))) << text;
}

}  // namespace
}  // namespace lp::detect
