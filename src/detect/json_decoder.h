#pragma once
// One JSON object a line → events. Which fields, time and log sources: the mapping of the context. Fields nest by '.';
// a key may hold the dots itself ("winlog.event_data.Image" both ways). Lists: every element is a value of the field; objects in
// lists are entered as if the list were not there. A wanted field that is an object has no value of its own.
//
// Numbers: integers in 64 bits, otherwise real; integers beyond 2^63 are real with their digits as text, numbers beyond double
// are infinite with their text. Bytes that are no UTF-8 and halves of surrogate pairs become U+FFFD (mended()). Repeated keys:
// all values, in order. Blank lines are control lines. Rejected: "not_json", "truncated", "not_object", "too_deep" (more than
// 1,024 levels), "too_long" (4 GiB).

#include "detect/format.h"

namespace lp::detect {

// For `Format::make` of every format whose lines are JSON.
std::unique_ptr<Decoder> make_json_decoder(const DecodeContext& context);

// The same through the slower reader for every line. For tests.
std::unique_ptr<Decoder> make_exact_json_decoder(const DecodeContext& context);

}  // namespace lp::detect
