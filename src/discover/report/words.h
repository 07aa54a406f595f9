#pragma once
// The stable codes of a scan result as sentences in Chinese and English: why bytes were not looked at, which rule
// proposed a level, why a field is believed to hold a kind. One table (words_table.cpp) for every report.
//
// A code without words is never dropped: it is shown as it is, with "no explanation". Pure functions, any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/local_text.h"
#include "discover/result.h"
#include "io/report_text.h"

namespace lp::discover {

using io::grouped;
using io::Language;
using io::printable_utf8;
using io::say;

enum class Topic : std::uint8_t {
  skip,        // Skip::reason
  level_rule,  // Document::level_rule, where no rule of specs/levels decided; else Titles::level_rule
  because,     // one word of Finding::because
  source,      // ScanResult::source
  sensitivity, // Finding::sensitivity
  note,        // remarks of comparisons and catalogues
};

// The sentence of one code.
std::optional<LocalText> find_words(Topic topic, std::string_view code);
// The same, and for a code without words the code itself.
LocalText words(Topic topic, std::string_view code);
// "header+share": the words of every part, joined.
LocalText because_words(std::string_view because);
// What a reader can do about a skip; empty when nothing.
LocalText skip_advice(std::string_view reason);

// Codes of the table, in its order.
std::vector<std::string_view> known_codes(Topic topic);

std::string_view code_of(Level level);                     // "general", "important", "core"
std::optional<Level> parse_level(std::string_view code);
LocalText title_of(Level level);                           // 一般 / general

// "1.5 MB"; powers of 1000
std::string bytes_text(std::uint64_t bytes);
// "99.95 %" of two counts, cut and never rounded up to 100; "–" of nothing.
std::string percent_text(std::uint64_t part, std::uint64_t whole);
// "2024-07-15 09:30" in China; empty for 0.
std::string time_text(std::int64_t micros);

}  // namespace lp::discover
