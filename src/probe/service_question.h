#pragma once
// What is politely asked on a port: one question its usual service has for everybody, without credentials and without changing
// anything. Industrial ports have no question.

#include <cstdint>
#include <string>
#include <string_view>

#include "probe/engine.h"

namespace lp::probe {

enum class AskWhen : std::uint8_t {
  never,          // read only
  at_once,        // the service says nothing by itself
  after_silence,  // wait a little for a greeting first
  after_greeting, // the service greets; `follow_up` says what is asked then
};

struct ServiceQuestion {
  std::string_view service;  // "redis"; "" for "after_silence" of a port nobody knows
  AskWhen when = AskWhen::never;
  bool tls = false;          // the port speaks TLS from the first byte
};

// By the port, or by a service's name ("redis", "none").
ServiceQuestion question_for(std::uint16_t port);
ServiceQuestion question_named(std::string_view service);  // "" service and `never` when unknown
// The bytes to send; "" when the service has no question.
std::string question_text(std::string_view service, const ProbeRequest& request);
// Asked once the greeting told the service: EHLO, CAPA, ID; "" for most.
std::string follow_up(std::string_view service);

}  // namespace lp::probe
