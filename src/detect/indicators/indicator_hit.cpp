// What a hit means: how bad, and why.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "detect/indicators/indicator_matcher.h"

namespace lp::detect {
namespace {

Severity lower(Severity s) { return s == Severity::informational ? s : static_cast<Severity>(static_cast<int>(s) - 1); }

std::string context_note(const IndicatorContext& c) {
  std::string out = "source " + (c.source.empty() ? "unknown" : c.source);
  if (!c.type.empty()) out += ", " + c.type;
  out += ", confidence " + std::to_string(c.confidence);
  if (c.tlp != Tlp::none) out += ", " + std::string(to_string(c.tlp));
  if (!c.description.empty()) out += ": " + truncate(c.description, 200);
  return out;
}

}  // namespace

Severity severity_of(const IndicatorHit& hit) {
  int confidence = 0;
  for (const IndicatorContext& c : hit.contexts) confidence = std::max<int>(confidence, c.confidence);
  Severity severity = confidence >= 80 ? Severity::high : confidence >= 50 ? Severity::medium : Severity::low;
  // Whoever stands in the internet is knocked at all day; being led somewhere is not yet going there again.
  if (hit.direction == Direction::inbound || hit.direction == Direction::referrer) severity = lower(severity);
  if (hit.allowed_by.empty()) return severity;
  // A whole URL says more than the host it is on: popular hosts carry bad pages.
  return hit.kind == IndicatorKind::url ? lower(severity) : Severity::informational;
}

std::vector<std::string> explain(const IndicatorHit& hit) {
  const std::string how = hit.exact ? "is" : hit.kind == IndicatorKind::prefix ? "lies within" : "lies below";
  std::vector<std::string> out{std::string(hit.field_name) + " " + how + " the indicated " + std::string(to_string(hit.kind)) + " " + truncate(hit.indicator, 200) + " (" +
                               title(hit.direction).en + ")"};
  for (const IndicatorContext& c : hit.contexts) out.push_back(context_note(c));
  if (!hit.allowed_by.empty()) out.push_back("lowered: on the allow-list " + hit.allowed_by);
  return out;
}

std::vector<AlertType> indicator_alert_types() {
  static const std::array<LocalText, indicator_kinds> titles{{{"命中恶意 IP 地址", "Indicated IP address seen"},
                                                              {"命中恶意网段", "Address in an indicated range seen"},
                                                              {"命中恶意域名", "Indicated domain seen"},
                                                              {"命中恶意网址", "Indicated URL seen"},
                                                              {"命中恶意文件（MD5）", "Indicated file seen (MD5)"},
                                                              {"命中恶意文件或证书（SHA-1）", "Indicated file or certificate seen (SHA-1)"},
                                                              {"命中恶意文件（SHA-256）", "Indicated file seen (SHA-256)"},
                                                              {"命中恶意邮箱", "Indicated mail address seen"},
                                                              {"命中恶意程序握手特征（JA3）", "Indicated handshake seen (JA3)"},
                                                              {"命中恶意程序握手特征（JA4）", "Indicated handshake seen (JA4)"}}};
  std::vector<AlertType> out;
  for (std::size_t i = 0; i < indicator_kinds; ++i)
    out.push_back({.kind = AlertKind::indicator, .id = "indicator:" + std::string(to_string(static_cast<IndicatorKind>(i))), .title = titles[i]});
  return out;
}

}  // namespace lp::detect
