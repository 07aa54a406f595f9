#pragma once
// The fields of a catalogue entry a scan fills. Pure functions over record data.

#include "base/json.h"
#include "base/time.h"
#include "model/catalogue.h"
#include "service/catalogue/scan_summary.h"

namespace lp::service {

inline constexpr std::string_view catalogue_kind = "data_catalogue_item";

struct ScanEvidence {
  json::object file;               // as a field of type file holds it
  Date on;                         // day of the scan
};

// A new entry. Codes the taxonomies do not have are left out.
json::object new_entry(const model::Catalogue&, const Dataset&, const ScanEvidence&, std::string_view processor, std::string_view system);

// What the scan changes in a draft: its own fields, and those that still say what the scan before said. What a
// person entered stays. Empty = nothing to change.
json::object draft_changes(const model::Catalogue&, const json::object& entry, const Dataset&, const ScanEvidence&);

// What a filed entry gets when its change is found: the new measures and the evidence, never a filed fact.
json::object change_fields(const json::object& entry, const Dataset&, const ScanEvidence&, std::string_view words);

}  // namespace lp::service
