#include "detect/run/sensor_alerts.h"

namespace lp::detect {
namespace {

// Suricata's priorities: 1 is the worst.
Severity severity_of(std::string_view priority) {
  if (priority == "1") return Severity::high;
  if (priority == "2") return Severity::medium;
  if (priority == "3") return Severity::low;
  return Severity::informational;
}

}  // namespace

SensorAlerts::SensorAlerts(FieldTable& fields)
    : name_(fields.intern("alert.signature")), id_(fields.intern("alert.signature_id")), severity_(fields.intern("alert.severity")),
      category_(fields.intern("alert.category")), event_type_(fields.intern("event_type")) {}

std::optional<AlertType> SensorAlerts::type_of(const Event& event) const {
  const std::string_view name = event.text(name_);
  if (name.empty() || event.text(event_type_) != "alert") return std::nullopt;
  const std::string title(name.substr(0, 200));
  AlertType type{.kind = AlertKind::sensor, .id = "suricata:" + std::string(event.text(id_)), .title = {title, title}, .severity = severity_of(event.text(severity_))};
  if (const std::string_view category = event.text(category_); !category.empty()) type.tags.emplace_back("suricata.category:" + std::string(category));
  return type;
}

}  // namespace lp::detect
