#pragma once
// A record as a row and as bytes to prove.

#include "base/hash.h"
#include "base/ids.h"
#include "model/record.h"
#include "store/kind_table.h"

namespace lp::store {

// Values for KindTable::columns, in their order. Errors: invalid for a field the kind does not
// have and for a value of another shape than model/kind.h gives the field.
Result<std::vector<db::Value>> to_values(const KindTable& t, const model::Record& r);
// `row` holds KindTable::columns from `first` on.
Result<model::Record> read_record(const KindTable& t, const db::Row& row, int first = 0);
json::value read_cell(Shape shape, const db::Row& row, int column);

// SM3 over (name, value) of every column that is not NULL, by name. The same bytes come out
// of a raw row, so a journal can be held against a database without its specs.
Digest record_digest(const KindTable& t, const std::vector<db::Value>& values);
// The same of raw rows of one query, which names its columns once.
class RowDigest {
 public:
  Digest of(const db::Row& row);

 private:
  struct Named {
    int column;
    std::string name;
  };
  std::vector<Named> order_;  // by name
  std::string bytes_;
  Hasher hasher_{Hasher::Algorithm::sm3};
};

}  // namespace lp::store
