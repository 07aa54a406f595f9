#include "io/html_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"

namespace lp::io {
namespace {

// Two decimals are a tenth of a pixel here.
std::string percent(double share) { return fmt::format("{:.2f}", std::clamp(share, 0.0, 1.0) * 100); }

// Our script and no other: should markup of a log ever get through, it does not run.
std::string script_source() {
  const Digest digest = sha256(html_script);
  return "'sha256-" + to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()}) + "'";
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : printable_utf8(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') out += "\xEF\xBF\xBD";
        else out += c;
    }
  }
  return out;
}

std::string both_html(const LocalText& text) {
  if (text.zh == text.en) return escape_html(text.zh);
  return "<span class=\"zh\" lang=\"zh-CN\">" + escape_html(text.zh) + "</span><span class=\"en\" lang=\"en\">" + escape_html(text.en) + "</span>";
}

void HtmlPage::begin(const LocalText& title, Language first, std::string_view more_style) {
  const bool zh = first == Language::zh;
  out_ << "<!DOCTYPE html>\n<html lang=\"" << (zh ? "zh-CN" : "en") << "\">\n<head>\n<meta charset=\"utf-8\">\n"
       << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src " << script_source() << "; base-uri 'none'; form-action 'none'\">\n"
       << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>"
       << escape_html(say(title, first)) << "</title>\n<style>" << html_style << more_style << "</style>\n</head>\n<body>\n"
       << "<input class=\"choice\" type=\"radio\" name=\"language\" id=\"zh\" aria-label=\"中文\"" << (zh ? " checked" : "") << ">\n"
       << "<input class=\"choice\" type=\"radio\" name=\"language\" id=\"en\" aria-label=\"English\"" << (zh ? "" : " checked") << ">\n";
}

void HtmlPage::heading(const LocalText& title, std::string_view below) {
  out_ << "<div class=\"top\"><div><h1>" << both_html(title) << "</h1>\n<p class=\"root\">" << below
       << "</p></div>\n<div class=\"languages\" aria-hidden=\"true\"><label for=\"zh\">中文</label><label for=\"en\">English</label></div></div>\n";
}

void HtmlPage::facts(const std::vector<std::pair<LocalText, std::string>>& facts) {
  out_ << "<dl class=\"facts\">";
  for (const auto& [name, html] : facts)
    if (!html.empty()) out_ << "<div><dt>" << both_html(name) << "</dt><dd>" << html << "</dd></div>";
  out_ << "</dl>\n";
}

void HtmlPage::figure(std::string_view value, const LocalText& label, std::string_view css_class) {
  out_ << "<div class=\"figure\"><b class=\"" << css_class << "\">" << escape_html(value) << "</b>" << both_html(label) << "</div>\n";
}

void HtmlPage::begin_section(std::string_view id, const LocalText& title) {
  out_ << "<section id=\"" << id << "\" class=\"long\" aria-labelledby=\"" << id << "-title\">\n<h2 id=\"" << id << "-title\">" << both_html(title) << "</h2>\n";
}

void HtmlPage::paragraph(const LocalText& text, std::string_view css_class) {
  out_ << "<p" << (css_class.empty() ? std::string() : fmt::format(" class=\"{}\"", css_class)) << ">" << both_html(text) << "</p>\n";
}

Status HtmlPage::finish() {
  out_ << "<script>" << html_script << "</script>\n</body>\n</html>\n";
  return out_.finish();
}

void HtmlPage::begin_table(const LocalText& caption, std::vector<HtmlColumn> columns) {
  columns_ = std::move(columns);
  // The roles stay where a narrow screen shows rows as cards and the browser would forget them.
  out_ << "<table role=\"table\"><caption>" << both_html(caption) << "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">";
  for (const HtmlColumn& c : columns_) {
    out_ << "<th scope=\"col\" role=\"columnheader\"" << (c.number ? " class=\"n\"" : "") << ">" << both_html(c.title) << "</th>";
  }
  out_ << "</tr></thead>\n<tbody role=\"rowgroup\">\n";
}

void HtmlPage::row(const std::vector<HtmlCell>& cells) {
  out_ << "<tr role=\"row\">";
  for (std::size_t i = 0; i < cells.size() && i < columns_.size(); ++i) {
    const std::string sort = cells[i].sort.empty() ? std::string() : " data-sort=\"" + escape_html(cells[i].sort) + "\"";
    const std::string_view number = columns_[i].number ? " class=\"n\"" : "";
    if (i == 0) {
      out_ << "<th scope=\"row\" role=\"rowheader\"" << sort << ">" << cells[i].html << "</th>";
      continue;
    }
    out_ << "<td role=\"cell\"" << number << sort << " data-zh=\"" << escape_html(columns_[i].title.zh) << "\" data-en=\"" << escape_html(columns_[i].title.en) << "\">";
    // One element beside the name of the column on narrow screens.
    if (!cells[i].html.empty()) out_ << "<span>" << cells[i].html << "</span>";
    out_ << "</td>";
  }
  out_ << "</tr>\n";
}

void HtmlPage::more_of_row(std::string_view html) {
  out_ << fmt::format("<tr role=\"row\" class=\"more\"><td role=\"cell\" colspan=\"{}\">", columns_.size()) << html << "</td></tr>\n";
}

void HtmlPage::bars(const LocalText& caption, const std::vector<Bar>& bars) {
  out_ << "<figure><figcaption>" << both_html(caption) << "</figcaption>\n<ol class=\"bars\">\n";
  for (const Bar& bar : bars) {
    const double seen = bar.share > 0 ? std::max(bar.share, 0.004) : 0;   // what is there is seen, be it ever so little
    out_ << "<li><span class=\"bar-label\">" << bar.label << "</span><svg class=\"bar " << bar.css_class
         << "\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><rect height=\"10\" width=\"" << percent(seen)
         << "\"/></svg><span class=\"bar-value\">" << bar.value << "</span></li>\n";
  }
  out_ << "</ol></figure>\n";
}

void HtmlPage::parts(const LocalText& caption, const std::vector<Part>& parts) {
  out_ << "<figure><figcaption>" << both_html(caption)
       << "</figcaption>\n<svg class=\"parts\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">";
  double at = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double share = parts[i].share > 0 ? std::max(parts[i].share, 0.004) : 0;
    out_ << fmt::format("<rect class=\"c{}\" x=\"{}\" width=\"{}\" height=\"10\"/>", i == 0 ? 0 : (i - 1) % 6 + 1, percent(at), percent(std::min(share, 1 - at)));
    at = std::min(1.0, at + share);
  }
  out_ << "</svg>\n<ul class=\"legend\">\n";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    out_ << fmt::format("<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"c{}\" width=\"10\" height=\"10\" rx=\"2\"/></svg>", i == 0 ? 0 : (i - 1) % 6 + 1)
         << "<span>" << parts[i].label << "</span><b>" << parts[i].value << "</b></li>\n";
  }
  out_ << "</ul></figure>\n";
}

}  // namespace lp::io
