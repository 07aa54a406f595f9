#pragma once
// A record of a bulletin that lists products in free text (CNVD, CNNVD).

#include <string_view>
#include <vector>

#include "match/feeds/feed_format.h"

namespace lp::match {

struct Bulletin {
  std::string_view id{}, source{}, title{}, severity{}, published{}, modified{};
  std::vector<std::string_view> cves{}, products{};   // products: CPE names or words with versions
};

// Gives the advisory: CVEs are aliases; each product text is read (product_text/) with its confidence, those with unclear versions are counted.
// `place` is where the record's id stands, for a refusal without one.
void take_bulletin(const Bulletin& bulletin, std::string_view place, FeedSink& sink);

}  // namespace lp::match
