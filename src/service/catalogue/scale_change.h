#pragma once
// Whether the scale of a filed dataset changed so much that it has to be filed again. The 30 % is of the draft of
// the rules (工信部网安〔2022〕166号); which measure it is of was not seen, so either of bytes and records counts.

#include <optional>

#include "base/json.h"
#include "base/local_text.h"
#include "service/catalogue/scan_summary.h"

namespace lp::service {

inline constexpr double change_filing_ratio = 0.30;

// What changed, in words; nullopt when nothing did. `filed`: data of the entry. Less than was filed counts only
// when the scan saw the dataset whole; a measure the scan or the entry lacks does not count.
std::optional<LocalText> scale_change(const json::object& filed, const Dataset& seen, double ratio = change_filing_ratio);

// Bytes as the form has them: GB of 10^9 bytes, two decimals, never 0 of something.
double to_gigabytes(std::int64_t bytes);

}  // namespace lp::service
