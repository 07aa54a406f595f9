#include "service/catalogue/catalogue_scan.h"

#include <fmt/format.h>
#include <map>

#include "service/catalogue/catalogue_plan.h"

namespace lp::service {
namespace {

using model::Record;
using Action = DatasetAction;

Result<OrgId> owner_of(const model::Viewer& viewer, OrgId wanted) {
  const bool own = viewer.role == model::Role::enterprise_officer && viewer.org && (!wanted || wanted == viewer.org);
  if (own) return viewer.org;
  if (viewer.role == model::Role::system && wanted) return wanted;
  Error error = make_error(Errc::denied, "scan results are handed in by an officer of the enterprise whose data were scanned");
  error.message_zh = "扫描结果由数据所属企业的填报人员上传";
  return error;
}

// The descriptions an inspector can check a scan by; no path of a file, no value.
json::object evidence_json(const ScanSummary& scan) {
  json::array datasets;
  for (const Dataset& d : scan.datasets) {
    if (!is_for_catalogue(d)) continue;
    json::array kinds;
    for (const FoundKind& k : d.kinds) kinds.push_back(json::object{{"kind", k.kind}, {"sensitivity", k.sensitivity}, {"fields", k.fields}, {"hits", k.hits}});
    json::object item{{"dataset", d.identity}, {"documents", d.documents}, {"bytes", d.bytes}, {"records", d.records}, {"persons", d.persons},
                      {"persons_exact", d.persons_exact}, {"seen_whole", d.seen_whole}, {"level", d.level}, {"level_rule", d.level_rule}};
    item["findings"] = std::move(kinds);
    datasets.push_back(std::move(item));
  }
  json::object out{{"format", "longpan-catalogue-evidence/1"}, {"result_sm3", scan.digest}, {"rules_digest", scan.rules_digest},
                   {"program", scan.program}, {"place", scan.place}, {"source", scan.source}, {"started", to_string(scan.started)},
                   {"finished", to_string(scan.finished)}, {"sampling", scan.sampling}, {"interrupted", scan.interrupted}, {"complete", scan.complete}};
  out["coverage"] = scan.coverage;
  out["datasets"] = std::move(datasets);
  return out;
}

Result<CatalogueEntries> read_entries(store::ReadTx& tx, const model::Viewer& viewer, const model::Kind& kind, OrgId org) {
  store::RecordQuery query;
  query.kind = kind.name;
  query.where = model::Predicate::all_of({model::Predicate::equals("org_id", org.value), model::Predicate::compare("dataset_id", model::Op::exists, {true})});
  query.limit = -1;
  query.count = false;
  CatalogueEntries entries;
  LP_CHECK_OK(tx.each(viewer, query, [&](const Record& record) {
    const model::State* state = kind.workflow.find_state(record.state);
    if (state == nullptr || !state->end) entries.insert_or_assign(get_string(record.data, "dataset_id"), record);
    return true;
  }));
  return entries;
}

class Upload {
 public:
  Upload(store::Store& store, const records::Engine& engine, const model::Viewer& viewer, OrgId org, const ScanSummary& scan,
         const CatalogueScan& options, const ScanEvidence& evidence)
      : store_(store), engine_(engine), viewer_(viewer), org_(org), scan_(scan), options_(options), evidence_(evidence) {
    viewer_.reason = "数据发现扫描结果 " + scan.digest.substr(0, 16);
  }

  Result<CatalogueScanReport> run() {
    const auto plan_then = [&](auto& tx, const auto& each) -> Status {
      LP_CHECK_OK(plan(tx));
      for (CatalogueStep& step : steps_) {
        if (Status done = each(tx, step); !done) return std::move(done).error().within(step.outcome.dataset);
      }
      return ok_status();
    };
    if (options_.preview) {
      LP_CHECK_OK(store_.read([&](store::ReadTx& tx) { return plan_then(tx, [&](store::ReadTx& t, CatalogueStep& s) { return check(t, s); }); }));
    } else {
      LP_CHECK_OK(store_.write_bulk([&](store::WriteTx& tx) -> Status {
        LP_CHECK_OK(plan_then(tx, [&](store::WriteTx& t, CatalogueStep& s) { return write(t, s); }));
        return tx.append_journal(journal_entry());
      }));
    }
    return report();
  }

 private:
  Status plan(store::ReadTx& tx) {
    const model::Kind* kind = store_.catalogue().kind(catalogue_kind);
    if (kind == nullptr) return make_error(Errc::unsupported, fmt::format("specs define no kind \"{}\"", catalogue_kind));
    LP_TRY(const Record organisation, tx.get(viewer_, "organisation", to_record(org_)));
    LP_TRY(entries_, read_entries(tx, viewer_, *kind, org_));
    steps_ = plan_catalogue(store_.catalogue(), entries_, scan_, options_, evidence_, get_string(organisation.data, "name"));
    return ok_status();
  }

  // What write() would refuse. The evidence is not stored in a preview and is not judged.
  Status check(store::ReadTx& tx, const CatalogueStep& step) const {
    if (step.data.empty() || step.outcome.action == Action::change_due) return ok_status();
    json::object data = step.data;
    data.erase("evidence");
    const RecordId id = step.entry != nullptr ? step.entry->id : RecordId{};
    LP_TRY(auto problems, engine_.check(tx, viewer_, catalogue_kind, org_, id, data));
    if (problems.empty()) return ok_status();
    Error error = make_error(Errc::invalid, "the entry cannot be written: " + problems.front().en);
    error.message_zh = problems.front().zh;
    error.fields = std::move(problems);
    return error;
  }

  Status write(store::WriteTx& tx, CatalogueStep& step) const {
    if (step.data.empty()) return ok_status();
    if (step.entry == nullptr) {
      LP_TRY(const Record made, engine_.create(tx, viewer_, catalogue_kind, org_, step.data, "import"));
      step.outcome.record = made.id;
      step.outcome.no = made.no;
      return ok_status();
    }
    const Record& entry = *step.entry;
    if (step.outcome.action == Action::updated) {
      LP_CHECK_OK(engine_.update(tx, viewer_, catalogue_kind, entry.id, entry.version, step.data, "import"));
      return ok_status();
    }
    // Longpan found the change, in the name of who handed the scan in.
    model::Viewer finder = model::Viewer::system("change of scale found by a scan");
    finder.user = viewer_.user;
    if (viewer_.user) finder.name = viewer_.name;
    LP_TRY(const Record moved, engine_.move(tx, finder, catalogue_kind, entry.id, entry.version, "detect_change", step.outcome.why.zh, step.data));
    if (const auto clock = engine_.clock_of(moved)) step.outcome.due = clock->due;
    return ok_status();
  }

  store::JournalEntry journal_entry() const {
    const CatalogueScanReport made = report();
    store::JournalEntry entry;
    entry.at = store_.clock().now();
    entry.user = viewer_.user;
    entry.who = viewer_.name;
    entry.action = "catalogue.scan";
    entry.kind = catalogue_kind;
    entry.org = org_;
    entry.detail = {{"result_sm3", scan_.digest}, {"rules_digest", scan_.rules_digest}, {"evidence", get_string(evidence_.file, "hash")},
                    {"created", made.created}, {"updated", made.updated}, {"unchanged", made.unchanged}, {"change_due", made.change_due}, {"kept", made.kept}};
    return entry;
  }

  CatalogueScanReport report() const {
    CatalogueScanReport out{.preview = options_.preview, .digest = scan_.digest, .complete = scan_.complete, .datasets = {}};
    std::map<Action, std::int64_t> counts;
    for (const CatalogueStep& step : steps_) {
      ++counts[step.outcome.action];
      out.datasets.push_back(step.outcome);
    }
    out.created = counts[Action::created];
    out.updated = counts[Action::updated];
    out.unchanged = counts[Action::unchanged];
    out.change_due = counts[Action::change_due];
    out.kept = counts[Action::kept];
    out.not_seen = counts[Action::not_seen];
    const auto seen = static_cast<std::int64_t>(steps_.size()) - out.not_seen;
    out.nothing_found = static_cast<std::int64_t>(scan_.datasets.size()) - seen;
    return out;
  }

  store::Store& store_;
  const records::Engine& engine_;
  model::Viewer viewer_;
  const OrgId org_;
  const ScanSummary& scan_;
  const CatalogueScan& options_;
  const ScanEvidence& evidence_;
  CatalogueEntries entries_;
  std::vector<CatalogueStep> steps_;
};

}  // namespace

Result<CatalogueScanReport> catalogue_from_scan(store::Store& store, const records::Engine& engine, const model::Viewer& viewer,
                                                const json::object& result, const CatalogueScan& options) {
  LP_TRY(const OrgId org, owner_of(viewer, options.org));
  LP_TRY(const ScanSummary scan, read_scan(result, options.unit, options.system));
  ScanEvidence evidence{.file = {}, .on = store.clock().today()};
  if (!options.preview) {
    const std::string name = "discover-scan-" + scan.digest.substr(0, 16) + ".json";
    LP_TRY(const store::FileInfo file, store.blobs().put(to_pretty_text(evidence_json(scan)), name, "application/json"));
    evidence.file = {{"hash", file.hash}, {"name", file.name}, {"size", file.size}, {"type", file.type}};
  }
  return Upload(store, engine, viewer, org, scan, options, evidence).run();
}

}  // namespace lp::service
