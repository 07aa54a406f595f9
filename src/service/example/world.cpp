#include "service/example/world.h"

#include <algorithm>

#include "base/check.h"
#include "model/computed.h"

namespace lp::service::example {
namespace {

const model::Viewer& viewer() {
  static const model::Viewer system = model::Viewer::system("example province");
  return system;
}

Status compute_fields(const model::Kind& kind, const model::Catalogue& catalogue, json::object& data) {
  for (const model::Field& field : kind.fields) {
    if (field.computed.empty()) continue;
    LP_TRY(model::Computed computed, model::compute(field.computed, data, catalogue));
    if (!computed.value.is_null()) data[field.name] = std::move(computed.value);
  }
  return {};
}

}  // namespace

bool Organisation::has(std::string_view type) const { return std::find(types.begin(), types.end(), type) != types.end(); }

json::value World::file_value() const {
  return json::object{{"hash", file.hash}, {"name", file.name}, {"size", file.size}, {"type", file.type}};
}

Result<model::Record> World::put(store::WriteTx& tx, std::string_view kind_name, OrgId org, json::object data, const Path& path) {
  LP_CHECK(!path.empty(), "a record is in a state");
  const model::Kind* kind = catalogue.kind(kind_name);
  if (kind == nullptr) return make_error(Errc::invalid, "specs define no kind \"" + std::string(kind_name) + "\"");
  LP_CHECK_OK(compute_fields(*kind, catalogue, data));
  model::Record r;
  r.kind = kind_name;
  r.org = org;
  r.data = std::move(data);
  Timestamp at;
  for (const auto& [state, day] : path) {
    // Office hours, later steps of one day after earlier ones.
    const Timestamp morning = start_of_day_in_china(std::min(day, today())).plus_seconds(8 * 3600 + random.between(0, 3600));
    at = std::max(morning, at.plus_seconds(60));
    if (!r.path.empty()) r.path += ';';
    else r.created_at = at;
    r.path += state + "@" + std::to_string(at.micros());
    r.state = state;
  }
  r.updated_at = r.state_since = at;
  ++records;
  return tx.insert(viewer(), std::move(r), "import");
}

json::array to_array(const std::vector<std::string>& items) { return json::array(items.begin(), items.end()); }

}  // namespace lp::service::example
