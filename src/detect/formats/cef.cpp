// ArcSight Common Event Format, a line each; inside syslog see syslog.cpp.
#include "detect/pairs.h"

namespace lp::detect {
namespace {

class CefDecoder final : public LineDecoder {
 public:
  explicit CefDecoder(const DecodeContext& context) : LineDecoder(context) {}

 private:
  Decoded read(std::string_view text) override {
    FieldSink fields = sink();
    return read_cef(text, fields) ? Decoded::event : reject("not_cef");
  }
};

int sniff(std::string_view head) { return line_share(head, [](std::string_view line) { return line.starts_with("CEF:"); }) >= 50 ? 95 : 0; }

}  // namespace

Format format_cef() {
  return {.id = "cef", .zh = "CEF 日志", .en = "CEF", .sniff = sniff,
          .make = [](const DecodeContext& context) -> std::unique_ptr<Decoder> { return std::make_unique<CefDecoder>(context); }};
}

}  // namespace lp::detect
