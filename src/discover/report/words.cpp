#include "discover/report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/time.h"
#include "discover/report/words_table.h"

namespace lp::discover {
namespace {

const WordsRow* find_row(Topic topic, std::string_view code) {
  for (const WordsRow& row : words_table()) {
    if (row.topic == topic && row.code == code) return &row;
  }
  return nullptr;
}

}  // namespace

std::optional<LocalText> find_words(Topic topic, std::string_view code) {
  const WordsRow* row = find_row(topic, code);
  if (row == nullptr) return std::nullopt;
  return LocalText{std::string(row->zh), std::string(row->en)};
}

LocalText words(Topic topic, std::string_view code) {
  if (code.empty()) return {};
  if (auto found = find_words(topic, code)) return *std::move(found);
  const std::string shown = printable_utf8(code);
  return {shown + "（无说明）", shown + " (no explanation)"};
}

LocalText because_words(std::string_view because) {
  LocalText joined;
  if (because.empty()) return joined;
  for (const std::string_view part : split(because, '+')) {
    const LocalText one = words(Topic::because, part);
    joined.zh += (joined.zh.empty() ? "" : "、") + one.zh;
    joined.en += (joined.en.empty() ? "" : ", ") + one.en;
  }
  return joined;
}

LocalText skip_advice(std::string_view reason) {
  const WordsRow* row = find_row(Topic::skip, reason);
  if (row == nullptr) return {};
  return {std::string(row->advice_zh), std::string(row->advice_en)};
}

std::vector<std::string_view> known_codes(Topic topic) {
  std::vector<std::string_view> codes;
  for (const WordsRow& row : words_table()) {
    if (row.topic == topic) codes.push_back(row.code);
  }
  return codes;
}

std::string_view code_of(Level level) {
  constexpr std::array<std::string_view, 3> codes{"general", "important", "core"};
  return codes[static_cast<std::size_t>(level)];
}

std::optional<Level> parse_level(std::string_view code) {
  for (const Level level : {Level::general, Level::important, Level::core}) {
    if (code == code_of(level) || code == title_of(level).zh) return level;
  }
  return std::nullopt;
}

LocalText title_of(Level level) {
  static const std::array<LocalText, 3> titles{{{"一般", "general"}, {"重要", "important"}, {"核心", "core"}}};
  return titles[static_cast<std::size_t>(level)];
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 6> units{"kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) return fmt::format("{} B", bytes);
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  for (; value >= 999.95 && unit + 1 < units.size(); ++unit) value /= 1000;
  return fmt::format("{:.1f} {}", value, units[unit]);
}

std::string percent_text(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "–";
  if (part >= whole) return "100 %";
  // Cut, not rounded: 99.999 % must not read as all.
  const auto hundredths = static_cast<std::uint64_t>(static_cast<long double>(part) / static_cast<long double>(whole) * 10'000);
  const std::uint64_t kept = std::min<std::uint64_t>(hundredths, 9'999);
  if (kept == 0 && part > 0) return "< 0.01 %";
  return fmt::format("{}.{:02} %", kept / 100, kept % 100);
}

std::string time_text(std::int64_t micros) {
  if (micros == 0) return {};
  const std::string full = to_string(Timestamp(micros));
  return full.substr(0, 10) + " " + full.substr(11, 5);
}

}  // namespace lp::discover
