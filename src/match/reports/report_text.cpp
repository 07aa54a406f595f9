#include "match/reports/report_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "base/text.h"

namespace lp::match {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

struct SeverityWord { std::string_view word, severity; };
constexpr auto severity_words = std::to_array<SeverityWord>({
    {"critical", "critical"}, {"urgent", "critical"}, {"serious", "high"}, {"severe", "high"}, {"fatal", "critical"}, {"超危", "critical"}, {"严重", "critical"}, {"紧急", "critical"}, {"危急", "critical"},
    {"high", "high"}, {"important", "high"}, {"error", "high"}, {"高", "high"}, {"高危", "high"}, {"高风险", "high"}, {"高级", "high"},
    {"medium", "medium"}, {"moderate", "medium"}, {"warning", "medium"}, {"med", "medium"}, {"中", "medium"}, {"中危", "medium"}, {"中风险", "medium"}, {"中级", "medium"},
    {"low", "low"}, {"minor", "low"}, {"note", "low"}, {"negligible", "low"}, {"minimal", "low"}, {"低", "low"}, {"低危", "low"}, {"低风险", "low"}, {"低级", "low"},
    {"none", "none"}, {"info", "none"}, {"informational", "none"}, {"information", "none"}, {"log", "none"}, {"信息", "none"}, {"提示", "none"}, {"无", "none"}, {"信息级", "none"},
});

// Ids of flaws begin with one of these, then letters, digits and hyphens.
struct IdKind { std::string_view prefix; std::size_t least; };
constexpr auto id_kinds = std::to_array<IdKind>({{"CVE-", 13}, {"GHSA-", 19}, {"CNVD-", 12}, {"CNNVD-", 13}, {"NVDB-", 9}, {"PYSEC-", 9}, {"RUSTSEC-", 16}, {"GO-20", 10}, {"OSV-20", 9}});

std::size_t id_length(std::string_view text) {
  for (const IdKind& kind : id_kinds) {
    if (text.size() < kind.least || to_lower_ascii(text.substr(0, kind.prefix.size())) != to_lower_ascii(kind.prefix)) continue;
    std::size_t end = kind.prefix.size();
    while (end < text.size() && (is_word(text[end]) || text[end] == '-')) ++end;
    while (text[end - 1] == '-') --end;
    if (kind.prefix == "CVE-") {
      end = 4;
      while (end < text.size() && (is_digit(text[end]) || (end == 8 && text[end] == '-'))) ++end;
    }
    if (end >= kind.least) return end;
  }
  return 0;
}

}  // namespace

std::string clean_text(std::string_view text, std::size_t most) {
  text = trim(text);
  if (text.size() > most * 4) text = text.substr(0, most * 4);
  std::string out;
  bool blank = false;
  for (const char32_t c : to_codepoints(text)) {
    if (c < 0x20 || c == 0x7f || c == ' ' || (c >= 0x80 && c < 0xa0)) {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    append_utf8(out, c);
  }
  return truncate(out, most);
}

std::string without_query_values(std::string_view url) {
  url = url.substr(0, url.find('#'));
  std::string out;
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) {
    const std::size_t end = std::min(url.find_first_of("/?", scheme + 3), url.size());
    const std::size_t at = url.substr(0, end).rfind('@');
    out = url.substr(0, scheme + 3);
    url.remove_prefix(at != std::string_view::npos && at > scheme ? at + 1 : scheme + 3);
  }
  const std::size_t question = url.find('?');
  // "/path;jsessionid=…" holds values too.
  std::string_view path = url.substr(0, question);
  while (!path.empty()) {
    const std::size_t semicolon = path.find(';');
    out += path.substr(0, semicolon);
    if (semicolon == std::string_view::npos) break;
    path.remove_prefix(semicolon);
    const std::size_t end = std::min(path.find('/'), path.size());
    out += path.substr(0, std::min(path.find('='), end));
    path.remove_prefix(end);
  }
  if (question == std::string_view::npos) return out;
  std::vector<std::string> names;
  std::string_view query = url.substr(question + 1);
  while (!query.empty()) {
    const std::size_t end = std::min(query.find_first_of("&;"), query.size());
    const std::string_view part = query.substr(0, end);
    // Without "=" it is a value as well as a name.
    if (const std::size_t equals = part.find('='); equals != std::string_view::npos) names.emplace_back(part.substr(0, equals + 1));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  return names.empty() ? out : out + "?" + join(names, "&");
}

std::string severity_of_word(std::string_view word) {
  const std::string folded = to_lower_ascii(trim(word));
  const auto found = std::ranges::find(severity_words, std::string_view(folded), &SeverityWord::word);
  return found == severity_words.end() ? std::string() : std::string(found->severity);
}

std::string severity_of_score(double score) {
  if (!(score >= 0 && score <= 10)) return {};
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "none";
}

double score_of(std::string_view text) {
  text = trim(text);
  double value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0 && value <= 10 ? value : -1;
}

void add_score(std::vector<Score>& scores, std::string_view vector, double base) {
  vector = trim(vector);
  if (vector.starts_with("CVSS2#") || vector.starts_with("CVSS3#")) vector.remove_prefix(6);
  if ((vector.empty() && base < 0) || scores.size() >= 16 || vector.size() > 300) return;
  const bool old = vector.find("Au:") != std::string_view::npos;
  const std::string kind = vector.starts_with("CVSS:4") ? "cvss4" : vector.starts_with("CVSS:3") || (!old && !vector.empty()) ? "cvss3" : old ? "cvss2" : "cvss";
  Score score{kind, std::string(vector), base >= 0 && base <= 10 ? base : -1};
  const auto same = [&](const Score& s) { return s.kind == score.kind && s.vector == score.vector && s.base == score.base; };
  if (std::ranges::none_of(scores, same)) scores.push_back(std::move(score));
}

void add_ids(std::vector<std::string>& ids, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != 0 && is_word(text[i - 1])) continue;
    const std::size_t length = id_length(text.substr(i));
    if (length == 0) continue;
    const std::string id(text.substr(i, length));
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    i += length - 1;
  }
}

bool is_cve(std::string_view id) {
  return id.size() >= 13 && to_lower_ascii(id.substr(0, 4)) == "cve-" && id_length(id) == id.size();
}

UrlParts split_url(std::string_view text) {
  UrlParts out;
  text = trim(text);
  text = text.substr(0, text.find_first_of("?#"));
  if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos) {
    out.scheme = to_lower_ascii(text.substr(0, scheme));
    text.remove_prefix(scheme + 3);
  }
  const std::size_t slash = std::min(text.find('/'), text.size());
  out.path = text.substr(slash);
  std::string_view host = text.substr(0, slash);
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  const std::size_t colon = host.rfind(':');
  const bool brackets = host.starts_with('[');
  if (colon != std::string_view::npos && (brackets ? host[colon - 1] == ']' : host.find(':') == colon)) {
    out.port = port_of(host.substr(colon + 1));
    host = host.substr(0, colon);
  }
  if (brackets && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  out.host = to_lower_ascii(host);
  if (out.port == 0) out.port = out.scheme == "https" ? 443 : out.scheme == "http" ? 80 : 0;
  return out;
}

std::string service(std::string_view protocol, int port) {
  if (port == 0) return "host";
  const std::string lower = to_lower_ascii(trim(protocol));
  return (lower == "udp" || lower == "sctp" ? lower : std::string("tcp")) + "/" + std::to_string(port);
}

int port_of(std::string_view text) {
  text = trim(text);
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port > 0 && port <= 65'535 ? port : 0;
}

}  // namespace lp::match
