#include "match/reports/report_text.h"

#include <gtest/gtest.h>

namespace lp::match {
namespace {

TEST(ReportText, UrlsLoseLoginsValuesAndFragments) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://h/p?a=1&b=2#f", "https://h/p?a=&b="},   {"https://user:pw@h:8443/p", "https://h:8443/p"}, {"https://h/p?b=2&a=1&a=3", "https://h/p?a=&b="},
      {"https://h/p;jsessionid=ABC?x=1", "https://h/p;jsessionid?x="}, {"/path?token=abc", "/path?token="}, {"/path?secretvalue", "/path"},
      {"plain/path", "plain/path"},                   {"", ""},                                        {"https://h/a@b", "https://h/a@b"}, {"https://u@h?x=y", "https://h?x="},
      {"https://h/p;v=1/q;w=2", "https://h/p;v/q;w"}};
  for (const auto& [from, to] : cases) {
    EXPECT_EQ(without_query_values(from), to) << from;
    EXPECT_EQ(without_query_values(to), to) << to;
  }
}

TEST(ReportText, SecretsAreHidden) {
  const std::pair<const char*, const char*> cases[] = {
      {"Cookie: SID=abc; x=y", "Cookie: …"},
      {"Set-Cookie: SID=abc\nnext line", "Set-Cookie: …\nnext line"},
      {"Authorization: Bearer abcdef", "Authorization: …"},
      {"got Bearer abcdefgh12345 back", "got Bearer … back"},
      {"password=hunter2, user", "password=…, user"},
      {"api_key: 'x y z' found", "api_key: … found"},
      {"see /p?id=7&name=8 there", "see /p?id=…&name=… there"},
      {"https://u:p@h/x", "https://…@h/x"},
      {"header 'x' found, with contents: abc", "header 'x' found, with contents: …"},
      {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc is a token", "… is a token"},
      {"AKIA1234567890ABCDEF1234567890xyz leaked", "… leaked"},
      {"openssl: integer overflow in a.c (CVE-2024-1234)", "openssl: integer overflow in a.c (CVE-2024-1234)"},
      {"Apache 2.4.49 - Path Traversal & RCE", "Apache 2.4.49 - Path Traversal & RCE"},
      {"Cookie without Secure flag", "Cookie without Secure flag"},
      {"Microsoft Windows Multiple Vulnerabilities (KB5062557)", "Microsoft Windows Multiple Vulnerabilities (KB5062557)"}};
  for (const auto& [from, to] : cases) EXPECT_EQ(without_secrets(from), to) << from;
}

TEST(ReportText, SeveritiesInTwoLanguages) {
  const std::pair<const char*, const char*> cases[] = {{"CRITICAL", "critical"}, {"超危", "critical"}, {"High", "high"}, {"高危", "high"}, {" Moderate ", "medium"}, {"中风险", "medium"}, {"negligible", "low"}, {"低", "low"}, {"Log", "none"}, {"信息", "none"}, {"UNKNOWN", ""}, {"", ""}};
  for (const auto& [word, severity] : cases) EXPECT_EQ(severity_of_word(word), severity) << word;
  const std::pair<double, const char*> scores[] = {{10, "critical"}, {9, "critical"}, {8.9, "high"}, {7, "high"}, {4, "medium"}, {0.1, "low"}, {0, "none"}, {-1, ""}, {11, ""}};
  for (const auto& [score, severity] : scores) EXPECT_EQ(severity_of_score(score), severity) << score;
}

TEST(ReportText, FindsIds) {
  std::vector<std::string> ids;
  add_ids(ids, "CVE-2024-12345,cve-2023-1234; GHSA-v6rh-hp5x-86rv / CNVD-2024-12345 XCVE-2024-1 CVE-20 CVE-2024-12345-extra");
  EXPECT_EQ(ids, (std::vector<std::string>{"CVE-2024-12345", "cve-2023-1234", "GHSA-v6rh-hp5x-86rv", "CNVD-2024-12345"}));
  EXPECT_TRUE(is_cve("CVE-2024-12345"));
  EXPECT_FALSE(is_cve("CVE-2024-123"));
  EXPECT_FALSE(is_cve("CVE-2024-1234x"));
}

TEST(ReportText, SplitsPlaces) {
  const auto show = [](std::string_view text) {
    const UrlParts parts = split_url(text);
    return parts.scheme + "|" + parts.host + "|" + std::to_string(parts.port) + "|" + parts.path;
  };
  EXPECT_EQ(show("https://User:pw@Host.Example:8443/a/b?q#f"), "https|host.example|8443|/a/b");
  EXPECT_EQ(show("http://h"), "http|h|80|");
  EXPECT_EQ(show("h:443"), "|h|443|");
  EXPECT_EQ(show("192.0.2.1"), "|192.0.2.1|0|");
  EXPECT_EQ(show("https://[2001:db8::1]:8443/x"), "https|2001:db8::1|8443|/x");
  EXPECT_EQ(show("2001:db8::1"), "|2001:db8::1|0|");
  EXPECT_EQ(show("host:99999"), "|host|0|");
}

TEST(ReportText, ScoresKnowTheirKind) {
  std::vector<Score> scores;
  add_score(scores, "CVSS:3.1/AV:N", 9.8);
  add_score(scores, "CVSS:3.1/AV:N", 9.8);
  add_score(scores, "CVSS2#AV:N/AC:L/Au:N/C:P/I:N/A:N", 5);
  add_score(scores, "CVSS:4.0/AV:N", -1);
  add_score(scores, "", -1);
  add_score(scores, "", 3);
  ASSERT_EQ(scores.size(), 4u);
  EXPECT_EQ(scores[0].kind, "cvss3");
  EXPECT_EQ(scores[1].kind, "cvss2");
  EXPECT_EQ(scores[1].vector, "AV:N/AC:L/Au:N/C:P/I:N/A:N");
  EXPECT_EQ(scores[2].kind, "cvss4");
  EXPECT_EQ(scores[3].kind, "cvss");
}

TEST(ReportText, TextsAreCleanAndLimited) {
  EXPECT_EQ(clean_text(" a\n\tb\x01 c\xff ", 100), "a b c�");
  EXPECT_EQ(clean_text("漏洞漏洞漏洞", 3), "漏洞漏…");
}

}  // namespace
}  // namespace lp::match
