// Windows events as winlogbeat, NXLog, evtx_dump, Azure or hand-made scripts write them: nested or flat (specs/events/windows_json.yaml).
#include "detect/json_decoder.h"
#include "detect/json_sniff.h"

namespace lp::detect {
namespace {

int sniff(std::string_view head) {
  if (json_key_share(head, {"Channel", "EventID"}) >= 50 || json_key_share(head, {"winlog"}) >= 50) return 92;
  if (json_key_share(head, {"Event", "System", "EventID"}) >= 50 || json_key_share(head, {"log_name", "event_id"}) >= 50) return 92;
  return json_key_share(head, {"UtcTime", "ProcessGuid"}) >= 50 ? 80 : 0;
}

}  // namespace

Format format_windows_json() {
  return {.id = "windows_json", .zh = "Windows 事件日志（JSON）", .en = "Windows event log as JSON", .sniff = sniff, .make = make_json_decoder};
}

}  // namespace lp::detect
