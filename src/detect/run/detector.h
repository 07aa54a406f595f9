#pragma once
// Everything detect needs to know before the first event: formats' mappings, rules, indicators, allow-lists, owners. Loaded
// once, then shared by all threads; indicators alone may be replaced while events run (indicators()).
//
// What cannot be loaded is a Diagnostic and left out when it is one rule or one line, an error when it is a whole file or folder
// that was named.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "detect/alert.h"
#include "detect/attribution/owners.h"
#include "detect/event_mapping.h"
#include "detect/fold/suppression.h"
#include "detect/format.h"
#include "detect/indicators/allow_lists.h"
#include "detect/indicators/indicator_handle.h"
#include "detect/indicators/indicator_matcher.h"
#include "detect/indicators/watched_fields.h"
#include "detect/run/rule_notes.h"
#include "detect/run/sensor_alerts.h"
#include "detect/run/subject.h"
#include "detect/sigma/correlation/correlation_program.h"
#include "detect/sigma/rule_program.h"

namespace lp::detect {

struct DetectorOptions {
  std::filesystem::path specs;                  // holds events/
  std::vector<std::filesystem::path> rules{};   // Sigma files and folders
  bool routing = true;                          // a rule sees events of its log source only
  std::filesystem::path indicators{};           // an image made by `detect indicators import`; empty = none
  std::filesystem::path allow_lists{}, owners{}, public_suffixes{}, suppressions{};  // empty = none
  std::string log_owner{};                      // whose log it is, for what no owner is known of
  int zone_minutes = 480;                       // of times without a zone: China
  std::int64_t reference = no_time;             // of times without a year
};

class Detector {
 public:
  static Result<std::shared_ptr<const Detector>> load(const DetectorOptions& options, Diagnostics& out);

  const FieldTable& fields() const { return fields_; }
  DecodeContext context(std::string_view format) const;  // format: of builtin_formats()
  const std::shared_ptr<const sigma::RuleProgram>& rules() const { return rules_; }
  const std::shared_ptr<const sigma::CorrelationProgram>& correlations() const { return correlations_; }
  const RouteTable* routes() const { return routing_ ? &routes_ : nullptr; }
  const IndicatorHandle& indicators() const { return indicators_; }
  const Watched& watched() const { return *watched_; }
  const AllowLists* allow_lists() const { return allow_lists_.lists() > 0 ? &allow_lists_ : nullptr; }
  const Subjects& subjects() const { return *subjects_; }
  const SensorAlerts& sensor() const { return *sensor_; }
  const Suppressions& suppressions() const { return suppressions_; }
  const RuleNotesById& notes() const { return notes_; }

  // Rules first, by their index; then correlations; then the kinds of indicators. A run adds the signatures of sensors behind these.
  const std::vector<AlertType>& types() const { return types_; }
  std::uint32_t type_of(const IndicatorHit& hit) const;
  std::uint32_t type_of(sigma::CorrelationIndex correlation) const { return first_correlation_type_ + correlation; }
  // What a rule is about; of a rule below correlations, what the correlation is about.
  FieldId entity_field(sigma::RuleIndex rule) const { return entities_[rule]; }

  IndicatorHandle& replaceable_indicators() const { return indicators_; }

 private:
  Detector() = default;
  Status load_rules(const DetectorOptions& options, Diagnostics& out);
  Status load_knowledge(const DetectorOptions& options, Diagnostics& out);
  void name_types();
  AlertType named(AlertKind kind, const std::string& id, const std::string& title, const std::string& level, const std::vector<std::string>& tags) const;
  FieldId entity_of(const std::string& id);

  FieldTable fields_;
  mutable RouteTable routes_;
  bool routing_ = true;
  int zone_minutes_ = 0;
  std::int64_t reference_ = no_time;
  std::map<std::string, EventMapping, std::less<>> mappings_;
  EventMapping no_mapping_;
  std::shared_ptr<const sigma::RuleProgram> rules_;
  std::shared_ptr<const sigma::CorrelationProgram> correlations_;
  RuleNotesById notes_;
  mutable IndicatorHandle indicators_;
  AllowLists allow_lists_;
  Owners owners_;
  Suppressions suppressions_;
  std::unique_ptr<Watched> watched_;
  std::unique_ptr<Subjects> subjects_;
  std::unique_ptr<SensorAlerts> sensor_;
  std::vector<AlertType> types_;
  std::vector<FieldId> entities_;  // by rule
  std::uint32_t first_correlation_type_ = 0, first_indicator_type_ = 0;
};

}  // namespace lp::detect
