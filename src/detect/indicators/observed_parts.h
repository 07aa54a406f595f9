#pragma once
// The part of an observed text that is compared: what stands around addresses, mail addresses and digests in logs.

#include <string_view>

#include "base/text.h"

namespace lp::detect {

// "example.com:8080", "[2001:db8::1]:80" → what stands before the port; empty when there is nothing.
inline std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    return end == std::string_view::npos ? std::string_view{} : text.substr(1, end - 1);
  }
  const std::size_t colon = text.find(':');
  const bool alone = colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
  return alone ? text.substr(0, colon) : text;
}

// "Name <a@b>" → "a@b".
inline std::string_view mail_address_in(std::string_view text) {
  return text.ends_with('>') ? text.substr(0, text.size() - 1).substr(text.rfind('<') + 1) : text;
}

// take(digits) for each digest of "…", "aa:bb:…" or "MD5=…,SHA256=…"; import hashes are of another kind and left out.
template <class Take>
void each_digest(std::string_view text, const Take& take) {
  const auto one = [&](std::string_view digits) {
    digits = trim(digits);
    char bare[64];
    if (digits.size() > 2 && digits[2] == ':') {  // fingerprints
      std::size_t n = 0;
      for (const char c : digits)
        if (c != ':' && n < sizeof bare) bare[n++] = c;
      digits = {bare, n};
    }
    take(digits);
  };
  if (text.find('=') == std::string_view::npos) return one(text);
  for (const std::string_view part : split(text, ',')) {
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos && to_lower_ascii(trim(part.substr(0, equals))) != "imphash") one(part.substr(equals + 1));
  }
}

}  // namespace lp::detect
