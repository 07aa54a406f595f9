// The full recomputation. A queue of scans (the stored ledger, each record kind in ranges of
// ids) is emptied by two workers; then obligations are compared, again by two.
#include <atomic>
#include <future>
#include <memory>

#include "campaign/recompute.h"
#include "campaign/stored_duties.h"

namespace lp::campaign {
namespace {

using model::Op;
using model::Predicate;

constexpr std::size_t workers = 2;
constexpr std::int64_t ids_per_scan = 100'000;

struct Scan {
  const KindPass* pass = nullptr;   // nullptr: the stored ledger
  std::int64_t from = 0, to = 0;    // ids, half open
};

Result<std::int64_t> find_id(store::ReadTx& tx, const KindPass& pass, bool last) {
  store::RecordQuery query;
  query.kind = pass.kind->name;
  query.order = {{"id", last}};
  query.limit = 1;
  query.count = false;
  LP_TRY(const store::RecordPage page, tx.list(ledger_viewer(), query));
  return page.rows.empty() ? 0 : page.rows[0].id.value;
}

Status add_scans(store::ReadTx& tx, const KindPass& pass, std::vector<Scan>& scans) {
  LP_TRY(const std::int64_t first, find_id(tx, pass, false));
  if (first == 0) return {};
  LP_TRY(const std::int64_t last, find_id(tx, pass, true));
  for (std::int64_t from = first; from <= last; from += ids_per_scan) {
    scans.push_back({&pass, from, std::min(from + ids_per_scan, last + 1)});
  }
  return {};
}

class FullComputation {
 public:
  FullComputation(store::Store& store, const PlanRules& rules, Date today, const LedgerProgress& progress)
      : store_(store), rules_(rules), today_(today), progress_(progress), orgs_(rules), stored_(rules) {}

  Result<LedgerDiff> run() {
    LP_CHECK_OK(prepare());
    for (std::size_t w = 0; w < workers; ++w) gatherers_.push_back(std::make_unique<Gatherer>(rules_, orgs_, today_));
    gatherers_[0]->add_organisations();
    LP_CHECK_OK(on_all_workers([this](std::size_t w) { return scan_until_done(w); }));
    LedgerDiff result;
    for (const auto& g : gatherers_) result.records += g->records();
    result.by_rule.resize(rules_.rules().size());
    next_ = 0;
    LP_CHECK_OK(on_all_workers([&](std::size_t) { return compare_until_done(result); }));
    result.gone = std::move(stored_.unknown());
    return result;
  }

 private:
  Status prepare() {
    return store_.read([&](store::ReadTx& tx) -> Status {
      LP_CHECK_OK(orgs_.load(tx, {}, today_));
      scans_.push_back({});
      for (const KindPass& pass : rules_.passes()) LP_CHECK_OK(add_scans(tx, pass, scans_));
      return {};
    });
  }

  template <class Work>
  Status on_all_workers(const Work& work) {
    std::vector<std::future<Status>> others;
    for (std::size_t w = 1; w < workers; ++w) others.push_back(std::async(std::launch::async, work, w));
    Status status = work(0);
    for (auto& other : others) {
      if (Status s = other.get(); !s && status) status = std::move(s);
    }
    return status;
  }

  Status scan_until_done(std::size_t worker) {
    return store_.read([&](store::ReadTx& tx) -> Status {
      for (std::size_t i = next_++; i < scans_.size(); i = next_++) {
        LP_CHECK_OK(run_scan(tx, *gatherers_[worker], scans_[i]));
        if (worker == 0 && progress_) progress_(static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(scans_.size()));
      }
      return {};
    });
  }

  Status run_scan(store::ReadTx& tx, Gatherer& gatherer, const Scan& scan) {
    if (scan.pass == nullptr) return stored_.load(tx, {});
    return gatherer.scan(tx, *scan.pass, Predicate::all_of({Predicate::compare("id", Op::gte, {scan.from}),
                                                            Predicate::compare("id", Op::lt, {scan.to})}));
  }

  Status compare_until_done(LedgerDiff& result) {
    for (std::size_t r = next_++; r < rules_.rules().size(); r = next_++) {
      Inputs inputs = std::move(gatherers_[0]->inputs()[r]);
      for (std::size_t w = 1; w < workers; ++w) inputs.append(std::exchange(gatherers_[w]->inputs()[r], {}));
      inputs.sort();
      result.by_rule[r] = diff_duties(rules_.rules()[r], inputs, stored_.sorted(r), today_);
    }
    return {};
  }

  store::Store& store_;
  const PlanRules& rules_;
  Date today_;
  const LedgerProgress& progress_;
  OrgTable orgs_;
  StoredDuties stored_;
  std::vector<Scan> scans_;
  std::vector<std::unique_ptr<Gatherer>> gatherers_;
  std::atomic<std::size_t> next_{0};
};

}  // namespace

Result<LedgerDiff> compute_all(store::Store& store, const PlanRules& rules, Date today, const LedgerProgress& progress) {
  return FullComputation(store, rules, today, progress).run();
}

}  // namespace lp::campaign
