#pragma once
// Domain names as they are compared: lower case, without the dot at the end, non-ASCII labels as punycode ("xn--…").

#include <string>
#include <string_view>

namespace lp::detect {

// Into `out` (its old content goes; its memory is used again). False: this is no name — empty, an empty label, a label over 63
// bytes, over 253 bytes, characters no name has. Underscores are taken: "_dmarc.example.com" is asked for every day.
bool normalise_domain(std::string_view text, std::string& out);

// RFC 3492, of one label of code points; "xn--" not included.
std::string to_punycode(std::u32string_view label);

}  // namespace lp::detect
