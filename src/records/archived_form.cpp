#include "records/archived_form.h"

#include "records/form_json.h"
#include "records/permissions.h"

namespace lp::records {

Result<Form> Form::of(store::ReadTx& tx, const model::Kind& current, const model::Record& record) {
  Form form(current);
  if (record.form_version == current.version || !is_locked(current, record.state)) return form;
  auto archived = tx.form_of(current.name, record.form_version);
  if (!archived) return archived.error().code == Errc::not_found ? Result<Form>(std::move(form)) : archived.error();
  LP_TRY(auto kind, parse_form(*archived));
  kind.workflow = current.workflow;
  form.archived_ = std::make_unique<model::Kind>(std::move(kind));
  return form;
}

}  // namespace lp::records
