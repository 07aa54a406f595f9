#pragma once
// What a scan means for the entries an organisation has: one step for each dataset. Pure.

#include <map>
#include <string>
#include <vector>

#include "model/catalogue.h"
#include "model/record.h"
#include "service/catalogue/catalogue_fields.h"
#include "service/catalogue/catalogue_scan.h"

namespace lp::service {

// Entries that came from scans and are not cancelled, by dataset.
using CatalogueEntries = std::map<std::string, model::Record>;

struct CatalogueStep {
  const model::Record* entry = nullptr;   // of the entries given; null = to be created
  DatasetOutcome outcome;
  json::object data;                      // to write; empty = nothing
};

// In order of datasets. `processor`: name of the organisation.
std::vector<CatalogueStep> plan_catalogue(const model::Catalogue&, const CatalogueEntries&, const ScanSummary&, const CatalogueScan&,
                                          const ScanEvidence&, std::string_view processor);
// Whether a dataset that has no entry gets one: general data about nobody do not belong into the catalogue.
bool is_for_catalogue(const Dataset&);

}  // namespace lp::service
