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

void Detector::name_types() {
  for (const sigma::Rule& rule : rules_->rules()) {
    AlertType type{.kind = AlertKind::rule, .id = rule.id, .title = {rule.title, rule.title}, .severity = parse_severity(rule.level), .tags = rule.tags};
    const auto note = notes_.find(rule.id);
    if (note != notes_.end()) {
      if (!note->second.title.empty()) type.title.zh = note->second.title;
      type.classes = note->second.classes;
    }
    entities_.push_back(note != notes_.end() && !note->second.entity.empty() ? fields_.intern(note->second.entity) : no_field);
    types_.push_back(std::move(type));
  }
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
