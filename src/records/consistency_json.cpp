#include "records/consistency.h"

namespace lp::records {
namespace {

json::object side(AddressSet set) {
  const LocalText title = title_of(set);
  return {{"name", to_string(set)}, {"zh", title.zh}, {"en", title.en}};
}

json::object to_json(const ConsistencyFinding& finding) {
  return {{"rule", finding.rule}, {"value", finding.value}, {"present_in", side(finding.present)},
          {"missing_in", side(finding.missing)}, {"source", finding.source}, {"unit", finding.unit},
          {"grade", finding.grade}, {"other", finding.other}};
}

}  // namespace

json::object to_json(const ConsistencyReport& report) {
  json::array sets, findings, problems;
  for (const auto& [set, size] : report.sizes) {
    json::object one = side(set);
    one["size"] = size;
    sets.push_back(std::move(one));
  }
  for (const auto& finding : report.findings) findings.push_back(to_json(finding));
  for (const auto& problem : report.problems.items()) {
    problems.push_back(json::object{{"source", problem.where.file}, {"code", problem.code}, {"what", problem.what}, {"hint", problem.hint}});
  }
  return {{"sets", std::move(sets)}, {"findings", std::move(findings)}, {"problems", std::move(problems)}};
}

}  // namespace lp::records
