#pragma once
// Reports of no known scanner: columns and members by words people use, or as a mapping file says.

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "match/reports/report_format.h"

namespace lp::match {

enum class GenericField : std::uint8_t { none, asset, port, protocol, component, version, id, title, severity, score, vector, location, fixed, state };
inline constexpr std::size_t generic_fields = 14;

// `name` folded (normalise_for_match). none: not known.
GenericField generic_field(std::string_view name);
// Are these names of a report of flaws: where, and which?
bool are_findings(const std::vector<std::string>& names);

// A mapping file; see docs/formats/scanner-reports.md.
struct GenericMapping {
  std::string source = "generic";
  std::string items{};                                                   // JSON: "/data/list"
  std::map<std::string, GenericField, std::less<>> columns{};            // folded name → field; empty: by words
  std::map<std::string, std::string, std::less<>> severities{};          // word of the report → ours
};
// Says on the sink's failure what is wrong with it. Without a file: words.
GenericMapping load_mapping(ReportSink& sink);

class GenericItem {
 public:
  explicit GenericItem(const GenericMapping& mapping) : mapping_(mapping) {}
  void put(std::string_view name, std::string_view value);
  void take(std::string where, ReportSink& sink);

 private:
  const GenericMapping& mapping_;
  std::array<std::vector<std::string>, generic_fields> values_;
  std::string_view first(GenericField field) const;
};

}  // namespace lp::match
