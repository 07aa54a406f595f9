#pragma once
// Form versions: a record handed in under an older form is judged by that form until it is
// back in its owner's hands. The workflow is always today's.

#include <memory>

#include "model/catalogue.h"
#include "model/record.h"
#include "store/store.h"

namespace lp::records {

// The kind whose fields apply to the record: the catalogue's, or the archived one of its form
// version while the record is locked. Borrowed or owned; keep it as long as the reference.
class Form {
 public:
  const model::Kind& operator*() const { return archived_ ? *archived_ : *current_; }
  const model::Kind* operator->() const { return &**this; }
  bool is_archived() const { return archived_ != nullptr; }
  static Form of(const model::Kind& current) { return Form(current); }
  // Falls back to the catalogue's form when the archive has none (form_of: not_found).
  static Result<Form> of(store::ReadTx&, const model::Kind& current, const model::Record&);

 private:
  explicit Form(const model::Kind& current) : current_(&current) {}
  const model::Kind* current_;
  std::unique_ptr<model::Kind> archived_;
};

}  // namespace lp::records
