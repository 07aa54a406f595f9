#include "service/events/kept_kinds.h"

#include <array>

namespace lp::service {

using detect::IndicatorKind;
using store::ObservableKind;
using store::ObservableRole;

ObservableKind to_kept_kind(IndicatorKind kind, std::string_view text) {
  switch (kind) {
    case IndicatorKind::ip:
    case IndicatorKind::prefix: return text.find(':') == std::string_view::npos ? ObservableKind::ipv4 : ObservableKind::ipv6;
    case IndicatorKind::domain: return ObservableKind::domain;
    case IndicatorKind::url: return ObservableKind::url;
    case IndicatorKind::md5:
    case IndicatorKind::sha1:
    case IndicatorKind::sha256: return ObservableKind::hash;
    case IndicatorKind::email: return ObservableKind::email;
    case IndicatorKind::ja3: return ObservableKind::ja3;
    case IndicatorKind::ja4: return ObservableKind::ja4;
  }
  return ObservableKind::ipv4;
}

ObservableRole to_kept_role(const detect::WatchedField& field) {
  if (field.name == "tls.client.server_name") return ObservableRole::name_sent;
  switch (field.direction) {
    case detect::Direction::inbound: return ObservableRole::source;
    case detect::Direction::outbound: return ObservableRole::destination;
    case detect::Direction::query: return ObservableRole::query;
    case detect::Direction::answer: return ObservableRole::answer;
    case detect::Direction::request: return ObservableRole::host;
    case detect::Direction::referrer: return ObservableRole::referrer;
    case detect::Direction::content: return ObservableRole::file;
    case detect::Direction::mail: return ObservableRole::mail;
    case detect::Direction::client: return ObservableRole::client;
  }
  return ObservableRole::other;
}

IndicatorKind to_indicator_kind(ObservableKind kind, std::string_view value) {
  switch (kind) {
    case ObservableKind::ipv4:
    case ObservableKind::ipv6: return IndicatorKind::ip;
    case ObservableKind::domain: return IndicatorKind::domain;
    case ObservableKind::url: return IndicatorKind::url;
    case ObservableKind::hash: return value.size() == 32 ? IndicatorKind::md5 : value.size() == 40 ? IndicatorKind::sha1 : IndicatorKind::sha256;
    case ObservableKind::email: return IndicatorKind::email;
    case ObservableKind::ja3: return IndicatorKind::ja3;
    case ObservableKind::ja4: return IndicatorKind::ja4;
  }
  return IndicatorKind::ip;
}

std::string_view to_string(ObservableKind kind) {
  static constexpr std::array<std::string_view, 9> names{"other", "ipv4", "ipv6", "domain", "url", "hash", "email", "ja3", "ja4"};
  const auto n = static_cast<std::size_t>(kind);
  return names[n < names.size() ? n : 0];
}

std::string_view to_string(ObservableRole role) {
  static constexpr std::array<std::string_view, 11> names{"other", "source", "destination", "query", "answer", "host", "name_sent", "file", "referrer", "mail", "client"};
  const auto n = static_cast<std::size_t>(role);
  return names[n < names.size() ? n : 0];
}

}  // namespace lp::service
