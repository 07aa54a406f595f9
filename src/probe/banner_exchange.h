#pragma once
#include "probe/engine.h"

namespace lp::probe {

// May a question be asked, or is the port only listened to?
enum class Speak : std::uint8_t { never, politely };

// Reads what the port says by itself, then asks at most one question (service_question.h) and, where the greeting told SMTP, POP3
// or IMAP, their one question of capabilities. Parameters: "ask" (a service's name or "none"; by default by the port), "tls" (yes,
// no), "greeting_ms" (how long a port nobody knows may take to greet; 600).
Observation exchange_banners(const ProbeRequest& request, EngineContext& context, Speak speak);

}  // namespace lp::probe
