#include "detect/indicators/retro_hunt.h"

#include <algorithm>

#include "base/text.h"
#include "detect/indicators/url_key.h"
#include "detect/net/domain_name.h"

namespace lp::detect {
namespace {

void each_address_key(std::string_view text, const TakeKey& take) {
  std::string key;
  if (to_key(IndicatorKind::ip, text, key)) return take(IndicatorKind::ip, key, true);
  if (!normalise_domain(text, key)) return;
  take(IndicatorKind::domain, key, true);
  const std::size_t last_dot = key.rfind('.');
  if (last_dot == std::string::npos) return;
  for (std::size_t dot = key.find('.'); dot < last_dot; dot = key.find('.', dot + 1)) take(IndicatorKind::domain, std::string_view(key).substr(dot + 1), false);
}

void each_url_key(std::string_view text, const TakeKey& take) {
  std::string key;
  if (!to_url_key(text, key)) return;
  take(IndicatorKind::url, key, true);
  each_address_key(host_of_url_key(key), take);
}

void each_hash_key(std::string_view text, const TakeKey& take) {
  std::string key;
  const auto one = [&](std::string_view digits) {
    for (const IndicatorKind kind : {IndicatorKind::md5, IndicatorKind::sha1, IndicatorKind::sha256})
      if (to_key(kind, digits.size() > 2 && digits[2] == ':' ? replace_all(digits, ":", "") : std::string(trim(digits)), key)) take(kind, key, true);
  };
  if (text.find('=') == std::string_view::npos) return one(text);
  for (const std::string_view part : split(text, ','))
    if (const std::size_t equals = part.find('='); equals != std::string_view::npos && to_lower_ascii(trim(part.substr(0, equals))) != "imphash") one(part.substr(equals + 1));
}

}  // namespace

void each_key(FieldRole role, std::string_view text, const TakeKey& take) {
  std::string key;
  const auto one = [&](IndicatorKind kind) {
    if (to_key(kind, text, key)) take(kind, key, true);
  };
  switch (role) {
    case FieldRole::none: return;
    case FieldRole::address: return each_address_key(text, take);
    case FieldRole::host:  // a host with a port is a URL without a path
      if (to_url_key(text, std::string_view{}, key)) each_address_key(host_of_url_key(key), take);
      return;
    case FieldRole::url:
    case FieldRole::url_path: return each_url_key(text, take);
    case FieldRole::hash: return each_hash_key(text, take);
    case FieldRole::email: return one(IndicatorKind::email);
    case FieldRole::ja3: return one(IndicatorKind::ja3);
    case FieldRole::ja4: return one(IndicatorKind::ja4);
  }
}

void observable_hashes(FieldRole role, std::string_view text, std::vector<std::uint64_t>& out) {
  each_key(role, text, [&](IndicatorKind kind, std::string_view key, bool) { out.push_back(hash_key(kind, key)); });
}

RetroStatistics retro_hunt(const IndicatorImage& fresh, std::span<const std::uint64_t> hashes, const TakeCandidate& candidate) {
  constexpr std::size_t ahead = 32;  // enough to hide the memory behind the filter's arithmetic
  RetroStatistics statistics{.observables = hashes.size()};
  for (std::size_t i = 0; i < std::min(ahead, hashes.size()); ++i) fresh.prefetch(hashes[i]);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (i + ahead < hashes.size()) fresh.prefetch(hashes[i + ahead]);
    if (!fresh.may_contain(hashes[i])) continue;
    const std::uint32_t found = fresh.find_hash(hashes[i]);
    if (found == 0) continue;
    for (std::uint32_t record = found - 1; record < fresh.size() && fresh.hash(record) == hashes[i]; ++record) {
      ++statistics.candidates;
      candidate(record, i);
    }
  }
  return statistics;
}

RetroStatistics retro_hunt(const IndicatorImage& fresh, std::span<const Ip> addresses, const TakeCandidate& candidate) {
  RetroStatistics statistics{.observables = addresses.size()};
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < addresses.size() && fresh.has_prefixes(); ++i) {
    found.clear();
    fresh.find_prefixes(addresses[i], found);
    for (const std::uint32_t record : found) {
      ++statistics.candidates;
      candidate(record - 1, i);
    }
  }
  return statistics;
}

bool is_sighting(const IndicatorImage& fresh, std::uint32_t record, FieldRole role, std::string_view text) {
  bool seen = false;
  each_key(role, text, [&](IndicatorKind kind, std::string_view key, bool exact) {
    seen = seen || (kind == fresh.kind(record) && key == fresh.key(record) && (exact || !fresh.exact_only(record)));
  });
  return seen;
}

}  // namespace lp::detect
