#include "match/findings/priority.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace lp::match {
namespace {

int place(Exploitation e) { return static_cast<int>(e) - 1; }
int place(const std::optional<bool>& b) { return b ? (*b ? 1 : 0) : -1; }
int place(MissionImpact impact) { return static_cast<int>(impact) - 1; }
int place(Exposure exposure) { return exposure == Exposure::unknown ? -1 : exposure == Exposure::internet ? 1 : 0; }

std::array<int, 4> ssvc_inputs(const FlawFacts& flaw, const AssetFacts& asset) { return {place(flaw.exploitation), place(flaw.automatable), place(flaw.total_impact), place(asset.mission)}; }
std::array<int, 4> bod_inputs(const FlawFacts& flaw, const AssetFacts& asset) { return {place(flaw.exploited), place(asset.exposure), place(flaw.automatable), place(flaw.total_impact)}; }

PriorityLevel lowered(PriorityLevel level) { return level == PriorityLevel::low ? level : static_cast<PriorityLevel>(static_cast<int>(level) - 1); }

PriorityLevel by_severity(const PriorityRules& rules, std::string_view severity, Exposure exposure) {
  auto found = rules.severity.find(severity);
  if (found == rules.severity.end()) found = rules.severity.find("");
  return rules.internal_lowers && exposure == Exposure::internal ? lowered(found->second) : found->second;
}

std::optional<PriorityLevel> by_epss(const PriorityRules& rules, const std::optional<double>& epss) {
  if (!epss) return std::nullopt;
  for (const PriorityRules::EpssStep& step : rules.epss)
    if (*epss >= step.from) return step.level;
  return std::nullopt;
}

template <std::size_t n>
bool says_nothing(const std::array<int, n>& inputs) {
  return std::ranges::all_of(inputs, [](int value) { return value < 0; });
}

// What holds whatever is not stated.
template <std::size_t n>
std::optional<PriorityLevel> by_table(const DecisionTable& table, const std::array<int, n>& inputs) {
  if (says_nothing(inputs)) return std::nullopt;
  return table.outcomes[table.decide(inputs).first].level;
}

std::uint32_t severity_number(std::string_view severity) {
  if (severity == "critical") return 5;
  if (severity == "high") return 4;
  if (severity == "medium" || severity.empty()) return 3;
  if (severity == "low") return 2;
  return severity == "none" ? 1 : 0;
}

std::uint32_t rank(PriorityLevel level, std::string_view severity, const FlawFacts& flaw, const AssetFacts& asset) {
  const auto epss = static_cast<std::uint32_t>(std::lround(std::clamp(flaw.epss.value_or(0), 0.0, 1.0) * 65'535));
  const std::uint32_t exposed = asset.exposure == Exposure::internet ? 2 : asset.exposure == Exposure::unknown ? 1 : 0;
  return static_cast<std::uint32_t>(level) << 30 | (flaw.exploited.value_or(false) ? 1u : 0u) << 29 | (flaw.ransomware ? 1u : 0u) << 28 | epss << 12 | severity_number(severity) << 8 | exposed << 6;
}

LocalText severity_words(const PriorityRules& rules, std::string_view severity, Exposure exposure) {
  static const std::map<std::string_view, LocalText> names{{"critical", {"严重程度为超危", "the severity is critical"}}, {"high", {"严重程度为高危", "the severity is high"}}, {"medium", {"严重程度为中危", "the severity is medium"}},
                                                           {"low", {"严重程度为低危", "the severity is low"}}, {"none", {"严重程度为无", "the severity is none"}}};
  const auto found = names.find(severity);
  LocalText out = found == names.end() ? LocalText{"未说明严重程度", "no severity is stated"} : found->second;
  if (rules.internal_lowers && exposure == Exposure::internal) {
    out.zh += "，资产不可从互联网访问，降一级";
    out.en += "; one level less, as the asset cannot be reached from the internet";
  }
  return out;
}

LocalText kev_words(const FlawFacts& flaw) {
  if (!flaw.exploited) return {"未说明是否已被利用（未读取完整的KEV清单）", "not stated whether it is exploited (the whole KEV list was not read)"};
  if (!*flaw.exploited) return {"不在已知被利用漏洞清单（KEV）中", "not in the list of known exploited vulnerabilities (KEV)"};
  LocalText out{"在已知被利用漏洞清单（KEV）中", "in the list of known exploited vulnerabilities (KEV)"};
  if (flaw.ransomware) {
    out.zh += ",已被勒索软件使用";
    out.en += ", used by ransomware";
  }
  return out;
}

LocalText epss_words(const FlawFacts& flaw) {
  if (!flaw.epss) return {"未说明被利用概率（EPSS）", "no probability of exploitation (EPSS) is stated"};
  const std::string value = fmt::format("{:.4g}%", *flaw.epss * 100);
  return {"30日内被利用概率（EPSS）为" + value, "the probability of exploitation within 30 days (EPSS) is " + value};
}

template <std::size_t n>
LocalText table_words(const DecisionTable& table, const std::array<int, n>& inputs, const std::array<LocalText, n>& names) {
  LocalText missing;
  for (std::size_t i = 0; i < n; ++i) {
    if (inputs[i] >= 0) continue;
    missing.zh += (missing.zh.empty() ? "" : "、") + names[i].zh;
    missing.en += (missing.en.empty() ? "" : ", ") + names[i].en;
  }
  if (says_nothing(inputs)) return {table.title.zh + "：各项均未说明", table.title.en + ": nothing is stated"};
  const auto [least, most] = table.decide(inputs);
  const LocalText &from = table.outcomes[least].title, &to = table.outcomes[most].title;
  if (missing.empty()) return {table.title.zh + "：" + from.zh, table.title.en + ": " + from.en};
  if (least == most) return {table.title.zh + "：" + from.zh + "（与未说明的" + missing.zh + "无关）", table.title.en + ": " + from.en + ", whatever is not stated (" + missing.en + ")"};
  return {table.title.zh + "：至少为“" + from.zh + "”，至多为“" + to.zh + "”，未说明" + missing.zh, table.title.en + ": at least \"" + from.en + "\", at most \"" + to.en + "\"; not stated: " + missing.en};
}

LocalText exposure_words(Exposure exposure) {
  switch (exposure) {
    case Exposure::internet: return {"资产可从互联网访问", "the asset can be reached from the internet"};
    case Exposure::internal: return {"资产不可从互联网访问", "the asset cannot be reached from the internet"};
    case Exposure::unknown: break;
  }
  return {"未说明资产是否可从互联网访问，不按内部资产处理", "not stated whether the asset can be reached from the internet: it is not taken for internal"};
}

const LocalText automatable_name{"可自动化", "automatable"};
const LocalText impact_name{"技术影响", "technical impact"};

template <std::size_t n>
std::string decided(const DecisionTable& table, const std::array<int, n>& inputs) {
  const auto [least, most] = table.decide(inputs);
  return least == most ? table.outcomes[least].name : std::string();
}

}  // namespace

std::pair<PriorityLevel, std::uint32_t> rank_of(const PriorityRules& rules, std::string_view severity, const FlawFacts& flaw, const AssetFacts& asset) {
  PriorityLevel level = by_severity(rules, severity, asset.exposure);
  const auto raise = [&](std::optional<PriorityLevel> to) {
    if (to && *to > level) level = *to;
  };
  if (flaw.exploited.value_or(false)) raise(rules.exploited[static_cast<std::size_t>(asset.exposure)]);
  raise(by_epss(rules, flaw.epss));
  raise(by_table(rules.ssvc, ssvc_inputs(flaw, asset)));
  raise(by_table(rules.bod_26_04, bod_inputs(flaw, asset)));
  return {level, rank(level, severity, flaw, asset)};
}

Priority prioritise(const PriorityRules& rules, const ReportedFinding& finding, const FlawFacts& flaw, const AssetFacts& asset) {
  Priority out;
  std::tie(out.level, out.rank) = rank_of(rules, finding.severity, flaw, asset);
  const auto ssvc = ssvc_inputs(flaw, asset);
  const auto bod = bod_inputs(flaw, asset);
  out.ssvc = decided(rules.ssvc, ssvc);
  out.bod_26_04 = decided(rules.bod_26_04, bod);
  out.steps.push_back({"exposure", std::nullopt, exposure_words(asset.exposure)});
  out.steps.push_back({"severity", by_severity(rules, finding.severity, asset.exposure), severity_words(rules, finding.severity, asset.exposure)});
  const auto exploited = flaw.exploited.value_or(false) ? std::optional(rules.exploited[static_cast<std::size_t>(asset.exposure)]) : std::nullopt;
  out.steps.push_back({"kev", exploited, kev_words(flaw)});
  out.steps.push_back({"epss", by_epss(rules, flaw.epss), epss_words(flaw)});
  out.steps.push_back({"ssvc", by_table(rules.ssvc, ssvc), table_words(rules.ssvc, ssvc, {LocalText{"利用情况", "exploitation"}, automatable_name, impact_name, LocalText{"任务与福祉影响", "mission and well-being impact"}})});
  out.steps.push_back({"bod_26_04", by_table(rules.bod_26_04, bod), table_words(rules.bod_26_04, bod, {LocalText{"是否在KEV中", "whether in KEV"}, LocalText{"是否暴露", "exposure"}, automatable_name, impact_name})});
  LocalText because;
  for (const PriorityStep& step : out.steps) {
    if (step.level != out.level) continue;
    because.zh += (because.zh.empty() ? "" : ";") + step.why.zh;
    because.en += (because.en.empty() ? "" : "; ") + step.why.en;
  }
  const LocalText& title = rules.titles.at(out.level);
  out.steps.push_back({"result", out.level, {title.zh + "：" + because.zh, title.en + ": " + because.en}});
  return out;
}

}  // namespace lp::match
