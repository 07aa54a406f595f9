#pragma once
#include <string>
#include <string_view>

namespace lp::probe {

// What a page calls itself: UTF-8, one line, at most 256 characters each.
struct HtmlText {
  std::string title, generator;  // <title>, <meta name="generator">
};

// A search in the first 64 KiB, no parser of HTML. Pages in GB 18030 are read by their stated charset, or when they are no UTF-8.
HtmlText read_html(std::string_view body, std::string_view content_type);

}  // namespace lp::probe
