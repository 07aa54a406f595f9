#include "service/catalogue/scale_change.h"

#include <cmath>
#include <fmt/format.h>

namespace lp::service {
namespace {

constexpr double bytes_per_gigabyte = 1e9;
constexpr double rounding = 1e-9;   // 0.3 of a decimal need not be 0.3 in binary

struct Measure {
  LocalText title;
  double before = 0, now = 0;
  std::string before_text, now_text;
};

std::optional<double> number_of(const json::object& data, std::string_view field) {
  const json::value* v = find(data, field);
  if (v == nullptr || !v->is_number()) return std::nullopt;
  return v->to_number<double>();
}

std::string size_text(double bytes) {
  return bytes < bytes_per_gigabyte / 10 ? fmt::format("{:.2f} MB", bytes / 1e6) : fmt::format("{:.2f} GB", bytes / bytes_per_gigabyte);
}

// The exact bytes of the earlier scan where the filed size is theirs: two decimals of a GB say little about small
// data. A size somebody entered is taken as entered.
std::optional<Measure> size_measure(const json::object& filed, const Dataset& seen) {
  const auto entered = number_of(filed, "size_gb"), scanned = number_of(filed, "scanned_bytes");
  if (!entered) return std::nullopt;
  const bool is_scanned = scanned && to_gigabytes(static_cast<std::int64_t>(*scanned)) == *entered;
  const double before = is_scanned ? *scanned : *entered * bytes_per_gigabyte;
  const auto now = static_cast<double>(seen.bytes);
  return Measure{{"存储总量", "size"}, before, now, size_text(before), size_text(now)};
}

std::optional<Measure> record_measure(const json::object& filed, const Dataset& seen) {
  const auto before = number_of(filed, "record_count");
  if (!before || seen.records == 0) return std::nullopt;
  return Measure{{"条数", "records"}, *before, static_cast<double>(seen.records), fmt::format("{:.0f}", *before), std::to_string(seen.records)};
}

bool has_changed(const Measure& m, bool seen_whole, double ratio) {
  if (m.now < m.before && !seen_whole) return false;
  if (m.before == 0) return m.now > 0;
  return std::abs(m.now - m.before) / m.before >= ratio - rounding;
}

void tell(const Measure& m, LocalText& words) {
  const std::string change = m.before == 0 ? std::string() : fmt::format("{:+.1f}%", (m.now - m.before) / m.before * 100);
  const auto add = [&](std::string& text, const std::string& title, const char* separator, const char* open, const char* close) {
    if (!text.empty()) text += separator;
    text += fmt::format("{} {} → {}", title, m.before_text, m.now_text);
    if (!change.empty()) text += open + change + close;
  };
  add(words.zh, m.title.zh, "；", "（", "）");
  add(words.en, m.title.en, "; ", " (", ")");
}

}  // namespace

double to_gigabytes(std::int64_t bytes) {
  const double rounded = std::round(static_cast<double>(bytes) / bytes_per_gigabyte * 100) / 100;
  return rounded == 0 && bytes > 0 ? 0.01 : rounded;
}

std::optional<LocalText> scale_change(const json::object& filed, const Dataset& seen, double ratio) {
  LocalText words;
  for (const auto& measure : {size_measure(filed, seen), record_measure(filed, seen)}) {
    if (measure && has_changed(*measure, seen.seen_whole, ratio)) tell(*measure, words);
  }
  if (words.empty()) return std::nullopt;
  return words;
}

}  // namespace lp::service
