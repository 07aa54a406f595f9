#pragma once
// A correlation document as a CorrelationRule.

#include <optional>

#include "base/diagnostics.h"
#include "detect/sigma/rule.h"
#include "io/yaml.h"

namespace lp::detect::sigma {

// nullopt: what is wrong was reported.
std::optional<CorrelationRule> read_correlation(const io::YamlNode& document, Diagnostics& out);
// "90m" in microseconds; s, m, h, d and w; nullopt: something else, or none.
std::optional<std::int64_t> parse_timespan(std::string_view text);

}  // namespace lp::detect::sigma
