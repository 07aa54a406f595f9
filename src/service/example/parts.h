#pragma once
// The parts an example province is made of. Each writes through World::put.

#include <vector>

#include "service/example/world.h"

namespace lp::service::example {

// Enterprises of all types, then assessors, an entrusted body and the regulator; not yet written.
std::vector<Organisation> plan_organisations(World& world);
Status put_organisation(World& world, store::WriteTx& tx, Organisation& org);     // sets id
Status put_contacts(World& world, store::WriteTx& tx, const Organisation& org);
Status put_units(World& world, store::WriteTx& tx, const Organisation& org, std::int64_t count);
Status put_apps(World& world, store::WriteTx& tx, const Organisation& org, std::int64_t count);
Status put_industrial(World& world, store::WriteTx& tx, const Organisation& org);
Status put_vehicles(World& world, store::WriteTx& tx, const Organisation& org, std::int64_t count);
// Entries of the data catalogue of enterprises that handle important data.
Status put_catalogue(World& world, store::WriteTx& tx, const Organisation& org);
// Task reports of the plan's duties, met, late and missing; `more` further reports of threats handled.
Status put_reports(World& world, store::WriteTx& tx, const Organisation& org, std::int64_t more);
// `object_field`: of kind assessment, names the record assessed; "" = the organisation's data.
Status put_assessments(World& world, store::WriteTx& tx, const Organisation& org, std::string_view object_field,
                       RecordId object, std::string_view title);
Result<std::vector<ExampleAccount>> put_accounts(World& world, store::WriteTx& tx, const std::vector<Organisation>& orgs,
                                                 const std::string& password_hash, std::int64_t& count);
// Today's reminders in the inboxes.
Status put_notifications(World& world, store::WriteTx& tx, const std::vector<Organisation>& orgs);

}  // namespace lp::service::example
