#include "io/csv_sniff.h"

#include <array>
#include <cctype>
#include <map>

namespace lp::io {
namespace {

constexpr std::string_view candidates = ",;\t|";
using Counts = std::array<int, 4>;

// How often each candidate stands outside quotes on one line; moves `head` behind the line.
Counts count_line(std::string_view& head) {
  Counts counts{};
  bool quoted = false;
  std::size_t i = 0;
  for (; i < head.size() && head[i] != '\n' && head[i] != '\r'; ++i) {
    if (head[i] == '"') quoted = !quoted;
    const std::size_t which = candidates.find(head[i]);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  head.remove_prefix(i < head.size() ? i + 1 : i);
  return counts;
}

}  // namespace

std::optional<char> stated_separator(std::string_view head) {
  if (head.size() < 6 || !head.starts_with("sep=") || (head[5] != '\r' && head[5] != '\n')) return std::nullopt;
  const auto c = static_cast<unsigned char>(head[4]);
  if (c >= 0x80 || c == '"' || (c < ' ' && c != '\t') || std::isalnum(c) != 0) return std::nullopt;
  return head[4];
}

char sniff_separator(std::string_view head) {
  if (const auto stated = stated_separator(head)) return *stated;
  std::array<std::map<int, int>, 4> seen;  // per candidate: count on a line → lines
  for (int line = 0; line < 50 && !head.empty(); ++line) {
    const Counts counts = count_line(head);
    for (std::size_t c = 0; c < counts.size(); ++c) {
      if (counts[c] > 0) ++seen[c][counts[c]];
    }
  }
  char best = ',';
  long best_score = 0;
  for (std::size_t c = 0; c < seen.size(); ++c) {
    for (const auto& [cells, lines] : seen[c]) {
      const long score = static_cast<long>(lines) * 1000 + cells;  // agreement first, then more columns
      if (score > best_score) {
        best_score = score;
        best = candidates[c];
      }
    }
  }
  return best;
}

}  // namespace lp::io
