#pragma once
// A pull of a TAXII 2.1 collection, page by page. Nothing is asked of anybody unless an administrator configured a collection.

#include <string>

#include "base/diagnostics.h"
#include "base/result.h"
#include "detect/indicators/indicator_import.h"
#include "io/http_get.h"

namespace lp::detect {

struct TaxiiSource {
  std::string collection;            // "https://host/api-root/collections/<id>/"
  std::string added_after{};         // RFC 3339; empty = everything
  io::HttpGetOptions http{};         // Accept is added
  std::uint32_t pages = 10'000;      // too_large above it: a service that never ends
  IndicatorContext context{};        // source empty = the collection's address
};

// What was taken of the pages before a failure stays in `set`; the error says so.
Result<ImportStatistics> pull_taxii(const TaxiiSource& source, IndicatorSet& set, Diagnostics& out);

}  // namespace lp::detect
