#include "campaign/scope.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "campaign/gatherer.h"

namespace lp::campaign {
namespace {

using Change = store::Store::Change;

void append_values(const json::value& v, std::vector<std::int64_t>& out) { append_ids(&v, out); }

// Every id the record's field holds or ever held: the first entry of a history holds the first values.
Result<std::vector<std::int64_t>> ids_ever_named(store::ReadTx& tx, const Change& change, const std::string& field) {
  std::vector<std::int64_t> ids;
  LP_TRY(const auto history, tx.history(ledger_viewer(), change.kind, change.record));
  for (const model::HistoryEntry& entry : history) {
    const json::value* pair = lp::find(entry.changes, field);
    if (pair == nullptr || !pair->is_array()) continue;
    for (const json::value& v : pair->get_array()) append_values(v, ids);
  }
  LP_TRY(const model::Record now, tx.get(ledger_viewer(), change.kind, change.record));
  append_ids(lp::find(now.data, field), ids);
  return ids;
}

class Finder {
 public:
  Finder(store::ReadTx& tx, const PlanRules& rules) : tx_(tx), rules_(rules) {}

  Status add(const Change& change) {
    const OrgId org = change.kind == organisation_kind ? to_org(change.record) : change.org;
    if (!org || !seen_.emplace(change.kind, change.record.value).second) return {};
    Scope& scope = scopes_.try_emplace(org.value, rules_.rules().size()).first->second;
    if (change.kind == organisation_kind) {
      scope.add_everything();
      return {};
    }
    named_.clear();
    for (std::size_t r = 0; r < rules_.rules().size(); ++r) LP_CHECK_OK(add_rule(scope, r, change));
    return {};
  }

  Result<Scopes> take() {
    std::erase_if(scopes_, [](const auto& entry) { return entry.second.empty(); });
    for (auto& [org, scope] : scopes_) scope.seal();
    return std::move(scopes_);
  }

 private:
  Status add_rule(Scope& scope, std::size_t r, const Change& change) {
    const model::Obligation& o = rules_.rules()[r].obligation();
    if (o.each_kind == change.kind) scope.add_object(r, change.record.value);
    if (o.met.kind != change.kind || scope.part(r) == Scope::Part::all) return {};
    if (o.each_kind.empty() || o.each_kind == organisation_kind || o.met.object_field.empty()) {
      scope.add_all(r);
      return {};
    }
    auto found = named_.find(o.met.object_field);
    if (found == named_.end()) {
      LP_TRY(auto ids, ids_ever_named(tx_, change, o.met.object_field));
      found = named_.emplace(o.met.object_field, std::move(ids)).first;
    }
    for (const std::int64_t object : found->second) scope.add_object(r, object);
    return {};
  }

  store::ReadTx& tx_;
  const PlanRules& rules_;
  Scopes scopes_;
  std::set<std::pair<std::string, std::int64_t>> seen_;
  std::map<std::string, std::vector<std::int64_t>> named_;   // by field, of the record looked at
};

}  // namespace

Scope Scope::only(std::size_t rules, std::size_t rule) {
  Scope scope(rules);
  scope.add_all(rule);
  return scope;
}

bool Scope::empty() const {
  return !whole_ && std::all_of(parts_.begin(), parts_.end(), [](Part p) { return p == Part::none; });
}

bool Scope::has(std::size_t rule, std::int64_t object) const {
  const Part p = part(rule);
  return p == Part::all || (p == Part::objects && std::binary_search(objects_.begin(), objects_.end(), object));
}

void Scope::add_all(std::size_t rule) {
  if (!whole_) parts_[rule] = Part::all;
}

void Scope::add_object(std::size_t rule, std::int64_t object) {
  if (whole_) return;
  if (parts_[rule] == Part::none) parts_[rule] = Part::objects;
  objects_.push_back(object);
}

void Scope::add_everything() { whole_ = true; }

void Scope::seal() {
  std::sort(objects_.begin(), objects_.end());
  objects_.erase(std::unique(objects_.begin(), objects_.end()), objects_.end());
}

Result<Scopes> find_scopes(store::ReadTx& tx, const PlanRules& rules, std::span<const Change> changes) {
  Finder finder(tx, rules);
  for (const Change& change : changes) LP_CHECK_OK(finder.add(change));
  return finder.take();
}

}  // namespace lp::campaign
