#pragma once
// Records of XML exports, each read by itself: a broken one does not lose the rest.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lp::match {

// The texts of a record's elements with their paths below it: {"cves/cve/cveNumber", "CVE-2021-1"}, in order; blank ones are left out.
struct XmlBlock {
  std::vector<std::pair<std::string, std::string>> texts;
  int line = 0;   // of its start tag
  std::string_view text(std::string_view path) const;                 // the first, or ""
  std::vector<std::string_view> all(std::string_view path) const;
};

// Calls `each` for every element `name` of the text, in any depth, not within itself. A block that is no XML is given to `broken` with its
// line. Texts in GB18030 and UTF-16 are converted.
void for_xml_blocks(std::string_view text, std::string_view name, const std::function<void(const XmlBlock&)>& each, const std::function<void(int line, const Error&)>& broken);

}  // namespace lp::match
