// Suricata EVE: one JSON object a line with timestamp and event_type.
#include "detect/json_decoder.h"
#include "detect/json_sniff.h"

namespace lp::detect {
namespace {

int sniff(std::string_view head) { return json_key_share(head, {"timestamp", "event_type"}) >= 50 ? 95 : 0; }

}  // namespace

Format format_suricata_eve() {
  return {.id = "suricata_eve", .zh = "Suricata EVE 日志", .en = "Suricata EVE", .sniff = sniff, .make = make_json_decoder};
}

}  // namespace lp::detect
