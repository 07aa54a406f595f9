#include "service/browse/facets.h"

#include <algorithm>

#include "service/browse/record_query.h"

namespace lp::service {

Result<json::object> facets(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                            const store::RecordQuery& query, const std::vector<std::string>& fields) {
  constexpr std::size_t max_values = 100;
  json::object out;
  for (const std::string& field : fields) {
    LP_CHECK_OK(check_scalar_field(*catalogue.kind(query.kind), viewer, field));
    LP_TRY(auto groups, tx.count_by(viewer, query, {field}));
    std::stable_sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    json::array values;
    for (const store::GroupCount& group : groups) {
      if (values.size() >= max_values) break;
      json::object value{{"count", group.count}};
      value["value"] = group.key.empty() ? json::value(nullptr) : group.key.front();
      values.push_back(std::move(value));
    }
    out[field] = std::move(values);
  }
  return out;
}

}  // namespace lp::service
