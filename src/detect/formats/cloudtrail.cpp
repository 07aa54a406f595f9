// AWS CloudTrail records, one a line (a file {"Records": […]} is taken apart before).
#include "detect/json_decoder.h"
#include "detect/json_sniff.h"

namespace lp::detect {
namespace {

int sniff(std::string_view head) {
  return json_key_share(head, {"eventSource", "eventName", "awsRegion"}) >= 50 ? 92 : 0;
}

}  // namespace

Format format_cloudtrail() {
  return {.id = "cloudtrail", .zh = "AWS CloudTrail 日志", .en = "AWS CloudTrail", .sniff = sniff, .make = make_json_decoder};
}

}  // namespace lp::detect
