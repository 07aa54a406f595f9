// The full computation: ranges of organisations, taken by two workers until none is left.
#include <algorithm>
#include <atomic>
#include <future>

#include "campaign/recompute.h"

namespace lp::campaign {
namespace {

constexpr std::size_t workers = 2;
constexpr std::size_t organisations_per_range = 128;   // some ten thousand records: a few megabytes

// Ranges of ids that together cover every id, so that duties of organisations that are gone are met too.
Result<std::vector<store::OrgRange>> find_ranges(store::ReadTx& tx) {
  std::vector<std::int64_t> ids;
  store::RecordQuery query;
  query.kind = organisation_kind;
  query.limit = -1;
  LP_CHECK_OK(tx.each_row(ledger_viewer(), query, {"id"}, [&](const store::RowView& row) {
    ids.push_back(row.integer(0));
    return true;
  }));
  std::sort(ids.begin(), ids.end());
  std::vector<store::OrgRange> ranges(1);
  for (std::size_t i = organisations_per_range; i < ids.size(); i += organisations_per_range) {
    ranges.back().last = ids[i] - 1;
    ranges.emplace_back(ids[i], INT64_MAX);
  }
  return ranges;
}

class FullComputation {
 public:
  FullComputation(store::Store& store, const PlanRules& rules, Date today, const LedgerProgress& progress)
      : store_(store), rules_(rules), today_(today), progress_(progress) {}

  Result<LedgerDiffs> run() {
    LP_CHECK_OK(store_.read([this](store::ReadTx& tx) -> Status {
      LP_TRY(ranges_, find_ranges(tx));
      parts_.resize(ranges_.size());
      return {};
    }));
    std::vector<std::future<Status>> others;
    for (std::size_t w = 1; w < workers; ++w) others.push_back(std::async(std::launch::async, [this, w] { return work(w); }));
    Status status = work(0);
    for (auto& other : others) {
      if (Status s = other.get(); !s && status) status = std::move(s);
    }
    LP_CHECK_OK(status);
    return std::move(parts_);
  }

 private:
  Status work(std::size_t worker) {
    const Scope everything;
    return store_.read([&](store::ReadTx& tx) -> Status {
      for (std::size_t i = next_++; i < ranges_.size(); i = next_++) {
        LP_TRY(parts_[i], compute(tx, rules_, ranges_[i], everything, today_));
        if (worker == 0 && progress_) progress_(static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(ranges_.size()));
      }
      return {};
    });
  }

  store::Store& store_;
  const PlanRules& rules_;
  Date today_;
  const LedgerProgress& progress_;
  std::vector<store::OrgRange> ranges_;
  LedgerDiffs parts_;   // by range; each written by one worker
  std::atomic<std::size_t> next_{0};
};

}  // namespace

Result<LedgerDiffs> compute_all(store::Store& store, const PlanRules& rules, Date today, const LedgerProgress& progress) {
  return FullComputation(store, rules, today, progress).run();
}

}  // namespace lp::campaign
