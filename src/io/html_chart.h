#pragma once
// Columns over time as inline SVG, stacked: drawn in percent of the place there is, so that text keeps its size on any screen.
// The picture is named by the caption and the sentence below it; the numbers themselves are in a table that can be opened.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/local_text.h"
#include "io/html_page.h"

namespace lp::io {

struct HtmlChart {
  struct Series {
    LocalText title;
    std::string_view css_class;          // gives the fill
  };
  struct Column {
    std::string label;                   // "2024-07-31 10:00"
    std::vector<std::uint64_t> counts;   // one a series
    std::uint64_t total() const;
  };
  std::string_view id;                   // unlike every other on the page
  LocalText caption, summary;            // summary: what the picture shows, as a sentence
  LocalText column_title;                // of the labels in the table
  std::vector<Series> series;            // drawn from the bottom up
  std::vector<Column> columns;
};

void write_chart(HtmlPage& page, const HtmlChart& chart);

}  // namespace lp::io
