#include "match/feeds/severities.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace lp::match {
namespace {

struct Word {
  std::string_view stated, severity;
};
constexpr Word words[] = {
    {"critical", "critical"}, {"high", "high"},       {"important", "high"}, {"medium", "medium"}, {"moderate", "medium"}, {"low", "low"},         {"minor", "low"},        {"negligible", "low"},
    {"none", "none"},         {"untriaged", ""},      {"超危", "critical"},  {"严重", "critical"}, {"高危", "high"},       {"高", "high"},         {"中危", "medium"},      {"中", "medium"},
    {"低危", "low"},          {"低", "low"},
};

// The value of `metric` ("AV") in a vector; '\0' = absent. Values of more letters begin differently ("ADJACENT" is not written in vectors).
char metric_of(std::string_view vector, std::string_view metric) {
  while (!vector.empty()) {
    const std::size_t end = std::min(vector.find('/'), vector.size());
    const std::string_view part = vector.substr(0, end);
    if (part.size() > metric.size() + 1 && part.starts_with(metric) && part[metric.size()] == ':') return part[metric.size() + 1];
    vector.remove_prefix(std::min(end + 1, vector.size()));
  }
  return '\0';
}

double value_of(char letter, std::string_view letters, const std::array<double, 4>& values) {
  const std::size_t at = letters.find(letter);
  return letter == '\0' || at == std::string_view::npos ? std::nan("") : values[at];
}

// Appendix A of the CVSS 3.1 specification: the smallest number with one decimal that is not below, without floating point's noise.
double round_up(double value) {
  const auto scaled = static_cast<std::int64_t>(std::llround(value * 100'000));
  return scaled % 10'000 == 0 ? static_cast<double>(scaled) / 100'000 : (std::floor(static_cast<double>(scaled) / 10'000) + 1) / 10;
}

double base_of_cvss3(std::string_view vector) {
  const bool changed = metric_of(vector, "S") == 'C';
  const std::array<double, 4> impacts{0, 0.22, 0.56};
  const double c = value_of(metric_of(vector, "C"), "NLH", impacts), i = value_of(metric_of(vector, "I"), "NLH", impacts), a = value_of(metric_of(vector, "A"), "NLH", impacts);
  const double lost = 1 - (1 - c) * (1 - i) * (1 - a);
  const double impact = changed ? 7.52 * (lost - 0.029) - 3.25 * std::pow(lost - 0.02, 15) : 6.42 * lost;
  const double reach = value_of(metric_of(vector, "AV"), "NALP", {0.85, 0.62, 0.55, 0.2}) * value_of(metric_of(vector, "AC"), "LH", {0.77, 0.44}) *
                       value_of(metric_of(vector, "PR"), "NLH", changed ? std::array<double, 4>{0.85, 0.68, 0.5} : std::array<double, 4>{0.85, 0.62, 0.27}) *
                       value_of(metric_of(vector, "UI"), "NR", {0.85, 0.62}) * 8.22;
  if (std::isnan(impact) || std::isnan(reach)) return -1;
  if (impact <= 0) return 0;
  return round_up(std::min((changed ? 1.08 : 1.0) * (impact + reach), 10.0));
}

double base_of_cvss2(std::string_view vector) {
  const std::array<double, 4> impacts{0, 0.275, 0.66};
  const double c = value_of(metric_of(vector, "C"), "NPC", impacts), i = value_of(metric_of(vector, "I"), "NPC", impacts), a = value_of(metric_of(vector, "A"), "NPC", impacts);
  const double impact = 10.41 * (1 - (1 - c) * (1 - i) * (1 - a));
  const double reach = 20 * value_of(metric_of(vector, "AV"), "NAL", {1.0, 0.646, 0.395}) * value_of(metric_of(vector, "AC"), "LMH", {0.71, 0.61, 0.35}) * value_of(metric_of(vector, "Au"), "NSM", {0.704, 0.56, 0.45});
  if (std::isnan(impact) || std::isnan(reach)) return -1;
  return std::round((0.6 * impact + 0.4 * reach - 1.5) * (impact == 0 ? 0 : 1.176) * 10) / 10;
}

}  // namespace

std::string_view severity_of(std::string_view stated) {
  const std::string lower = to_lower_ascii(trim(stated));
  const auto found = std::ranges::find(words, lower, &Word::stated);
  return found == std::end(words) ? std::string_view() : found->severity;
}

Score score_of_vector(std::string_view vector, double base) {
  if (vector.starts_with('(') && vector.ends_with(')')) vector = vector.substr(1, vector.size() - 2);
  Score score{.kind = "cvss2", .vector = std::string(vector), .base = base};
  if (vector.starts_with("CVSS:4")) score.kind = "cvss4";
  else if (vector.starts_with("CVSS:3")) score.kind = "cvss3";
  if (score.base >= 0 || vector.empty()) return score;
  if (score.kind == "cvss3") score.base = base_of_cvss3(vector);
  else if (score.kind == "cvss2") score.base = base_of_cvss2(vector);
  return score;
}

}  // namespace lp::match
