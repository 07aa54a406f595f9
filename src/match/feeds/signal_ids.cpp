#include "match/feeds/signal_ids.h"

#include <algorithm>

namespace lp::match {

bool is_cve_id(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() >= 13 && text.size() <= 20 && text.starts_with("CVE-") && text[8] == '-' && std::ranges::all_of(text.substr(4, 4), digit) && std::ranges::all_of(text.substr(9), digit);
}

}  // namespace lp::match
