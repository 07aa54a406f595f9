#pragma once
// gzip of answers, and of what senders pack. Pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace lp::server {

std::string gzip(std::string_view bytes, int level);  // 1 fast … 9 small
// Nothing when it is no gzip, or longer than `limit` unpacked.
std::optional<std::string> gunzip(std::string_view bytes, std::size_t limit);
// "gzip" or "*" in Accept-Encoding without q=0.
bool accepts_gzip(std::string_view accept_encoding);
bool is_compressible(std::string_view content_type);  // text, JSON, JavaScript, SVG

}  // namespace lp::server
