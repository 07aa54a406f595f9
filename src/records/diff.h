#pragma once
// What changed between two versions of a record, in words people read. Pure functions.

#include <string>
#include <vector>

#include "base/local_text.h"
#include "model/catalogue.h"
#include "model/record.h"

namespace lp::records {

struct FieldChange {
  std::string field;        // path: "impact", "hardware[2].model"
  LocalText title;          // the field's; rows: "主要硬件 第3行 型号"
  json::value before, after;
  LocalText before_text, after_text;  // codes as titles, dates, yes/no; empty = was absent
};

// In form order. Rows and lists are compared item by item at the same place.
std::vector<FieldChange> diff(const model::Catalogue&, const model::Kind&, const json::object& before,
                              const json::object& after);
// The same from a history line, whose `changes` are field → [before, after].
std::vector<FieldChange> changes_of(const model::Catalogue&, const model::Kind&, const model::HistoryEntry&);
// A value as people read it: taxonomy and option titles, 是/否, dates.
LocalText value_text(const model::Catalogue&, const model::Field&, const json::value&);

}  // namespace lp::records
