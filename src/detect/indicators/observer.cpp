#include "detect/indicators/observer.h"

#include "detect/indicators/observed_parts.h"
#include "detect/indicators/url_key.h"
#include "detect/net/domain_name.h"

namespace lp::detect {
namespace {

constexpr std::size_t most_rows = 1024, most_bytes = std::size_t{64} << 10;  // of an event

}  // namespace

// Where an observation of the event goes, and what else is known of it.
struct Observer::Place {
  Observations& out;
  std::size_t first, first_byte;  // of the event
  std::int64_t time;
  std::uint32_t owner;
  const WatchedField* field = nullptr;
};

std::uint32_t Observations::intern_owner(std::string_view organisation) {
  if (organisation.empty()) return 0;
  if (owners.back() == organisation) return static_cast<std::uint32_t>(owners.size() - 1);
  if (const auto known = owner_ids.find(organisation); known != owner_ids.end()) return known->second;
  owners.emplace_back(organisation);
  return owner_ids[owners.back()] = static_cast<std::uint32_t>(owners.size() - 1);
}

void Observer::add(IndicatorKind kind, std::string_view key, std::string_view text, const Place& at) {
  const std::uint64_t hash = hash_key(kind, key);
  auto& rows = at.out.rows;
  for (std::size_t i = at.first; i < rows.size(); ++i)
    if (rows[i].hash == hash && rows[i].kind == kind && rows[i].field->direction == at.field->direction) return;
  if (rows.size() - at.first >= most_rows || at.out.texts.size() - at.first_byte + text.size() > most_bytes) {
    ++at.out.left_out;
    return;
  }
  rows.push_back({.time = at.time, .hash = hash, .field = at.field, .place = static_cast<std::uint32_t>(at.out.texts.size()),
                  .length = static_cast<std::uint32_t>(text.size()), .owner = at.owner, .kind = kind});
  at.out.texts += text;
}

void Observer::observe(const Event& event, std::uint32_t owner, Observations& out) {
  Place at{out, out.rows.size(), out.texts.size(), event.time, owner};
  for (const Value& value : event.values()) {
    at.field = watched_.find(value.field);
    if (at.field == nullptr || value.kind != Kind::text || value.text.empty()) continue;
    switch (at.field->role) {
      case FieldRole::none: break;
      case FieldRole::address: take_address(value.text, at); break;
      case FieldRole::host: take_address(without_port(value.text), at); break;
      case FieldRole::url:
        if (to_url_key(value.text, scratch_)) take_url(at);
        break;
      case FieldRole::url_path: take_path(value.text, event, at); break;
      case FieldRole::hash:
        each_digest(value.text, [&](std::string_view digits) {
          const auto kind = digits.size() == 32 ? IndicatorKind::md5 : digits.size() == 40 ? IndicatorKind::sha1 : IndicatorKind::sha256;
          take_key(kind, digits, at);
        });
        break;
      case FieldRole::email: take_key(IndicatorKind::email, mail_address_in(value.text), at); break;
      case FieldRole::ja3: take_key(IndicatorKind::ja3, value.text, at); break;
      case FieldRole::ja4: take_key(IndicatorKind::ja4, value.text, at); break;
    }
  }
}

void Observer::take_address(std::string_view text, const Place& at) {
  if (text.empty()) return;
  const bool maybe_ip = (text.back() >= '0' && text.back() <= '9') || text.find(':') != std::string_view::npos;
  if (const auto ip = maybe_ip ? parse_ip(text) : std::nullopt) {
    char bytes[16];
    const std::size_t n = to_bytes(*ip, bytes);
    // IPv4 has one way to be written.
    return add(IndicatorKind::ip, {bytes, n}, ip->v6 || text.find(':') != std::string_view::npos ? to_string(*ip) : std::string(text), at);
  }
  // "-" is how logs write that there is none.
  if (text != "-" && normalise_domain(text, scratch_)) add(IndicatorKind::domain, scratch_, scratch_, at);
}

// Its key stands in scratch_.
void Observer::take_url(const Place& at) { add(IndicatorKind::url, scratch_, scratch_, at); }

void Observer::take_path(std::string_view text, const Event& event, const Place& at) {
  if (!text.starts_with('/')) {
    if (to_url_key(text, scratch_)) take_url(at);
    return;
  }
  for (const FieldId field : watched_.hosts()) {
    if (!event.has(field) || event.text(field).empty()) continue;
    if (to_url_key(event.text(field), text, scratch_)) take_url(at);
    return;
  }
}

void Observer::take_key(IndicatorKind kind, std::string_view text, const Place& at) {
  if (to_key(kind, text, scratch_)) add(kind, scratch_, key_text(kind, scratch_), at);
}

}  // namespace lp::detect
