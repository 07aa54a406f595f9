// Zeek with the JSON writer, corelight-style or with the path in @stream; without any path too.
#include "detect/json_decoder.h"
#include "detect/json_sniff.h"

namespace lp::detect {
namespace {

int sniff(std::string_view head) {
  if (json_key_share(head, {"_path", "ts"}) >= 50 || json_key_share(head, {"@stream", "@proc", "ts"}) >= 50) return 95;
  for (const std::string_view key : {"uid", "fuid", "id.orig_h", "id_orig_h"})
    if (json_key_share(head, {"ts", key}) >= 50) return 90;
  return 0;
}

}  // namespace

Format format_zeek_json() {
  return {.id = "zeek_json", .zh = "Zeek 日志（JSON）", .en = "Zeek logs as JSON", .sniff = sniff, .make = make_json_decoder};
}

}  // namespace lp::detect
