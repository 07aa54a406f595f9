#pragma once
// For tests only: a feed read at one go, and what it said as text.

#include <string>
#include <vector>

#include "match/feeds/feed_format.h"

namespace lp::match {

struct FeedRead {
  std::vector<Advisory> advisories;
  std::vector<Signal> signals;
  FeedStatistics statistics;
  Diagnostics diagnostics{1000};
  bool recognised = true;
  std::string error;
};

inline FeedRead read_for_test(std::string_view bytes, std::string format = {}) {
  FeedRead out;
  const FeedTakers takers{[&](Advisory&& a) { out.advisories.push_back(std::move(a)); }, [&](Signal&& s) { out.signals.push_back(std::move(s)); }};
  auto result = read_feed(bytes, {.file = "f", .format = std::move(format)}, takers, out.diagnostics);
  if (result) out.statistics = *std::move(result);
  else out.recognised = false, out.error = result.error().message;
  return out;
}

inline std::string bounds_text(const Interval& i) {
  return std::string(i.from && i.from_included ? "[" : "(") + i.from.value_or("") + ", " + i.to.value_or("") + (i.to && i.to_included ? "]" : ")");
}

inline std::string to_text(const Affected& a) {
  constexpr const char* statuses[] = {"affected", "not affected", "fixed", "under investigation"};
  std::string out = to_string(a.package) + " " + statuses[static_cast<int>(a.status)] + " " + std::string(to_string(a.tier)) + " scheme=" + a.scheme;
  for (const Interval& i : a.intervals) out += " " + bounds_text(i);
  for (const std::string& v : a.versions) out += " =" + v;
  for (const std::string& v : a.fixed_versions) out += " fix=" + v;
  if (a.cpe) out += " cpe=" + to_string(*a.cpe);
  for (const Condition& c : a.conditions) {
    out += " with(";
    for (std::size_t i = 0; i < c.any_of.size(); ++i) {
      out += (i == 0 ? "" : " | ") + to_string(key_of_cpe(c.any_of[i]));
      for (const Interval& in : c.ranges[i]) out += " " + bounds_text(in);
    }
    out += ")";
  }
  if (!a.module_stream.empty()) out += " module=" + a.module_stream;
  if (!a.justification.empty()) out += " because=" + a.justification;
  if (a.confidence < 1) out += " confidence=" + std::to_string(static_cast<int>(a.confidence * 100 + 0.5)) + "%";
  return out + " @" + a.where;
}

inline std::string to_text(const Advisory& a) {
  std::string out = a.id + " [" + a.source + "] " + a.title + "\n";
  for (const std::string& id : a.aliases) out += "  alias " + id + "\n";
  for (const std::string& id : a.related) out += "  related " + id + "\n";
  if (a.published.micros() != 0) out += "  published " + to_string(a.published) + "\n";
  if (a.modified.micros() != 0) out += "  modified " + to_string(a.modified) + "\n";
  if (a.withdrawn) out += "  withdrawn " + to_string(*a.withdrawn) + "\n";
  for (const Score& s : a.scores) out += "  score " + s.kind + " " + s.vector + " " + std::to_string(s.base).substr(0, 4) + "\n";
  if (!a.severity.empty()) out += "  severity " + a.severity + "\n";
  if (a.exploitation != Exploitation::unknown) out += "  exploitation " + std::to_string(static_cast<int>(a.exploitation)) + " automatable " + a.automatable + " impact " + a.technical_impact + "\n";
  for (const Affected& f : a.affected) out += "  " + to_text(f) + "\n";
  return out;
}

inline std::string to_text(const Signal& s) {
  std::string out = "signal " + s.source + " " + s.id;
  if (s.exploited) out += " exploited";
  if (s.ransomware) out += " ransomware";
  if (s.added) out += " added " + to_string(*s.added);
  if (s.due) out += " due " + to_string(*s.due);
  if (s.epss) out += " epss " + std::to_string(*s.epss);
  if (s.percentile) out += " percentile " + std::to_string(*s.percentile);
  if (s.as_of) out += " as of " + to_string(*s.as_of);
  return out + "\n";
}

inline std::string to_text(const FeedRead& read) {
  std::string out;
  for (const Advisory& a : read.advisories) out += to_text(a);
  for (const Signal& s : read.signals) out += to_text(s);
  for (const auto& [format, count] : read.statistics.records) out += "records " + format + " " + std::to_string(count) + "\n";
  for (const auto& [reason, count] : read.statistics.left_out) out += "left out " + reason + " " + std::to_string(count) + "\n";
  for (const Diagnostic& d : read.diagnostics.items()) out += to_string(d.where) + " " + d.code + ": " + d.what + "\n";
  return out;
}

}  // namespace lp::match
