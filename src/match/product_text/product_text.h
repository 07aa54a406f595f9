#pragma once
// Products with versions in one line of free text, as bulletins list them: "Pexip Infinity <10", "Linux Kernel >=4.0，<=4.9", "Cisco IOS 15.1(3)T",
// "深圳市深信服电子科技有限公司 SANGFOR AF ≤7.5.1", "Microsoft Windows Server 2016". A reading is an opinion: it has a confidence, and where a text may be
// read in two ways there are two readings.

#include <string>
#include <string_view>
#include <vector>

#include "match/version/range.h"

namespace lp::match {

struct ProductText {
  std::string vendor{};                // a guess: the company, or the first word; "" = the text is one word
  std::string product{};               // as written, without vendor and version
  std::vector<Interval> intervals{};   // empty: versions were stated and not understood
  std::string scheme = "generic";
  double confidence = 0;               // 0 … 1
  std::string_view why{};              // VersionPhrase::why, or "no_version" (all versions are meant, or none is known), "number_in_name"
};

// The most likely first; never empty for text that holds a word. At most 2.
std::vector<ProductText> parse_product_text(std::string_view text);

}  // namespace lp::match
