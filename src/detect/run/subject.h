#pragma once
// What an alert is about, and whose problem that is: the entity and the owner of a finding.
//
// The entity is the field a rule names, or else the first the event has of: source address, host, destination address, user.
// The owner is whoever the entity belongs to; when nobody is known for it, whoever the other end of the event belongs to; when
// nobody is known at all, the organisation whose log it is (when the run was told), or nobody, with the reason.
//
// Threads: read-only once made.

#include <string>
#include <string_view>
#include <vector>

#include "detect/alert.h"
#include "detect/attribution/owners.h"
#include "detect/event.h"

namespace lp::detect {

struct Subject {
  std::string entity;  // "ip:10.1.2.3", "host:ws-17", "user:li", "mqtt.connect.client_id:…"; "event" when nothing names one
  Owner owner;
};

class Subjects {
 public:
  // Asks for the fields: call while loading. `owners` may be null and must outlive this.
  Subjects(FieldTable& fields, const Owners* owners, std::string log_owner);
  Subject of(const Event& event, FieldId preferred = no_field) const;
  // The organisation of of(event).owner, without the words; empty: nobody known.
  std::string organisation_of(const Event& event) const;

 private:
  FieldId entity_field(const Event& event, FieldId preferred) const;
  std::string entity_of(const Event& event, FieldId field) const;
  Owner owner_of(const Event& event, FieldId entity_field) const;

  const FieldTable& fields_;
  const Owners* owners_;
  std::string log_owner_;
  FieldId source_, destination_, host_, user_;
  std::vector<FieldId> names_;  // fields that hold a name an owner may be known by
};

}  // namespace lp::detect
