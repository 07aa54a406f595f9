#pragma once
// What a scan came to, for a terminal: totals, coverage, kinds, important datasets, what was not looked at, what to do next.
// Pure function. Control characters in names are made visible: a file's name must not drive the terminal.

#include <string>

#include "discover/report/catalogue.h"
#include "discover/report/titles.h"
#include "discover/report/words.h"

namespace lp::discover {

enum class Colour : std::uint8_t { no, yes };
struct SummaryOptions {
  Language language = Language::zh;
  Colour colour = Colour::no;      // ANSI sequences
  std::size_t rows = 10;           // of each list
  std::string tree = "telecom";
};

std::string summary_text(const ScanResult& result, const Titles& titles, const SummaryOptions& options = {}, const Overlay* overlay = nullptr);

// Columns a terminal needs: East Asian wide characters take two.
std::size_t terminal_width(std::string_view text);
// C0 and C1 control characters, and those that turn the direction of text, as "\x1B"; everything else as it is.
std::string terminal_safe(std::string_view text);

}  // namespace lp::discover
