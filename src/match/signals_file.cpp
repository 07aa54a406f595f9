#include "match/signals_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/check.h"

namespace lp::match {
namespace {

constexpr std::string_view header = "id,source,exploited,ransomware,added,due,epss,percentile,exploitation,automatable,technical_impact,as_of";
constexpr std::size_t columns = 12;

std::string number(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : std::string(); }
std::string date(const std::optional<Date>& value) { return value ? to_string(*value) : std::string(); }

std::optional<double> share(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || value > 1) return {};
  return value;
}

// Words of ids and sources hold no comma or quote: they are checked when they are read.
bool is_word(std::string_view text) { return text.find_first_of(",\"\r\n") == std::string_view::npos; }

}  // namespace

std::string_view to_string(Exploitation exploitation) {
  switch (exploitation) {
    case Exploitation::unknown: return "";
    case Exploitation::none: return "none";
    case Exploitation::proof_of_concept: return "poc";
    case Exploitation::active: return "active";
  }
  LP_CHECK(false);
  return {};
}

Exploitation exploitation_of(std::string_view word) {
  if (word == "none") return Exploitation::none;
  if (word == "poc") return Exploitation::proof_of_concept;
  return word == "active" ? Exploitation::active : Exploitation::unknown;
}

std::string to_csv(std::span<const Signal> signals) {
  std::string out(header);
  out += '\n';
  for (const Signal& s : signals) {
    if (!is_word(s.id) || !is_word(s.source) || !is_word(s.automatable) || !is_word(s.technical_impact)) continue;
    out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", s.id, s.source, s.exploited ? "yes" : "", s.ransomware ? "yes" : "", date(s.added), date(s.due), number(s.epss),
                       number(s.percentile), to_string(s.exploitation), s.automatable, s.technical_impact, s.as_of ? to_string(*s.as_of) : "");
  }
  return out;
}

namespace {

// How many cells there were; more than `columns` are left unread.
std::size_t split(std::string_view row, std::array<std::string_view, columns>& cells) {
  for (std::size_t n = 0; n < columns; ++n) {
    const std::size_t comma = row.find(',');
    cells[n] = row.substr(0, comma);
    if (comma == std::string_view::npos) return n + 1;
    row.remove_prefix(comma + 1);
  }
  return columns + 1;
}

Signal signal_of(const std::array<std::string_view, columns>& cells) {
  Signal s;
  s.id = cells[0], s.source = cells[1];
  s.exploited = cells[2] == "yes", s.ransomware = cells[3] == "yes";
  if (const auto day = parse_date(cells[4]); day) s.added = *day;
  if (const auto day = parse_date(cells[5]); day) s.due = *day;
  s.epss = share(cells[6]), s.percentile = share(cells[7]);
  s.exploitation = exploitation_of(cells[8]);
  s.automatable = cells[9], s.technical_impact = cells[10];
  if (const auto at = parse_timestamp(cells[11]); at) s.as_of = *at;
  return s;
}

}  // namespace

Status read_signals(std::string_view text, std::string_view file, const std::function<void(Signal&&)>& take, Diagnostics& out) {
  if (!text.starts_with(header)) return make_error(Errc::invalid, std::string(file) + " is no file of signals", "it is written by: longpan match import");
  int line = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (line == 1 || row.empty()) continue;
    std::array<std::string_view, columns> cells{};
    const std::size_t n = split(row, cells);
    if (n != columns || cells[0].empty()) {
      out.error({std::string(file), line, 0}, "bad_row", fmt::format("{} cells instead of {}", n, columns));
      continue;
    }
    take(signal_of(cells));
  }
  return ok_status();
}

}  // namespace lp::match
