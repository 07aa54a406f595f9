// Any JSON object a line; fields keep their names unless the user's mapping says more.
#include "detect/json_decoder.h"
#include "detect/json_sniff.h"

namespace lp::detect {
namespace {

int sniff(std::string_view head) {
  return json_key_share(head, {}) >= 50 ? 10 : 0;
}

}  // namespace

Format format_json_generic() {
  return {.id = "json_generic", .zh = "JSON 日志", .en = "JSON lines", .sniff = sniff, .make = make_json_decoder};
}

}  // namespace lp::detect
