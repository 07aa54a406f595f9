#pragma once
// A scan result as one HTML file that needs nothing else: no request leaves it (its own content security policy forbids
// that), style, charts (SVG) and script are inside. Chinese first, English by a switch that works without script; light
// and dark; printable; tables sort where script runs. Masked examples only. "Not looked at" is always there.
//
// Long lists are cut at the given limits, and the page says by how much. Everything from outside is escaped. One thread.

#include "discover/report/decisions.h"
#include "discover/report/titles.h"
#include "discover/report/words.h"
#include "discover/result.h"
#include "io/bytes.h"

namespace lp::discover {

struct HtmlOptions {
  Language language = Language::zh;   // shown first
  std::string tree = "telecom";       // of the catalogue's classes
  std::size_t documents = 200, datasets = 200, skips = 500, kinds = 15;
};

Status write_html(const ScanResult& result, const Titles& titles, io::ByteSink out, const HtmlOptions& options = {},
                  const Overlay* overlay = nullptr);

}  // namespace lp::discover
