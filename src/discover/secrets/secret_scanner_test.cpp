#include "discover/secrets/secret_scanner.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "discover/gb_text.h"
#include "discover/secrets/test_rules.h"

namespace lp::discover {
namespace {

using testing_rules::hits_of;
using testing_rules::real_rules;
using testing_rules::real_scanner;

std::string rule_of(const SecretHit& hit) { return real_rules()[hit.rule].id; }

constexpr std::string_view token = "ghp_q8Zt2LmX0vKc7RwPa5Nd3HsJ9yUe4Bf6TgQi";

TEST(SecretScanner, SaysWhereAndHowLong) {
  const std::string text = std::string("推送令牌 ") + std::string(token) + "。";
  const auto hits = hits_of(real_scanner(), text);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(rule_of(hits[0]), "github_token");
  EXPECT_EQ(text.substr(hits[0].offset, hits[0].length), token);
}

// What a user of a GBK system writes, in the encoding that system writes it in.
std::string gb(std::string_view utf8) { return utf8_to_gb(utf8); }

TEST(SecretScanner, FindsTheSameInGb18030) {
  for (const std::string_view line : {"账号：ops 密码：Ab#9921z", "初始密码为Hr@20231，请及时修改", "VPN 口令: vpn!8842q", "数据库连接：password=Zx9#pLw2q1，勿外传",
                                      "推送令牌ghp_q8Zt2LmX0vKc7RwPa5Nd3HsJ9yUe4Bf6TgQi。"}) {
    const std::string text = "这是第一行，没有什么\n  " + std::string(line) + "\n最后一行";
    const auto expected = hits_of(real_scanner(), text), found = hits_of(real_scanner(), gb(text));
    ASSERT_EQ(expected.size(), 1u) << line;
    ASSERT_EQ(found.size(), 1u) << line;
    EXPECT_EQ(rule_of(found[0]), rule_of(expected[0]));
    EXPECT_EQ(gb(text).substr(found[0].offset, found[0].length), text.substr(expected[0].offset, expected[0].length)) << line;
    EXPECT_EQ(found[0].confidence, expected[0].confidence);
  }
  for (const std::string_view line : {"密码：请联系管理员", "密码长度为8-20位", "口令不能为空", "密码：******"}) EXPECT_TRUE(hits_of(real_scanner(), gb(line)).empty()) << line;
}

TEST(SecretScanner, HalvesOfTwoCharactersAreNoWord) {
  // 密码 is C3 DC C2 EB; here its bytes belong to three characters.
  for (const std::string_view text : {"\xB0\xC3\xDC\xC2\xEB\xB0=Ab#9921z", "\xB0\xC3\xDC\xC2\xEB\xB0", "\x81\xC3\xDC\xC2\xEB"}) EXPECT_TRUE(hits_of(real_scanner(), text).empty());
}

TEST(SecretScanner, OfOverlappingHitsTheSurerStays) {
  const auto hits = hits_of(real_scanner(), "access_token=\"" + std::string(token) + "\"");
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(rule_of(hits[0]), "github_token");
}

TEST(SecretScanner, FindsAtEveryOffsetOfABlock) {
  auto scratch = real_scanner().make_scratch();
  for (std::size_t before = 0; before < 200; ++before) {
    const std::string text = std::string(before, ' ') + std::string(token) + std::string(200 - before, ' ');
    int hits = 0;
    real_scanner().scan(text, [&](const SecretHit& hit) { hits += hit.offset == before; }, scratch);
    ASSERT_EQ(hits, 1) << before;
  }
}

TEST(SecretScanner, IsLessSureOfWhatIsCalledAnExample) {
  const auto plain = hits_of(real_scanner(), "api_key = \"q8Zt2LmX0vKc7RwPa5Nd3HsJ9y\"");
  const auto sample = hits_of(real_scanner(), "示例 api_key = \"q8Zt2LmX0vKc7RwPa5Nd3HsJ9y\"");
  ASSERT_EQ(plain.size(), 1u);
  ASSERT_EQ(sample.size(), 1u);
  EXPECT_LT(sample[0].confidence, plain[0].confidence);
}

TEST(SecretScanner, JudgesCellsUnderAHeader) {
  const auto& s = real_scanner();
  EXPECT_TRUE(s.judge_value("登录密码", "Zx9#mmQ1"));
  EXPECT_TRUE(s.judge_value("user_password", "123456"));
  EXPECT_TRUE(s.judge_value("PWD", "$2a$10$k8ZqW2LmX0vKc7RwPa5Nd3.HsJ9yUe4Bf6TgQiOo1Vv7Cc5Dd3Ee"));
  EXPECT_TRUE(s.judge_value("API Key", "q8Zt2LmX0vKc7RwPa5Nd3HsJ9y"));
  EXPECT_TRUE(s.judge_value("备注", token));
  EXPECT_TRUE(s.judge_value("连接", "mysql://root:Xk8!qwPz@10.0.3.7:3306/x"));
  EXPECT_FALSE(s.judge_value("登录密码", "******"));
  EXPECT_FALSE(s.judge_value("登录密码", "已加密"));
  EXPECT_FALSE(s.judge_value("password", ""));
  EXPECT_FALSE(s.judge_value("password_policy", "Zx9#mmQ1"));
  EXPECT_FALSE(s.judge_value("姓名", "Zx9#mmQ1"));
  EXPECT_FALSE(s.judge_value("token_type", "q8Zt2LmX0vKc7RwPa5Nd3HsJ9y"));
}

TEST(SecretScanner, IsTheSameOnEveryThread) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "line " + std::to_string(i) + " password=\"Zx9#mmQ1\" " + std::string(token) + "\n";
  const std::size_t want = hits_of(real_scanner(), text).size();
  EXPECT_EQ(want, 4000u);
  std::atomic<int> same{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { same += hits_of(real_scanner(), text).size() == want; });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(same.load(), 4);
}

TEST(SecretScanner, TakesAnyBytesAndStaysLinear) {
  std::mt19937 random(11);
  std::string noise(1 << 18, '\0');
  for (char& c : noise) c = static_cast<char>(random());
  EXPECT_NO_THROW(hits_of(real_scanner(), noise));
  const auto from = std::chrono::steady_clock::now();
  for (const std::string_view unit : {"password=", "\"password\":\"", "eyJ", "-eyJ.", "://a:b@", "@", "-----BEGIN RSA PRIVATE KEY-----", "secret token ", "密码：", "sk-", "api_key,", "<password>"}) {
    std::string text;
    while (text.size() < 500'000) text += unit;
    hits_of(real_scanner(), text);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds(60));
}

TEST(SecretScanner, RefusesRulesItCannotUse) {
  EXPECT_FALSE(SecretScanner::build({}));
  Diagnostics out;
  std::vector<SecretRule> rules;
  Placeholders shared;
  read_secret_rules("secrets/x.yaml", "rules: [{id: a, literals: [ab], shape: 'ab[a-z]+c', examples: [x], near_misses: [], colour: red}]", rules, shared, out);
  EXPECT_TRUE(rules.empty());
  std::string codes;
  for (const Diagnostic& d : out.items()) codes += d.code + " ";
  for (const char* code : {"bad_shape", "short_literal", "few_examples", "unknown_key"}) EXPECT_NE(codes.find(code), std::string::npos) << codes;
}

}  // namespace
}  // namespace lp::discover
