#include "records/archived_form.h"

#include "records/permissions.h"

namespace lp::records {

Result<Form> Form::of(store::ReadTx& tx, const model::Kind& current, const model::Record& record) {
  Form form(current);
  if (record.form_version == current.version || !is_locked(current, record.state)) return form;
  auto archived = tx.form_of(current.name, record.form_version);
  if (!archived) return archived.error().code == Errc::not_found ? Result<Form>(std::move(form)) : archived.error();
  return form;
}

}  // namespace lp::records
