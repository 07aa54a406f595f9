#include "detect/indicators/indicator_matcher.h"

#include <algorithm>

#include "detect/indicators/observed_parts.h"
#include "detect/indicators/url_key.h"
#include "detect/net/domain_name.h"

namespace lp::detect {

void IndicatorMatcher::match(const Event& event, std::vector<IndicatorHit>& hits) {
  begin(event);
  finish(event, hits);
}

void IndicatorMatcher::begin(const Event& event) {
  if (handle_.version() != version_) image_ = handle_.load(version_);
  ++statistics_.events;
  keys_.clear();
  probes_.clear();
  ranges_.clear();
  if (image_ == nullptr || image_->size() == 0) return;
  for (const Value& value : event.values()) {
    const WatchedField* field = watched_.find(value.field);
    if (field != nullptr && value.kind == Kind::text && !value.text.empty()) gather(value, field->role, event);
  }
}

void IndicatorMatcher::gather(const Value& value, FieldRole role, const Event& event) {
  ++statistics_.values;
  switch (role) {
    case FieldRole::none: return;
    case FieldRole::address: return gather_address(value, value.text);
    case FieldRole::host: return gather_host(value, value.text);
    case FieldRole::url: return gather_url(value, value.text);
    case FieldRole::url_path: return gather_path(value, event);
    case FieldRole::hash: return gather_hashes(value, value.text);
    case FieldRole::email: return gather_key(value, IndicatorKind::email, mail_address_in(value.text));
    case FieldRole::ja3: return gather_key(value, IndicatorKind::ja3, value.text);
    case FieldRole::ja4: return gather_key(value, IndicatorKind::ja4, value.text);
  }
}

std::size_t IndicatorMatcher::keep_key(std::string_view key) {
  const std::size_t place = keys_.size();
  keys_ += key;
  return place;
}

void IndicatorMatcher::add_probe(const Value& value, IndicatorKind kind, std::size_t place, std::size_t length, bool exact) {
  const std::uint64_t hash = hash_key(kind, std::string_view(keys_).substr(place, length));
  image_->prefetch(hash);
  probes_.push_back({hash, static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(length), &value, kind, exact});
}

void IndicatorMatcher::gather_address(const Value& value, std::string_view text) {
  const char last = text.back();
  const bool maybe_ip = (last >= '0' && last <= '9') || text.find(':') != std::string_view::npos;
  const auto ip = maybe_ip ? parse_ip(text) : std::nullopt;
  if (!ip) return gather_name(value, text);
  char bytes[16];
  const std::size_t n = to_bytes(*ip, bytes);
  // One side of most events is a machine of ours, and few lists name those.
  if (image_->has(IndicatorKind::ip) && (image_->has_internal() || !is_internal(*ip))) add_probe(value, IndicatorKind::ip, keep_key({bytes, n}), n, true);
  if (!image_->has_prefixes()) return;
  found_.clear();
  image_->find_prefixes(*ip, found_);
  for (const std::uint32_t record : found_) ranges_.emplace_back(record, &value);
}

void IndicatorMatcher::gather_name(const Value& value, std::string_view text) {
  if (!image_->has(IndicatorKind::domain) || !normalise_domain(text, scratch_)) return;
  const std::size_t place = keep_key(scratch_);
  const std::size_t end = place + scratch_.size();
  add_probe(value, IndicatorKind::domain, place, scratch_.size(), true);
  // The last label alone is a public suffix: nothing below it can be meant.
  const std::size_t last_dot = scratch_.rfind('.');
  if (last_dot == std::string::npos) return;
  for (std::size_t dot = scratch_.find('.'); dot < last_dot; dot = scratch_.find('.', dot + 1))
    add_probe(value, IndicatorKind::domain, place + dot + 1, end - place - dot - 1, false);
}

void IndicatorMatcher::gather_host(const Value& value, std::string_view text) {
  const std::string_view host = without_port(text);
  if (!host.empty()) gather_address(value, host);
}

// The key stands in scratch_.
void IndicatorMatcher::gather_url_key(const Value& value) {
  const std::size_t place = keep_key(scratch_);
  const std::size_t length = scratch_.size();
  add_probe(value, IndicatorKind::url, place, length, true);
}

void IndicatorMatcher::gather_url(const Value& value, std::string_view text) {
  if (!to_url_key(text, scratch_)) return;
  if (image_->has(IndicatorKind::url)) gather_url_key(value);
  // Its host is an address like any other; in a text of its own, because gathering it uses scratch_.
  const std::string host(host_of_url_key(scratch_));
  if (!host.empty()) gather_address(value, host);
}

void IndicatorMatcher::gather_path(const Value& value, const Event& event) {
  if (!value.text.starts_with('/')) return gather_url(value, value.text);
  if (!image_->has(IndicatorKind::url)) return;
  for (const FieldId field : watched_.hosts()) {
    if (!event.has(field) || event.text(field).empty()) continue;
    if (to_url_key(event.text(field), value.text, scratch_)) gather_url_key(value);
    return;
  }
}

void IndicatorMatcher::gather_hashes(const Value& value, std::string_view text) {
  each_digest(text, [&](std::string_view digits) {
    if (digits.size() == 32) gather_key(value, IndicatorKind::md5, digits);
    else if (digits.size() == 40) gather_key(value, IndicatorKind::sha1, digits);
    else if (digits.size() == 64) gather_key(value, IndicatorKind::sha256, digits);
  });
}

void IndicatorMatcher::gather_key(const Value& value, IndicatorKind kind, std::string_view text) {
  if (!image_->has(kind) || !to_key(kind, text, scratch_)) return;
  add_probe(value, kind, keep_key(scratch_), scratch_.size(), true);
}

void IndicatorMatcher::finish(const Event& event, std::vector<IndicatorHit>& hits) {
  statistics_.probes += probes_.size();
  std::size_t left = 0;
  for (const Probe& probe : probes_)
    if (image_->may_contain(probe.hash)) {
      image_->prefetch_record(probe.hash);
      probes_[left++] = probe;
    }
  for (std::size_t i = 0; i < left; ++i) {
    const Probe& probe = probes_[i];
    const std::uint32_t record = image_->find(probe.kind, std::string_view(keys_).substr(probe.key_place, probe.key_length), probe.hash);
    if (record == 0 || (!probe.exact && image_->exact_only(record - 1))) continue;
    report(record - 1, *probe.value, probe.exact, event, hits);
  }
  for (const auto& [record, value] : ranges_) report(record - 1, *value, false, event, hits);
}

void IndicatorMatcher::report(std::uint32_t record, const Value& value, bool exact, const Event& event, std::vector<IndicatorHit>& hits) {
  std::vector<IndicatorContext> contexts = image_->contexts(record);
  std::erase_if(contexts, [&](const IndicatorContext& c) {
    if (event.time == no_time) return false;
    return (c.from != no_time && event.time < c.from) || (c.until != no_time && event.time >= c.until);
  });
  if (contexts.empty()) {
    ++statistics_.out_of_date;
    return;
  }
  const WatchedField* field = watched_.find(value.field);
  IndicatorHit hit{.kind = image_->kind(record), .indicator = key_text(image_->kind(record), image_->key(record)), .field = value.field, .field_name = field->name,
                   .value = std::string(value.text), .exact = exact, .direction = field->direction, .contexts = std::move(contexts)};
  if (allow_ != nullptr) {
    if (const auto match = allow_->find(hit.kind, hit.indicator, hit.value)) {
      hit.allowed_by = match->list + " (" + match->entry + ")";
      ++statistics_.allowed;
    }
  }
  hit.severity = severity_of(hit);
  ++statistics_.hits;
  hits.push_back(std::move(hit));
}

}  // namespace lp::detect
