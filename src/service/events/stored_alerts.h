#pragma once
// Stored alerts and counts of them as people and programs read them. Pure.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "detect/alert.h"
#include "store/events/event_store.h"

namespace lp::service {

detect::Severity severity_of(const store::StoredAlert& alert);
// Of the key of a count by severity.
detect::Severity severity_of_key(std::string_view key);
// The title in its JSON; the rule's id when there is none.
std::string title_of(const store::StoredAlert& alert, bool zh);

std::optional<store::AlertGroup> parse_alert_group(std::string_view name);  // "rule", "severity", "org", "day"
// A count's key as programs read it: severities by name, nobody known as empty.
std::string wire_key(store::AlertGroup by, const std::string& key);

// With a header line and a byte order mark; cells that a spreadsheet would compute are made texts.
std::string alerts_csv(std::span<const store::StoredAlert> alerts);
std::string counts_csv(std::string_view name, store::AlertGroup by, std::span<const store::AlertCount> counts);

}  // namespace lp::service
