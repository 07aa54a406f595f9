#pragma once
// What an import needs from the records: existing ones by key, the check, the write. One
// implementation over engine and store; tests have one in memory.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "model/record.h"
#include "records/engine.h"
#include "store/store.h"

namespace lp::service {

// A new record worked out ahead, without problems; null when it was not, and has to be judged where it is written.
using DraftAhead = std::unique_ptr<records::Draft>;

class ImportTarget {
 public:
  virtual ~ImportTarget() = default;
  using Prepare = std::function<DraftAhead(const model::Kind& kind, OrgId org, const json::object& data)>;
  // Called by the reading thread around all its work, while the other functions run on the writing thread: `work`
  // gets a function to prepare new records with.
  virtual Status read_ahead(const std::function<Status(const Prepare&)>& work) {
    return work([](const model::Kind&, OrgId, const json::object&) { return DraftAhead(); });
  }
  // Every record of the kind within the viewer's wall: id, owner, values of `fields` as text.
  using KeyFn = std::function<void(RecordId, OrgId, const std::vector<std::string>& values)>;
  virtual Status each_key(const model::Kind& kind, const std::vector<std::string>& fields, const KeyFn& fn) = 0;
  virtual Result<model::Record> get(const model::Kind& kind, RecordId id) = 0;
  // Problems of creating (`id` 0) or updating; nothing is written.
  virtual Result<std::vector<FieldProblem>> check(const model::Kind& kind, OrgId org, RecordId id, const json::object& data) = 0;
  // `ahead`: what prepare() made of the same row, or null.
  virtual Result<model::Record> create(const model::Kind& kind, OrgId org, const json::object& data, DraftAhead ahead) = 0;
  virtual Result<model::Record> update(const model::Kind& kind, const model::Record& existing, const json::object& patch) = 0;
};

// Inside one transaction; `write` null = check only, create() and update() are then a bug, and nothing is prepared.
// Otherwise rows are prepared on a snapshot taken inside the transaction: nobody else writes meanwhile, and unique
// values of the batch itself are kept beside.
class EngineTarget final : public ImportTarget {
 public:
  EngineTarget(store::Store& store, const records::Engine& engine, const model::Viewer& viewer, store::ReadTx& read, store::WriteTx* write)
      : store_(store), engine_(engine), viewer_(viewer), read_(read), write_(write) {}
  Status read_ahead(const std::function<Status(const Prepare&)>& work) override;
  Status each_key(const model::Kind& kind, const std::vector<std::string>& fields, const KeyFn& fn) override;
  Result<model::Record> get(const model::Kind& kind, RecordId id) override;
  Result<std::vector<FieldProblem>> check(const model::Kind& kind, OrgId org, RecordId id, const json::object& data) override;
  Result<model::Record> create(const model::Kind& kind, OrgId org, const json::object& data, DraftAhead ahead) override;
  Result<model::Record> update(const model::Kind& kind, const model::Record& existing, const json::object& patch) override;

 private:
  // Keeps the record's unique values; false when the batch has given one of them to another record already.
  bool claim(const model::Kind& kind, const model::Record& record);

  store::Store& store_;
  const records::Engine& engine_;
  const model::Viewer& viewer_;
  store::ReadTx& read_;
  store::WriteTx* write_;
  std::unordered_set<std::string> claims_;
  records::Owners owners_;   // one kind is imported at a time: its rows change no organisation they ask about
};

}  // namespace lp::service
