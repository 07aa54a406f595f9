#pragma once
// Signals kept beside an image of advisories: one CSV a person can read and a program can make. The last row of an id and source counts.

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "match/signals.h"

namespace lp::match {

std::string to_csv(std::span<const Signal> signals);   // with its header, ordered as given
// Bad rows are diagnostics; invalid: the header is another.
Status read_signals(std::string_view text, std::string_view file, const std::function<void(Signal&&)>& take, Diagnostics& out);

std::string_view to_string(Exploitation exploitation);
Exploitation exploitation_of(std::string_view word);   // unknown for every other word

}  // namespace lp::match
