#include "service/catalogue/catalogue_fields.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "model/field_check.h"
#include "service/catalogue/scale_change.h"

namespace lp::service {
namespace {

// Tree of an identifier's categories → field of the entry.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> class_fields{
    {{"telecom", "classes_telecom"}, {"industrial", "classes_industrial"}, {"vehicle", "classes_vehicle"}, {"gbt43697", "classes_general"}}};

constexpr std::string_view evidence_prefix = "discover-scan-";   // names of evidence files of ours
constexpr std::size_t most_evidence = 10;                        // of scans, the newest

json::array class_codes(const model::Catalogue& catalogue, std::string_view field_name, const std::set<std::string>& codes) {
  json::array out;
  const model::Kind* kind = catalogue.kind(catalogue_kind);
  const model::Field* field = kind != nullptr ? kind->find_field(field_name) : nullptr;
  const model::Taxonomy* tree = field != nullptr ? catalogue.taxonomy(field->of) : nullptr;
  for (const std::string& code : codes) {
    if (tree != nullptr && tree->find(code) != nullptr) out.emplace_back(code);
  }
  return out;
}

json::array finding_rows(const Dataset& d) {
  json::array rows;
  for (const FoundKind& found : d.kinds) {
    rows.push_back(json::object{{"kind", found.kind}, {"sensitivity", found.sensitivity}, {"fields", found.fields}, {"hits", found.hits}});
  }
  return rows;
}

// The measures as the scan gives them.
json::object measures(const Dataset& d) {
  json::object out{{"scanned_bytes", d.bytes}, {"scanned_records", d.records}, {"scanned_persons", d.persons}};
  return out;
}

json::object scan_fields(const Dataset& d) {
  json::object out = measures(d);
  out["scanned_level"] = d.level;
  if (!d.level_rule.empty()) out["scanned_level_rule"] = d.level_rule;
  out["findings"] = finding_rows(d);
  return out;
}

// What a person decides and a scan proposes, from the scan's own fields: of this scan, or of the one a stored
// entry remembers.
json::object proposals(const json::object& scan) {
  json::object out{{"level", get_string(scan, "scanned_level", "general")}};
  out["size_gb"] = to_gigabytes(get_int(scan, "scanned_bytes"));
  out["record_count"] = get_int(scan, "scanned_records");
  bool personal = false, sensitive = false;
  if (const json::array* rows = find_array(scan, "findings")) {
    for (const json::value& row : *rows) {
      const std::string sensitivity = row.is_object() ? get_string(row.get_object(), "sensitivity") : std::string();
      sensitive |= sensitivity == "sensitive";
      personal |= sensitivity == "personal" || sensitivity == "sensitive";
    }
  }
  out["has_personal"] = personal;
  out["has_sensitive"] = sensitive;
  if (personal) out["persons"] = get_int(scan, "scanned_persons");
  return out;
}

bool is_scan_evidence(const json::value& file) {
  return file.is_object() && starts_with(get_string(file.get_object(), "name"), evidence_prefix);
}

// The newest first; older scans beyond the limit go, what people attached stays.
json::array evidence_with(const json::object& entry, const ScanEvidence& evidence) {
  json::array out{evidence.file};
  std::size_t scans = 1;
  const json::array* present = find_array(entry, "evidence");
  if (present == nullptr) return out;
  for (const json::value& file : *present) {
    if (file == out.front() || (is_scan_evidence(file) && ++scans > most_evidence)) continue;
    out.push_back(file);
  }
  return out;
}

bool same(const json::value* a, const json::value& b) {
  if (a == nullptr) return b.is_null();
  if (a->is_number() && b.is_number()) return a->to_number<double>() == b.to_number<double>();
  return *a == b;
}

}  // namespace

json::object new_entry(const model::Catalogue& catalogue, const Dataset& d, const ScanEvidence& evidence, std::string_view processor,
                       std::string_view system) {
  json::object out = scan_fields(d);
  for (auto& member : proposals(out)) out[member.key()] = member.value();
  out["name"] = d.name;
  out["dataset_id"] = d.identity;
  if (!processor.empty()) out["processor_name"] = fitted(processor, 120);
  if (!system.empty()) out["system_name"] = fitted(system, 50);
  for (const auto& [tree, field] : class_fields) {
    const auto found = d.classes.find(std::string(tree));
    if (found == d.classes.end()) continue;
    if (json::array codes = class_codes(catalogue, field, found->second); !codes.empty()) out[field] = std::move(codes);
  }
  out["scanned_on"] = to_string(evidence.on);
  out["evidence"] = evidence_with({}, evidence);
  return out;
}

json::object draft_changes(const model::Catalogue& catalogue, const json::object& entry, const Dataset& d, const ScanEvidence& evidence) {
  const json::object now = scan_fields(d);
  json::object changes;
  for (const auto& member : now) {
    if (!same(find(entry, member.key()), member.value())) changes[member.key()] = member.value();
  }
  const json::object before = proposals(entry);
  for (const auto& member : proposals(now)) {
    const json::value* present = find(entry, member.key());
    const json::value* said = find(before, member.key());
    const bool untouched = !model::is_filled(present) || (said != nullptr && same(present, *said));
    if (untouched && !same(present, member.value())) changes[member.key()] = member.value();
  }
  for (const auto& [tree, field] : class_fields) {
    const auto found = d.classes.find(std::string(tree));
    if (found == d.classes.end() || model::is_filled(find(entry, field))) continue;
    if (json::array codes = class_codes(catalogue, field, found->second); !codes.empty()) changes[field] = std::move(codes);
  }
  if (changes.empty()) return changes;
  changes["scanned_on"] = to_string(evidence.on);
  changes["evidence"] = evidence_with(entry, evidence);
  return changes;
}

json::object change_fields(const json::object& entry, const Dataset& d, const ScanEvidence& evidence, std::string_view words) {
  json::object out = measures(d);
  out["change_reason"] = words;
  out["scanned_on"] = to_string(evidence.on);
  out["evidence"] = evidence_with(entry, evidence);
  return out;
}

}  // namespace lp::service
