#pragma once
// Threat indicators: what they are, in which form they are compared, and what is known about each.
//
// A key is the form an indicator and an observed value are compared in: the bytes of an address or a hash, the normalised text of
// everything else. Equal things have equal keys however they were written.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "detect/event.h"
#include "detect/net/ip_address.h"

namespace lp::detect {

enum class IndicatorKind : std::uint8_t { ip, prefix, domain, url, md5, sha1, sha256, email, ja3, ja4 };
inline constexpr std::size_t indicator_kinds = 10;
std::string_view to_string(IndicatorKind kind);
std::optional<IndicatorKind> parse_indicator_kind(std::string_view text);

// Traffic Light Protocol 2.0.
enum class Tlp : std::uint8_t { none, clear, green, amber, amber_strict, red };
std::string_view to_string(Tlp tlp);       // "TLP:AMBER+STRICT"; empty for none
Tlp parse_tlp(std::string_view text);      // "tlp:white", "TLP:CLEAR", "amber"; none when it is none

// What one source says about an indicator.
struct IndicatorContext {
  std::string source;                      // "openphish", the name of a feed
  std::string type{};                      // "phishing", "c2": the source's word
  std::string description{};
  std::uint8_t confidence = 50;            // 0…100
  Tlp tlp = Tlp::none;
  std::int64_t from = no_time, until = no_time;  // sightings outside do not count; no_time = without limit
  bool operator==(const IndicatorContext&) const = default;
};

// The key of `text` into `out`; false: `text` is no indicator of this kind. Keys are at most 8 KiB.
bool to_key(IndicatorKind kind, std::string_view text, std::string& out);
// The address of a key of kind ip.
Ip ip_of_key(std::string_view key);
// What a person reads.
std::string key_text(IndicatorKind kind, std::string_view key);

// The kind a text has by its looks: lists without a column of kinds. Hashes of 32 digits are MD5; JA3 must be said.
std::optional<IndicatorKind> guess_kind(std::string_view text);

// 64 bits of a key, the same in every program and on every day: images and stored observables hold them.
std::uint64_t hash_key(IndicatorKind kind, std::string_view key);

// "hxxps://bad[.]example[:]8080" → "https://bad.example:8080": how people write what must not be clicked.
std::string refang(std::string_view text);

}  // namespace lp::detect
