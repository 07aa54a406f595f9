#pragma once
// What the ledger reads of each record, kept a second time by the database itself: an index per
// kind in the order of the organisations that holds every column the plans' obligations test.
// Recomputing then reads about a tenth of the bytes, one organisation after the other, and
// cannot disagree with the records, because the same statement writes both.

#include <string>
#include <vector>

#include "model/catalogue.h"
#include "store/db/connection.h"
#include "store/kind_table.h"

namespace lp::store {

// Fields of `kind` that obligations of the catalogue name, in order of name, without `org.` fields
// and system fields. They say nothing about where a field is used.
std::vector<std::string> ledger_fields(const model::Catalogue& catalogue, const model::Kind& kind);

// The index's columns: organisation and state first (lists of one organisation use them too).
// Fields whose values are whole documents are left out: such a field must be read from the table.
std::vector<std::string> ledger_index_columns(const KindTable& t);

// Creates the index, or replaces it when the specs ask for other columns.
Status ensure_ledger_index(db::Connection& db, const KindTable& t);

}  // namespace lp::store
