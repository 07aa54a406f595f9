#include "match/feeds/vex_statement.h"

#include "match/feeds/purl_subject.h"

namespace lp::match {

std::optional<AffectedStatus> vex_status(std::string_view text) {
  if (text == "not_affected") return AffectedStatus::not_affected;
  if (text == "affected") return AffectedStatus::affected;
  if (text == "fixed") return AffectedStatus::fixed;
  if (text == "under_investigation") return AffectedStatus::under_investigation;
  return std::nullopt;
}

std::optional<Affected> vex_statement(std::string_view name, AffectedStatus status) {
  Affected affected{.package = {}, .stated_name = std::string(name), .status = status, .tier = Tier::vendor};
  std::string version;
  if (auto subject = subject_of_purl(name)) {
    affected.package = std::move(subject->package);
    affected.scheme = std::move(subject->scheme);
    version = std::move(subject->version);
  } else if (auto cpe = parse_cpe(name); cpe) {
    affected.package = key_of_cpe(*cpe);
    affected.scheme = generic_scheme().id;
    version = (*cpe)[Cpe::version];
    if (version == "*") version.clear();
    cpe->values[Cpe::version] = "*";
    affected.cpe = *std::move(cpe);
  } else {
    return std::nullopt;
  }
  if (version.empty()) affected.intervals.push_back(Interval::everything());
  else affected.versions.push_back(std::move(version));
  return affected;
}

}  // namespace lp::match
