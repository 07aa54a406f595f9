#include "detect/run/detector.h"

#include "detect/indicators/indicator_matcher.h"
#include "detect/sigma/filter.h"
#include "detect/sigma/rule_reader.h"
#include "io/files.h"

namespace lp::detect {

Result<std::shared_ptr<const Detector>> Detector::load(const DetectorOptions& options, Diagnostics& out) {
  std::shared_ptr<Detector> detector(new Detector);
  detector->routing_ = options.routing;
  detector->zone_minutes_ = options.zone_minutes;
  detector->reference_ = options.reference;
  LP_TRY(detector->mappings_, load_event_mappings(options.specs, out));
  LP_CHECK_OK(detector->load_rules(options, out));
  LP_CHECK_OK(detector->load_knowledge(options, out));
  detector->name_types();
  return std::shared_ptr<const Detector>(std::move(detector));
}

Status Detector::load_rules(const DetectorOptions& options, Diagnostics& out) {
  sigma::RuleSet set;
  for (const std::filesystem::path& path : options.rules) {
    LP_CHECK_OK(sigma::load_rules(path, {}, set, out));
    LP_CHECK_OK(load_rule_notes(path, notes_, out));
  }
  sigma::apply_filters(set, out);
  rules_ = sigma::RuleProgram::compile(std::move(set.rules), fields_);
  correlations_ = sigma::CorrelationProgram::compile(std::move(set.correlations), *rules_, fields_, out);
  return ok_status();
}

Status Detector::load_knowledge(const DetectorOptions& options, Diagnostics& out) {
  watched_ = std::make_unique<Watched>(fields_);
  sensor_ = std::make_unique<SensorAlerts>(fields_);
  if (!options.indicators.empty()) {
    LP_TRY(auto image, IndicatorImage::open(options.indicators));
    indicators_.swap(std::move(image));
  }
  if (!options.allow_lists.empty()) LP_CHECK_OK(allow_lists_.load(options.allow_lists, out));
  if (!options.owners.empty()) {
    LP_TRY(const PublicSuffixes suffixes, PublicSuffixes::load(options.public_suffixes, out));
    LP_TRY(auto entries, load_owners(options.owners, out));
    owners_ = Owners::build(std::move(entries), suffixes, out);
  }
  subjects_ = std::make_unique<Subjects>(fields_, options.owners.empty() ? nullptr : &owners_, options.log_owner);
  if (!options.suppressions.empty()) {
    LP_TRY(const std::string text, io::read_file(options.suppressions, 4u << 20));
    suppressions_ = Suppressions::read(text, options.suppressions.string(), out);
  }
  return ok_status();
}

AlertType Detector::named(AlertKind kind, const std::string& id, const std::string& title, const std::string& level, const std::vector<std::string>& tags) const {
  AlertType type{.kind = kind, .id = id, .title = {title, title}, .severity = parse_severity(level), .tags = tags};
  if (const auto note = notes_.find(id); note != notes_.end()) {
    if (!note->second.title.empty()) type.title.zh = note->second.title;
    type.classes = note->second.classes;
  }
  return type;
}

FieldId Detector::entity_of(const std::string& id) {
  const auto note = notes_.find(id);
  return note != notes_.end() && !note->second.entity.empty() ? fields_.intern(note->second.entity) : no_field;
}

void Detector::name_types() {
  const auto& rules = rules_->rules();
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    types_.push_back(named(AlertKind::rule, rules[i].id, rules[i].title, rules[i].level, rules[i].tags));
    FieldId entity = entity_of(rules[i].id);
    for (const auto* use = correlations_->uses(i).empty() ? nullptr : &correlations_->uses(i).front(); entity == no_field && use != nullptr;
         use = use->above.empty() ? nullptr : &use->above.front())
      entity = entity_of(correlations_->rules()[use->correlation].id);
    entities_.push_back(entity);
  }
  first_correlation_type_ = static_cast<std::uint32_t>(types_.size());
  for (const sigma::CorrelationRule& c : correlations_->rules()) types_.push_back(named(AlertKind::correlation, c.id, c.title, c.level, c.tags));
  first_indicator_type_ = static_cast<std::uint32_t>(types_.size());
  for (AlertType& type : indicator_alert_types()) types_.push_back(std::move(type));
}

DecodeContext Detector::context(std::string_view format) const {
  const auto found = mappings_.find(format);
  return {.fields = fields_, .mapping = found == mappings_.end() ? no_mapping_ : found->second, .routes = routes_, .zone_minutes = zone_minutes_,
          .reference = reference_};
}

std::uint32_t Detector::type_of(const IndicatorHit& hit) const { return first_indicator_type_ + static_cast<std::uint32_t>(hit.kind); }

}  // namespace lp::detect
