#include "service/events/look_back.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "detect/alert.h"
#include "detect/indicators/retro_hunt.h"
#include "detect/indicators/url_key.h"
#include "service/events/kept_kinds.h"

namespace lp::service {
namespace {

using detect::IndicatorImage;
using detect::IndicatorKind;
using store::Observable;
using store::ObservableKind;

// The kinds of values any of the images can hit: nothing else is read.
std::vector<ObservableKind> kinds_hit_by(std::span<const std::shared_ptr<const IndicatorImage>> images) {
  std::vector<ObservableKind> out;
  const auto any = [&](std::initializer_list<IndicatorKind> kinds) {
    return std::ranges::any_of(images, [&](const auto& image) { return std::ranges::any_of(kinds, [&](IndicatorKind kind) { return image->has(kind); }); });
  };
  using enum IndicatorKind;
  if (any({ip, prefix})) out.insert(out.end(), {ObservableKind::ipv4, ObservableKind::ipv6});
  if (any({domain})) out.push_back(ObservableKind::domain);
  if (any({url, domain, ip, prefix})) out.push_back(ObservableKind::url);
  if (any({md5, sha1, sha256})) out.push_back(ObservableKind::hash);
  if (any({email})) out.push_back(ObservableKind::email);
  if (any({ja3})) out.push_back(ObservableKind::ja3);
  if (any({ja4})) out.push_back(ObservableKind::ja4);
  return out;
}

// The keys a batch of observables can be hit by, and the addresses in it.
class BatchKeys {
 public:
  struct Key {
    IndicatorKind kind;
    bool exact;                    // false: of a name above
    std::uint32_t row;
    std::string_view text;         // empty: the value's own, whose hash was kept
  };
  BatchKeys(bool names, bool ranges) : names_(names), addresses_wanted_(ranges) {}

  void fill(std::span<const Observable> batch) {
    hashes.clear();
    keys.clear();
    addresses.clear();
    address_rows.clear();
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      const Observable& o = batch[row];
      put(o.hash, {to_indicator_kind(o.kind, o.value), true, row, {}});
      if (o.kind == ObservableKind::domain) put_above(o.value, row);
      else if (o.kind == ObservableKind::url) put_host(detect::host_of_url_key(o.value), row);
      else if (addresses_wanted_ && (o.kind == ObservableKind::ipv4 || o.kind == ObservableKind::ipv6)) put_address(detect::parse_ip(o.value), row);
    }
  }

  std::vector<std::uint64_t> hashes;
  std::vector<Key> keys;           // of the hash at the same place
  std::vector<detect::Ip> addresses;
  std::vector<std::uint32_t> address_rows;

 private:
  void put(std::uint64_t hash, Key key) {
    hashes.push_back(hash);
    keys.push_back(key);
  }
  void put_address(const std::optional<detect::Ip>& ip, std::uint32_t row) {
    if (!ip || !addresses_wanted_) return;
    addresses.push_back(*ip);
    address_rows.push_back(row);
  }
  // The last label alone is a public suffix: nothing below it can be meant.
  void put_above(std::string_view name, std::uint32_t row) {
    if (!names_) return;
    const std::size_t last_dot = name.rfind('.');
    if (last_dot == std::string_view::npos) return;
    for (std::size_t dot = name.find('.'); dot < last_dot; dot = name.find('.', dot + 1)) {
      const std::string_view above = name.substr(dot + 1);
      put(detect::hash_key(IndicatorKind::domain, above), {IndicatorKind::domain, false, row, above});
    }
  }
  void put_host(std::string_view host, std::uint32_t row) {
    if (host.empty()) return;
    const bool maybe_ip = (host.back() >= '0' && host.back() <= '9') || host.find(':') != std::string_view::npos;
    if (const auto ip = maybe_ip ? detect::parse_ip(host) : std::nullopt) {
      char bytes[16];
      const std::size_t n = detect::to_bytes(*ip, bytes);
      put(detect::hash_key(IndicatorKind::ip, {bytes, n}), {IndicatorKind::ip, true, row, host});
      return put_address(ip, row);
    }
    if (!names_) return;
    put(detect::hash_key(IndicatorKind::domain, host), {IndicatorKind::domain, true, row, host});
    put_above(host, row);
  }
  bool names_, addresses_wanted_;
};

class Looker {
 public:
  Looker(const LookBackOptions& options, LookBack& out) : options_(options), out_(out) {}

  void look(std::size_t number, const IndicatorImage& image, std::span<const Observable> batch, const BatchKeys& keys) {
    (void)detect::retro_hunt(image, keys.hashes, [&](std::uint32_t record, std::size_t position) {
      const BatchKeys::Key& key = keys.keys[position];
      if (!is_meant(image, record, key, batch[key.row])) return;
      take(number, image, record, batch[key.row], key.text.empty());
    });
    (void)detect::retro_hunt(image, keys.addresses, [&](std::uint32_t record, std::size_t position) { take(number, image, record, batch[keys.address_rows[position]], false); });
  }

  void finish() {
    for (auto& [key, sighting] : sightings_) out_.sightings.push_back(std::move(sighting));
    std::ranges::sort(out_.sightings, [](const Sighting& a, const Sighting& b) {
      return std::tuple(a.allowed_by.empty(), a.confidence(), a.last, a.count, std::tie(b.indicator, b.value, b.stream, b.owner, b.role)) >
             std::tuple(b.allowed_by.empty(), b.confidence(), b.last, b.count, std::tie(a.indicator, a.value, a.stream, a.owner, a.role));
    });
  }

 private:
  // Two keys share a hash once in 10^19 pairs; then their texts differ.
  bool is_meant(const IndicatorImage& image, std::uint32_t record, const BatchKeys::Key& key, const Observable& o) {
    if (image.kind(record) != key.kind || (!key.exact && image.exact_only(record))) return false;
    const std::string_view text = key.text.empty() ? o.value : key.text;
    return detect::to_key(key.kind, text, scratch_) && scratch_ == image.key(record);
  }

  void take(std::size_t number, const IndicatorImage& image, std::uint32_t record, const Observable& o, bool exact) {
    std::vector<detect::IndicatorContext>& contexts = contexts_of(number, image, record);
    if (!options_.any_date && std::ranges::none_of(contexts, [&](const auto& c) { return in_date(c, o.time); })) {
      ++out_.out_of_date;
      return;
    }
    ++out_.seen;
    name_.clear();
    for (const std::uint64_t n : {static_cast<std::uint64_t>(number), static_cast<std::uint64_t>(record), static_cast<std::uint64_t>(o.kind), static_cast<std::uint64_t>(o.role),
                                  static_cast<std::uint64_t>(o.org.value), static_cast<std::uint64_t>(o.value.size()), static_cast<std::uint64_t>(o.stream.size())})
      name_.append(reinterpret_cast<const char*>(&n), sizeof n);
    ((name_ += o.value) += o.stream) += o.owner;
    auto place = sightings_.find(name_);
    if (place == sightings_.end()) {
      if (sightings_.size() >= options_.most) {
        ++out_.beyond;
        return;
      }
      place = sightings_.emplace(name_, made(image, record, o, exact)).first;
    }
    grow(place->second, o.time, contexts);
  }

  Sighting made(const IndicatorImage& image, std::uint32_t record, const Observable& o, bool exact) const {
    Sighting s{.kind = image.kind(record), .indicator = detect::key_text(image.kind(record), image.key(record)), .exact = exact, .value = std::string(o.value),
               .stream = std::string(o.stream), .owner = std::string(o.owner), .value_kind = o.kind, .role = o.role, .org = o.org, .first = o.time, .last = o.time};
    if (options_.allow != nullptr)
      if (const auto match = options_.allow->find(s.kind, s.indicator, s.value)) s.allowed_by = match->list + " (" + match->entry + ")";
    return s;
  }

  void grow(Sighting& s, std::int64_t time, const std::vector<detect::IndicatorContext>& contexts) const {
    if (s.count == 0 || time >= s.last) {
      s.contexts = contexts;
      if (!options_.any_date) std::erase_if(s.contexts, [&](const auto& c) { return !in_date(c, time); });
    }
    ++s.count;
    s.first = std::min(s.first, time);
    s.last = std::max(s.last, time);
  }

  static bool in_date(const detect::IndicatorContext& c, std::int64_t time) {
    return (c.from == detect::no_time || time >= c.from) && (c.until == detect::no_time || time < c.until);
  }

  // Decoded once an indicator: some are hit millions of times.
  std::vector<detect::IndicatorContext>& contexts_of(std::size_t number, const IndicatorImage& image, std::uint32_t record) {
    const auto [place, added] = contexts_.try_emplace((static_cast<std::uint64_t>(number) << 32) | record);
    if (added) place->second = image.contexts(record);
    return place->second;
  }

  const LookBackOptions& options_;
  LookBack& out_;
  std::unordered_map<std::string, Sighting> sightings_;
  std::unordered_map<std::uint64_t, std::vector<detect::IndicatorContext>> contexts_;
  std::string scratch_, name_;
};

}  // namespace

int Sighting::confidence() const {
  int most = 0;
  for (const detect::IndicatorContext& c : contexts) most = std::max(most, static_cast<int>(c.confidence));
  return most;
}

json::object to_json(const Sighting& s) {
  json::array contexts;
  for (const detect::IndicatorContext& c : s.contexts)
    contexts.push_back(json::object{{"source", c.source}, {"type", c.type}, {"confidence", c.confidence}, {"tlp", detect::to_string(c.tlp)}, {"description", c.description}});
  json::object out{{"format", "longpan-sighting/1"}, {"first", detect::time_text(s.first)}, {"last", detect::time_text(s.last)}, {"count", s.count}, {"stream", s.stream},
                   {"organisation", s.owner}, {"role", to_string(s.role)}, {"kind", to_string(s.value_kind)}, {"value", s.value},
                   {"indicator", json::object{{"kind", detect::to_string(s.kind)}, {"value", s.indicator}, {"exact", s.exact}, {"confidence", s.confidence()}, {"contexts", std::move(contexts)}}}};
  if (s.org) out["organisation_id"] = s.org.value;  // of the register
  if (!s.allowed_by.empty()) out["allowed_by"] = s.allowed_by;
  return out;
}

Result<LookBack> look_back(store::EventStore& store, const store::Reach& reach, std::span<const std::shared_ptr<const IndicatorImage>> images,
                           const LookBackOptions& options, const std::function<bool(std::uint64_t)>& progress) {
  LookBack out;
  const std::vector<ObservableKind> kinds = kinds_hit_by(images);
  if (kinds.empty()) return out;
  const bool names = std::ranges::any_of(images, [](const auto& image) { return image->has(IndicatorKind::domain); });
  const bool ranges = std::ranges::any_of(images, [](const auto& image) { return image->has_prefixes(); });
  BatchKeys keys(names, ranges);
  Looker looker(options, out);
  LP_CHECK_OK(store.each_observable(reach, options.span, kinds, [&](std::span<const Observable> batch) {
    keys.fill(batch);
    for (std::size_t i = 0; i < images.size(); ++i) looker.look(i, *images[i], batch, keys);
    out.observables += batch.size();
    out.stopped = !progress(out.observables);
    return !out.stopped;
  }));
  looker.finish();
  return out;
}

}  // namespace lp::service
