#include "io/html_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace lp::io {
namespace {

constexpr double plot_top = 20, plot_height = 150;   // pixels; labels stand above and below

std::uint64_t highest(const HtmlChart& chart) {
  std::uint64_t most = 0;
  for (const HtmlChart::Column& column : chart.columns) most = std::max(most, column.total());
  return std::max<std::uint64_t>(most, 1);
}

void write_column(HtmlPage& page, const HtmlChart& chart, std::size_t at, std::uint64_t most) {
  const HtmlChart::Column& column = chart.columns[at];
  const double step = 100.0 / static_cast<double>(chart.columns.size());
  double top = 100;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    if (column.counts[s] == 0) continue;
    // What is there is seen, be it ever so little.
    const double height = std::min(top, std::max(0.8, 100.0 * static_cast<double>(column.counts[s]) / static_cast<double>(most)));
    top -= height;
    page << fmt::format("<rect class=\"{}\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"{:.2f}%\" height=\"{:.2f}%\"/>", chart.series[s].css_class,
                        static_cast<double>(at) * step + step * 0.1, step * 0.8, top, height);
  }
}

// The first, the last and, where there is room, three between.
void write_labels(HtmlPage& page, const HtmlChart& chart) {
  const std::size_t n = chart.columns.size(), last = n - 1;
  const double y = plot_top + plot_height + 16;
  for (std::size_t tick = 0; tick <= 4; ++tick) {
    if ((n < 3 && tick % 4 != 0) || (n < 5 && tick % 2 != 0) || (n == 1 && tick > 0)) continue;
    const std::size_t at = (last * tick + 2) / 4;
    const std::string_view anchor = n == 1 ? "middle" : tick == 0 ? "start" : tick == 4 ? "end" : "middle";
    const double x = n > 1 && tick == 0 ? 0 : n > 1 && tick == 4 ? 100 : 100 * (static_cast<double>(at) + 0.5) / static_cast<double>(n);
    page << fmt::format("<text x=\"{:.2f}%\" y=\"{}\" text-anchor=\"{}\"{}>", x, y, anchor, tick % 4 == 0 ? "" : " class=\"wide\"")
         << escape_html(chart.columns[at].label) << "</text>";
  }
}

void write_legend(HtmlPage& page, const HtmlChart& chart) {
  page << "<ul class=\"legend columns-legend\">\n";
  for (std::size_t s = chart.series.size(); s-- > 0;) {
    const std::uint64_t count = std::accumulate(chart.columns.begin(), chart.columns.end(), std::uint64_t{0},
                                                [s](std::uint64_t sum, const HtmlChart::Column& column) { return sum + column.counts[s]; });
    if (count == 0) continue;
    page << fmt::format("<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"{}\" width=\"10\" height=\"10\" rx=\"2\"/></svg>", chart.series[s].css_class)
         << "<span>" << both_html(chart.series[s].title) << "</span><b>" << grouped(count) << "</b></li>\n";
  }
  page << "</ul>\n";
}

void write_numbers(HtmlPage& page, const HtmlChart& chart) {
  page << "<details><summary>" << both_html({"图中的数", "The numbers of the chart"}) << "</summary>\n";
  std::vector<HtmlColumn> columns{{chart.column_title}};
  for (const HtmlChart::Series& series : chart.series) columns.push_back({series.title, true});
  columns.push_back({{"合计", "Total"}, true});
  page.begin_table(chart.caption, std::move(columns));
  for (const HtmlChart::Column& column : chart.columns) {
    if (column.total() == 0) continue;
    std::vector<HtmlCell> cells{{escape_html(column.label), ""}};
    for (const std::uint64_t count : column.counts) cells.push_back({count == 0 ? "" : grouped(count), std::to_string(count)});
    cells.push_back({grouped(column.total()), std::to_string(column.total())});
    page.row(cells);
  }
  page.end_table();
  page << "</details>\n";
}

}  // namespace

std::uint64_t HtmlChart::Column::total() const { return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}); }

void write_chart(HtmlPage& page, const HtmlChart& chart) {
  if (chart.columns.empty()) return;
  const std::uint64_t most = highest(chart);
  page << fmt::format("<figure><figcaption id=\"{}-caption\">", chart.id) << both_html(chart.caption) << "</figcaption>\n";
  write_legend(page, chart);
  page << fmt::format("<svg class=\"columns\" width=\"100%\" height=\"{}\" role=\"img\" aria-labelledby=\"{}-caption {}-summary\" focusable=\"false\">", plot_top + plot_height + 22, chart.id, chart.id)
       << fmt::format("<text x=\"0\" y=\"13\">{}</text><svg y=\"{}\" width=\"100%\" height=\"{}\">", grouped(most), plot_top, plot_height)
       << "<line x2=\"100%\" y1=\"0.5\" y2=\"0.5\"/><line x2=\"100%\" y1=\"50%\" y2=\"50%\"/>";
  for (std::size_t i = 0; i < chart.columns.size(); ++i) write_column(page, chart, i, most);
  page << fmt::format("<line x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/></svg>", plot_height - 0.5);
  write_labels(page, chart);
  page << fmt::format("</svg>\n<p class=\"soft\" id=\"{}-summary\">", chart.id) << both_html(chart.summary) << "</p>\n";
  write_numbers(page, chart);
  page << "</figure>\n";
}

}  // namespace lp::io
