#pragma once
// Words of scanners: severities, ids, places, and what must not be kept of them.

#include <string>
#include <string_view>
#include <vector>

#include "match/advisory.h"

namespace lp::match {

// UTF-8 without control characters, at most `most` codepoints.
std::string clean_text(std::string_view text, std::size_t most);
// Without user and password, without the values of the query, without fragment: "https://h/p?id=&page=".
std::string without_query_values(std::string_view url);
// Without what looks like a secret: values of queries, cookies, Authorization, tokens, passwords become "…".
std::string without_secrets(std::string_view text);

// "critical" "high" "medium" "low" "none" from words (English, Chinese), "" when it is none of them.
std::string severity_of_word(std::string_view word);
// CVSS v3 bands; "" below 0 or above 10.
std::string severity_of_score(double score);
// -1 when the text is no number
double score_of(std::string_view text);
// "CVSS:3.1/AV:N…", "AV:N/AC:L/Au:N…", "CVSS2#AV:N…" → a score with its kind; nothing when both are empty.
void add_score(std::vector<Score>& scores, std::string_view vector, double base);

// Every CVE, GHSA, CNVD, CNNVD and other id of a flaw that the text names.
void add_ids(std::vector<std::string>& ids, std::string_view text);
bool is_cve(std::string_view id);

struct UrlParts {
  std::string scheme{}, host{}, path{};   // host lower case, no port
  int port = 0;                         // stated, else the scheme's; 0 = unknown
};
// Also "host", "host:443", "host/path". No user, query or fragment.
UrlParts split_url(std::string_view text);
// "tcp/443"; "host" for port 0. Names of services are no part: scanners guess them.
std::string service(std::string_view protocol, int port);
int port_of(std::string_view text);   // 0 when it is none

}  // namespace lp::match
