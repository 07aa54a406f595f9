#pragma once
// The pieces of HTML reports: text in both languages, tables, bars. Everything that comes from outside passes escape_html().
// A page needs nothing else: its own content security policy forbids every request, and every script but ours.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/local_text.h"
#include "io/buffered_sink.h"
#include "io/report_text.h"

namespace lp::io {

// For text and attribute values. Bytes that are no UTF-8 are made visible, control characters become U+FFFD.
std::string escape_html(std::string_view text);
// Both languages, one of them shown.
std::string both_html(const LocalText& text);

extern const std::string_view html_style, html_script;

struct HtmlColumn {
  LocalText title;
  bool number = false;
};
struct HtmlCell {
  std::string html;        // escaped already
  std::string sort;        // what to sort by; empty = the text
};

class HtmlPage {
 public:
  explicit HtmlPage(ByteSink out) : out_(std::move(out)) {}
  HtmlPage& operator<<(std::string_view html) {
    out_ << html;
    return *this;
  }
  // `more_style`: behind the shared sheet, for what only this report shows.
  void begin(const LocalText& title, Language first, std::string_view more_style = {});
  // The heading with the switch of languages; `below`: html under it, one line.
  void heading(const LocalText& title, std::string_view below);
  // Names and html of values in one list; empty values are left out.
  void facts(const std::vector<std::pair<LocalText, std::string>>& facts);
  void figure(std::string_view value, const LocalText& label, std::string_view css_class = {});
  void begin_section(std::string_view id, const LocalText& title);
  void end_section() { out_ << "</section>\n"; }
  void paragraph(const LocalText& text, std::string_view css_class = {});
  Status finish();

  // A table whose first column heads its rows. On a narrow screen each row becomes a card with the columns' names.
  void begin_table(const LocalText& caption, std::vector<HtmlColumn> columns);
  void row(const std::vector<HtmlCell>& cells);
  // Below the last row, across all columns; stays with it when the table is sorted.
  void more_of_row(std::string_view html);
  void end_table() { out_ << "</tbody></table>\n"; }

  struct Bar {
    std::string label;       // html
    double share = 0;        // 0 to 1
    std::string value;       // html
    std::string_view css_class;
  };
  // A chart and a list at once: read as text, seen as bars.
  void bars(const LocalText& caption, const std::vector<Bar>& bars);
  struct Part {
    std::string label, value;   // html
    double share = 0;
  };
  // One bar of parts that make a whole, with its legend.
  void parts(const LocalText& caption, const std::vector<Part>& parts);

 private:
  BufferedSink out_;
  std::vector<HtmlColumn> columns_;
};

}  // namespace lp::io
