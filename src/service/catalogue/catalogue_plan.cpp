#include "service/catalogue/catalogue_plan.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "service/catalogue/scale_change.h"

namespace lp::service {
namespace {

using model::Record;
using Action = DatasetAction;

class Plan {
 public:
  Plan(const model::Catalogue& catalogue, const ScanSummary& scan, const CatalogueScan& options, const ScanEvidence& evidence)
      : catalogue_(catalogue), scan_(scan), options_(options), evidence_(evidence) {}

  std::vector<CatalogueStep> make(const CatalogueEntries& entries, std::string_view processor) const {
    std::vector<CatalogueStep> steps;
    for (const Dataset& d : scan_.datasets) {
      const auto found = entries.find(d.identity);
      if (found != entries.end()) steps.push_back(step_for(d, found->second));
      else if (is_for_catalogue(d)) steps.push_back(create(d, processor));
    }
    if (scan_.complete) add_not_seen(entries, steps);
    std::sort(steps.begin(), steps.end(), [](const CatalogueStep& a, const CatalogueStep& b) { return a.outcome.dataset < b.outcome.dataset; });
    return steps;
  }

 private:
  static CatalogueStep begin(const Dataset& d, const Record* entry) {
    CatalogueStep step{.entry = entry, .outcome = {}, .data = {}};
    DatasetOutcome& outcome = step.outcome;
    outcome.dataset = d.identity;
    outcome.name = d.name;
    outcome.level = d.level;
    outcome.bytes = d.bytes;
    outcome.records = d.records;
    outcome.persons = d.persons;
    if (entry != nullptr) fill_from(*entry, outcome);
    return step;
  }
  static void fill_from(const Record& entry, DatasetOutcome& outcome) {
    outcome.record = entry.id;
    outcome.no = entry.no;
    outcome.state = entry.state;
    outcome.name = get_string(entry.data, "name", outcome.name);
  }

  CatalogueStep create(const Dataset& d, std::string_view processor) const {
    CatalogueStep step = begin(d, nullptr);
    step.outcome.action = Action::created;
    step.outcome.state = "draft";
    step.data = new_entry(catalogue_, d, evidence_, processor, options_.system);
    return step;
  }

  CatalogueStep step_for(const Dataset& d, const Record& entry) const {
    CatalogueStep step = begin(d, &entry);
    if (entry.state == "draft") {
      step.data = draft_changes(catalogue_, entry.data, d, evidence_);
      step.outcome.action = step.data.empty() ? Action::unchanged : Action::updated;
      return step;
    }
    step.outcome.action = Action::kept;
    const auto words = scale_change(entry.data, d, options_.change_ratio);
    if (words && entry.state == "filed") {
      step.outcome.action = Action::change_due;
      step.outcome.state = "change_due";
      step.outcome.why = *words;
      step.data = change_fields(entry.data, d, evidence_, words->zh);
      set_due(step.outcome);
    } else if (words) {
      step.outcome.why = *words;
    }
    note_level(entry, d, step.outcome);
    return step;
  }

  // A scan decides no level; where it proposes a higher one than was filed, somebody should look.
  static void note_level(const Record& entry, const Dataset& d, DatasetOutcome& outcome) {
    const auto rank = [](std::string_view level) { return level == "core" ? 2 : level == "important" ? 1 : 0; };
    if (rank(d.level) <= rank(get_string(entry.data, "level", "general"))) return;
    outcome.why.zh += (outcome.why.zh.empty() ? "" : "；") + std::string("建议级别高于填报级别，请核对");
    outcome.why.en += (outcome.why.en.empty() ? "" : "; ") + std::string("the level proposed is above the one entered: look at it");
  }

  void set_due(DatasetOutcome& outcome) const {
    const model::State* state = catalogue_.kind(catalogue_kind)->workflow.find_state("change_due");
    const model::ClockRule* rule = state != nullptr ? catalogue_.clock(state->clock) : nullptr;
    if (rule == nullptr) return;
    outcome.due = model::add_period(evidence_.on, rule->limit, catalogue_.calendar);
    outcome.due_verified = rule->verified;
  }

  void add_not_seen(const CatalogueEntries& entries, std::vector<CatalogueStep>& steps) const {
    std::set<std::string_view> seen;
    for (const Dataset& d : scan_.datasets) seen.insert(d.identity);
    for (const auto& [identity, entry] : entries) {
      if (!starts_with(identity, scan_.place + ":") || seen.contains(identity)) continue;
      CatalogueStep step{.entry = &entry, .outcome = {}, .data = {}};
      step.outcome.action = Action::not_seen;
      step.outcome.dataset = identity;
      step.outcome.level = get_string(entry.data, "level");
      fill_from(entry, step.outcome);
      step.outcome.why = {"扫描未再发现该数据集；如已销毁，请申请注销", "the scan did not find it again; if the data are gone, ask to cancel the entry"};
      steps.push_back(std::move(step));
    }
  }

  const model::Catalogue& catalogue_;
  const ScanSummary& scan_;
  const CatalogueScan& options_;
  const ScanEvidence& evidence_;
};

}  // namespace

bool is_for_catalogue(const Dataset& d) { return d.level != "general" || d.has_personal; }

std::vector<CatalogueStep> plan_catalogue(const model::Catalogue& catalogue, const CatalogueEntries& entries, const ScanSummary& scan,
                                          const CatalogueScan& options, const ScanEvidence& evidence, std::string_view processor) {
  return Plan(catalogue, scan, options, evidence).make(entries, processor);
}

}  // namespace lp::service
