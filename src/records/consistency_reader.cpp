// Set A out of the filed network units of one organisation.
#include "records/consistency.h"

namespace lp::records {
namespace {

constexpr const char* unit_kind = "network_unit";

// What a filing states: handed in and not taken back.
model::Predicate stated_filings() {
  return model::Predicate::compare("state", model::Op::not_in, {"draft", "returned", "cancelled"});
}

std::string grade_text(const json::object& data) {
  const auto grade = get_int(data, "grade");
  return grade > 0 ? std::to_string(grade) : std::string();
}

void add_rows(const model::Record& unit, std::vector<AddressRow>& out) {
  AddressRow row;
  row.unit = get_string(unit.data, "name");
  row.grade = grade_text(unit.data);
  row.source = unit.no;
  const auto add = [&](std::string_view text) {
    if (text.empty()) return;
    row.addresses = text;
    out.push_back(row);
  };
  if (const json::array* ranges = find_array(unit.data, "public_ips")) {
    for (const auto& item : *ranges) {
      if (item.is_object()) add(get_string(item.as_object(), "range"));
    }
  }
  if (const json::array* list = find_array(unit.data, "software_ips")) {
    for (const auto& item : *list) {
      if (item.is_string()) add({item.as_string().data(), item.as_string().size()});
    }
  }
}

}  // namespace

Result<std::vector<AddressRow>> read_filing_set(store::ReadTx& tx, const model::Viewer& viewer, OrgId org) {
  // The wall answers for the organisation first: an empty set and a hidden one must differ by not_found alone.
  LP_CHECK_OK(tx.get(viewer, "organisation", to_record(org)));
  store::RecordQuery query;
  query.kind = unit_kind;
  query.where = model::Predicate::all_of({model::Predicate::equals("org_id", org.value), stated_filings()});
  query.order = {{"no", false}};
  query.limit = -1;
  query.count = false;
  std::vector<AddressRow> rows;
  LP_CHECK_OK(tx.each(viewer, query, [&](const model::Record& unit) {
    add_rows(unit, rows);
    return true;
  }));
  return rows;
}

Result<std::vector<model::Record>> consistency_orgs(store::ReadTx& tx, const model::Viewer& viewer) {
  store::RecordQuery query;
  query.kind = "organisation";
  query.order = {{"name", false}};
  query.limit = -1;
  query.count = false;
  std::vector<model::Record> orgs;
  LP_CHECK_OK(tx.each(viewer, query, [&](const model::Record& org) {
    orgs.push_back(org);
    return true;
  }));
  return orgs;
}

}  // namespace lp::records
