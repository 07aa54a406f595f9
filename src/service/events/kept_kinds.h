#pragma once
// What detect's kinds and directions are in the event store, and back. Pure.

#include <string_view>

#include "detect/indicators/indicator.h"
#include "detect/indicators/observer.h"
#include "store/events/event_store.h"

namespace lp::service {

// `text`: of an address, decides between IPv4 and IPv6.
store::ObservableKind to_kept_kind(detect::IndicatorKind kind, std::string_view text);
store::ObservableRole to_kept_role(const detect::WatchedField& field);
// Of a kept value: hashes are told apart by their length.
detect::IndicatorKind to_indicator_kind(store::ObservableKind kind, std::string_view value);

std::string_view to_string(store::ObservableKind kind);
std::string_view to_string(store::ObservableRole role);

}  // namespace lp::service
