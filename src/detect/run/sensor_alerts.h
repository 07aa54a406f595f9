#pragma once
// Alerts a sensor has already raised (Suricata's and other intrusion detection systems'): taken over as findings, with the
// sensor's own rule number, title and severity.
//
// Threads: read-only once made.

#include <optional>
#include <string>

#include "detect/alert.h"
#include "detect/event.h"

namespace lp::detect {

class SensorAlerts {
 public:
  explicit SensorAlerts(FieldTable& fields);
  // The type of the alert an event is; none when it is no alert.
  std::optional<AlertType> type_of(const Event& event) const;

 private:
  FieldId name_, id_, severity_, category_, event_type_;
};

}  // namespace lp::detect
