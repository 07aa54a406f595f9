// Lists with one indicator a line: comments, hosts files ("0.0.0.0 bad.example"), ad-block rules ("||bad.example^"), ports, anything
// behind the indicator.
#include <algorithm>

#include "base/text.h"
#include "detect/indicators/indicator_import.h"

namespace lp::detect {
namespace {

bool is_comment(std::string_view line) { return line.starts_with('#') || line.starts_with(';') || line.starts_with("//") || line.starts_with('!'); }

std::string_view first_word(std::string_view line) { return line.substr(0, line.find_first_of(" \t,;|")); }

bool is_nowhere(std::string_view word) { return word == "0.0.0.0" || word == "127.0.0.1" || word == "::1" || word == "::"; }

void read_line(std::string_view line, int number, ImportSink& sink) {
  line = trim(line);
  if (line.empty()) return;
  if (is_comment(line)) return sink.leave_out("comment");
  if (line.starts_with("||")) {
    line.remove_prefix(2);
    line = line.substr(0, line.find('^'));
  }
  // What stands behind a blank and '#' is a comment; within a word it is a URL's fragment.
  for (std::size_t hash = line.find('#'); hash != std::string_view::npos; hash = line.find('#', hash + 1))
    if (hash == 0 || line[hash - 1] == ' ' || line[hash - 1] == '\t') {
      line = trim(line.substr(0, hash));
      break;
    }
  if (line.empty()) return sink.leave_out("comment");
  std::string_view word = first_word(line);
  if (is_nowhere(word)) {
    const std::string_view rest = trim(line.substr(word.size()));
    if (!rest.empty()) word = first_word(rest);
    if (word == "localhost" || is_nowhere(word)) return sink.leave_out("this_machine");
  }
  if (word.size() >= 2 && (word.front() == '"' || word.front() == '\'') && word.back() == word.front()) word = word.substr(1, word.size() - 2);
  sink.take_any(word, sink.defaults(), number);
}

void read(std::string_view bytes, ImportSink& sink) {
  int number = 0;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    ++number;
    if (end > 65'536) sink.refuse(number, "long_line", "a line of " + std::to_string(end) + " bytes");
    else read_line(bytes.substr(0, end), number, sink);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
}

// Whatever is text and nothing else known.
int sniff(std::string_view head) {
  const std::string_view text = trim(head);
  if (text.empty() || text.find('\0') != std::string_view::npos) return 0;
  return text.starts_with('{') || text.starts_with('[') || text.starts_with('<') ? 0 : 10;
}

}  // namespace

IndicatorImport import_text_list() { return {"text_list", "指标清单", "a plain list", sniff, read}; }

}  // namespace lp::detect
