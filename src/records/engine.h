#pragma once
// The record engine: the only way a record of any kind is created, edited or moved.
//
// Guarantees. Every call is made by a Viewer and passes the wall: a record behind it is
// not_found, for reads and for writes, and the error names nothing of it. What is written
// has passed the kind's form (types, required fields, uniqueness, references, files) and its
// workflow (state, side, role, guards, four-eyes); computed fields are computed here. A call
// either did everything (record, side record of `creates`, history, journal) or nothing.
// Not guaranteed: nothing is cached; two calls see two snapshots unless given one transaction.
//
// Who may do what: permissions.h. Locks, `sets`, four-eyes: 《办法》 workflows in specs/records.
//
// Errors: not_found (absent or behind the wall), denied (role, side, four-eyes), locked (the
// state forbids it), conflict (version), invalid with `fields` (FieldProblem, stable codes
// listed in problems.h), unsupported (unknown kind or move), and those of the store.
//
// Threads: an Engine is immutable and may be shared. Store and catalogue must outlive it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalogue.h"
#include "model/record.h"
#include "model/viewer.h"
#include "records/clock.h"
#include "records/draft.h"
#include "store/store.h"

namespace lp::records {

// One move out of the record's state, as shown on its page.
struct MovePreview {
  const model::Move* move = nullptr;   // owned by the catalogue; never null
  bool allowed = false;                // everything holds now, except fields the mover fills with the move
  bool offered = false;                // the viewer's side may make it: show it, greyed when not allowed
  LocalText why_not;                   // empty when allowed
  std::vector<FieldProblem> missing;   // what the target state still asks, beyond needs and sets
};

class Engine {
 public:
  // For callers without an If-Match (bulk moves, batches): takes the version found in the transaction.
  static constexpr std::int64_t any_version = -1;

  Engine(store::Store& store, const model::Catalogue& catalogue) : store_(store), catalogue_(catalogue) {}

  const model::Catalogue& catalogue() const { return catalogue_; }
  const model::Kind* find_kind(std::string_view name) const { return catalogue_.kind(name); }

  // `org` is ignored for enterprise viewers (theirs is taken) unless it names another: not_found.
  // Defaults are filled in for absent fields. The record starts in the workflow's start state.
  Result<model::Record> create(const model::Viewer&, std::string_view kind, OrgId org, const json::object& data) const;
  // `patch`: field → value; null clears; fields not named stay. Equal values are no change, so
  // a whole form may be sent back. Nothing changed = the stored record, no new version.
  Result<model::Record> update(const model::Viewer&, std::string_view kind, RecordId, std::int64_t expected_version,
                               const json::object& patch) const;
  // `data`: fields of the move's needs and sets, and those the viewer could edit anyway.
  Result<model::Record> move(const model::Viewer&, std::string_view kind, RecordId, std::int64_t expected_version,
                             std::string_view move, std::string_view reason, const json::object& data = {}) const;
  // One record as the viewer may see it (fields hidden as in visibility.h). Journals record.read
  // when the viewer's organisation does not own it.
  Result<model::Record> get(const model::Viewer&, std::string_view kind, RecordId) const;

  // The same inside one transaction of the caller, for batches and use cases over many records.
  // `action` goes to history and journal ("create", "import"). `owners`: what a batch keeps from
  // one call to the next, see owners.h.
  Result<model::Record> create(store::WriteTx&, const model::Viewer&, std::string_view kind, OrgId org,
                               const json::object& data, std::string_view action = "create", Owners* owners = nullptr) const;
  Result<model::Record> update(store::WriteTx&, const model::Viewer&, std::string_view kind, RecordId,
                               std::int64_t expected_version, const json::object& patch,
                               std::string_view action = "update") const;
  Result<model::Record> move(store::WriteTx&, const model::Viewer&, std::string_view kind, RecordId,
                             std::int64_t expected_version, std::string_view move, std::string_view reason,
                             const json::object& data = {}) const;
  // create() in two halves, for batches that work out rows ahead on another thread: draft() reads, the other
  // writes what has no problems. The caller answers for nothing the draft looked at (the owner, references, who
  // else has a unique value) having changed in between.
  Result<Draft> draft(store::ReadTx&, const model::Viewer&, std::string_view kind, OrgId org, const json::object& data,
                      Owners* owners = nullptr) const;
  Result<model::Record> create(store::WriteTx&, const model::Viewer&, Draft, std::string_view action) const;
  // A record that already is in `state` (stock-taking of old filings, the example province).
  // Role system only; everything the state requires is checked.
  Result<model::Record> create_in_state(store::WriteTx&, const model::Viewer& system, std::string_view kind, OrgId org,
                                        const json::object& data, std::string_view state,
                                        std::string_view action = "import") const;
  // Checks what create() or update() would refuse without writing (import preview). `id` 0 = create.
  // Empty = fine.
  Result<std::vector<FieldProblem>> check(store::ReadTx&, const model::Viewer&, std::string_view kind, OrgId org,
                                          RecordId id, const json::object& data, Owners* owners = nullptr) const;

  // Moves leaving the record's state, in the order of the spec. `record` as stored.
  Result<std::vector<MovePreview>> preview_moves(const model::Viewer&, const model::Record&) const;
  Result<std::vector<MovePreview>> preview_moves(store::ReadTx&, const model::Viewer&, const model::Record&) const;
  // Fields the viewer may write now, in form order. Empty when none.
  std::vector<std::string> editable_fields(const model::Viewer&, const model::Record&) const;
  // Fields (and rows) still empty or wrong for the record to be in `state`. `org`: the owner's data
  // for conditions on it; may be null.
  std::vector<FieldProblem> missing_for(const model::Record&, std::string_view state,
                                        const json::object* org = nullptr) const;
  // The deadline the record's state started; nullopt when its state has no clock.
  std::optional<ClockView> clock_of(const model::Record&) const;

 private:
  store::Store& store_;
  const model::Catalogue& catalogue_;
};

}  // namespace lp::records
