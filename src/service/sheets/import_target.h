#pragma once
// What an import needs from the records: existing ones by key, the check, the write. One
// implementation over engine and store; tests have one in memory.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/record.h"
#include "records/engine.h"
#include "store/store.h"

namespace lp::service {

class ImportTarget {
 public:
  virtual ~ImportTarget() = default;
  // Every record of the kind within the viewer's wall: id, owner, values of `fields` as text.
  using KeyFn = std::function<void(RecordId, OrgId, const std::vector<std::string>& values)>;
  virtual Status each_key(const model::Kind& kind, const std::vector<std::string>& fields, const KeyFn& fn) = 0;
  virtual Result<model::Record> get(const model::Kind& kind, RecordId id) = 0;
  // Problems of creating (`id` 0) or updating; nothing is written.
  virtual Result<std::vector<FieldProblem>> check(const model::Kind& kind, OrgId org, RecordId id, const json::object& data) = 0;
  virtual Result<model::Record> create(const model::Kind& kind, OrgId org, const json::object& data) = 0;
  virtual Result<model::Record> update(const model::Kind& kind, const model::Record& existing, const json::object& patch) = 0;
};

// Inside one transaction; `write` null = check only, create() and update() are then a bug.
class EngineTarget final : public ImportTarget {
 public:
  EngineTarget(const records::Engine& engine, const model::Viewer& viewer, store::ReadTx& read, store::WriteTx* write)
      : engine_(engine), viewer_(viewer), read_(read), write_(write) {}
  Status each_key(const model::Kind& kind, const std::vector<std::string>& fields, const KeyFn& fn) override;
  Result<model::Record> get(const model::Kind& kind, RecordId id) override;
  Result<std::vector<FieldProblem>> check(const model::Kind& kind, OrgId org, RecordId id, const json::object& data) override;
  Result<model::Record> create(const model::Kind& kind, OrgId org, const json::object& data) override;
  Result<model::Record> update(const model::Kind& kind, const model::Record& existing, const json::object& patch) override;

 private:
  const records::Engine& engine_;
  const model::Viewer& viewer_;
  store::ReadTx& read_;
  store::WriteTx* write_;
};

}  // namespace lp::service
