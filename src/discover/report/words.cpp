#include "discover/report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/time.h"
#include "discover/report/words_table.h"

namespace lp::discover {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The levels' matrix: damage × whom it harms, "matrix_serious_public".
using Pair = std::pair<std::string_view, LocalText>;
const std::array<Pair, 6> degrees{{{"especially_serious", {"特别严重危害", "especially serious damage"}},
                                   {"very_serious", {"特别严重危害", "especially serious damage"}},
                                   {"serious", {"严重危害", "serious damage"}},
                                   {"general", {"一般危害", "general damage"}},
                                   {"slight", {"一般危害", "general damage"}},
                                   {"none", {"没有危害", "no damage"}}}};
const std::array<Pair, 14> objects{{{"national_security", {"国家安全", "national security"}},
                                    {"security", {"国家安全", "national security"}},
                                    {"state", {"国家安全", "national security"}},
                                    {"economy", {"经济运行", "the economy"}},
                                    {"economic", {"经济运行", "the economy"}},
                                    {"society", {"社会秩序", "social order"}},
                                    {"social", {"社会秩序", "social order"}},
                                    {"order", {"社会秩序", "social order"}},
                                    {"public", {"公共利益", "public interests"}},
                                    {"organisation", {"组织权益", "rights of organisations"}},
                                    {"person", {"个人权益", "rights of persons"}},
                                    {"personal", {"个人权益", "rights of persons"}},
                                    {"rights", {"组织和个人权益", "rights of organisations and persons"}},
                                    {"own", {"组织和个人权益", "rights of organisations and persons"}}}};

std::optional<LocalText> matrix_words(std::string_view code) {
  constexpr std::string_view prefix = "matrix_";
  if (!starts_with(code, prefix)) return std::nullopt;
  code.remove_prefix(prefix.size());
  for (const auto& [degree, degree_words] : degrees) {
    if (!starts_with(code, degree) || code.size() <= degree.size() || code[degree.size()] != '_') continue;
    const std::string_view object = code.substr(degree.size() + 1);
    for (const auto& [name, object_words] : objects) {
      if (name == object) return LocalText{"对" + object_words.zh + "造成" + degree_words.zh, degree_words.en + " to " + object_words.en};
    }
  }
  return std::nullopt;
}

struct Shape {
  std::string code;    // numbers as "#"
  std::string number;  // the first
};
Shape shape_of(std::string_view code) {
  Shape shape;
  for (std::size_t i = 0; i < code.size();) {
    const bool starts_number = is_digit(code[i]) && (i == 0 || code[i - 1] == '_');
    std::size_t end = i + 1;
    while (starts_number && end < code.size() && is_digit(code[end])) ++end;
    if (starts_number && (end == code.size() || code[end] == '_')) {
      if (shape.number.empty()) shape.number = code.substr(i, end - i);
      shape.code += '#';
    } else {
      shape.code += code.substr(i, end - i);
    }
    i = end;
  }
  return shape;
}

const WordsRow* find_row(Topic topic, std::string_view code) {
  for (const WordsRow& row : words_table()) {
    if (row.topic == topic && row.code == code) return &row;
  }
  return nullptr;
}

std::string with_groups(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

}  // namespace

const std::string& say(const LocalText& text, Language language) { return language == Language::zh ? text.zh : text.en; }

std::optional<LocalText> find_words(Topic topic, std::string_view code) {
  if (const WordsRow* row = find_row(topic, code)) return LocalText{std::string(row->zh), std::string(row->en)};
  if (topic != Topic::level_rule) return std::nullopt;
  if (auto matrix = matrix_words(code)) return matrix;
  const Shape shape = shape_of(code);
  const WordsRow* row = shape.number.empty() ? nullptr : find_row(topic, shape.code);
  if (row == nullptr) return std::nullopt;
  const std::string number = with_groups(shape.number);
  return LocalText{replace_all(row->zh, "{}", number), replace_all(row->en, "{}", number)};
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

std::string grouped(std::uint64_t n) { return with_groups(std::to_string(n)); }

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

std::string printable_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t good = valid_utf8_prefix(text);
    out += text.substr(0, good);
    text.remove_prefix(good);
    if (text.empty()) break;
    out += fmt::format("\\x{:02X}", static_cast<unsigned char>(text.front()));
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace lp::discover
