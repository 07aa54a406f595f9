#pragma once
#include "match/feeds/json_fields.h"

namespace lp::match {

// A coordinator's SSVC decision points ({"options": [{"Exploitation": "poc"}, …], "timestamp": …}), for the advisory and as a signal.
void read_ssvc(JsonObject content, Advisory& advisory, FeedSink& sink);
// {"dateAdded": "2022-03-03"}: in CISA's catalogue.
void take_kev(JsonObject content, const Advisory& advisory, FeedSink& sink);

}  // namespace lp::match
