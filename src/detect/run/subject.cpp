#include "detect/run/subject.h"

#include "detect/net/ip_address.h"

namespace lp::detect {

Subjects::Subjects(FieldTable& fields, const Owners* owners, std::string log_owner)
    : fields_(fields), owners_(owners), log_owner_(std::move(log_owner)), source_(fields.intern("source.ip")),
      destination_(fields.intern("destination.ip")), host_(fields.intern("host.name")), user_(fields.intern("user.name")) {
  for (const char* name : {"url.domain", "tls.client.server_name", "destination.domain", "host.name"}) names_.push_back(fields.intern(name));
}

std::string Subjects::entity_of(const Event& event, FieldId field) const {
  const std::string_view text = event.text(field);
  // One spelling, whichever sensor wrote it: Suricata writes IPv6 in full.
  if (const auto ip = parse_ip(text)) return "ip:" + to_string(*ip);
  if (field == host_) return "host:" + std::string(text);
  if (field == user_) return "user:" + std::string(text);
  return std::string(fields_.name(field)) + ':' + std::string(text.substr(0, 256));
}

FieldId Subjects::entity_field(const Event& event, FieldId preferred) const {
  for (const FieldId field : {preferred, source_, host_, destination_, user_})
    if (field != no_field && !event.text(field).empty()) return field;
  return no_field;
}

Subject Subjects::of(const Event& event, FieldId preferred) const {
  const FieldId field = entity_field(event, preferred);
  return {field == no_field ? "event" : entity_of(event, field), owner_of(event, field)};
}

std::string Subjects::organisation_of(const Event& event) const {
  return owners_ == nullptr ? log_owner_ : owner_of(event, entity_field(event, no_field)).organisation;
}

Owner Subjects::owner_of(const Event& event, FieldId entity_field) const {
  Owner unknown{.organisation = log_owner_, .object = {}, .reason = log_owner_.empty() ? "no owner is known" : "owner of the log"};
  if (owners_ == nullptr) return unknown;
  std::string tried;
  for (const FieldId field : {entity_field, source_, destination_}) {
    if (field == no_field) continue;
    const auto ip = parse_ip(event.text(field));
    if (!ip) continue;
    Owner found = owners_->of_ip(*ip, event.time);
    if (!found.organisation.empty()) return found;
    if (tried.empty()) tried = std::move(found.reason);
  }
  for (const FieldId field : names_) {
    const std::string_view name = event.text(field);
    if (name.empty()) continue;
    Owner found = owners_->of_domain(name, event.time);
    if (!found.organisation.empty()) return found;
  }
  if (log_owner_.empty() && !tried.empty()) unknown.reason = std::move(tried);
  return unknown;
}

}  // namespace lp::detect
