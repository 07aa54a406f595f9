// IBM Log Event Extended Format, versions 1.0 and 2.0, a line each; inside syslog see syslog.cpp.
#include "detect/pairs.h"

namespace lp::detect {
namespace {

class LeefDecoder final : public LineDecoder {
 public:
  explicit LeefDecoder(const DecodeContext& context) : LineDecoder(context) {}

 private:
  Decoded read(std::string_view text) override {
    FieldSink fields = sink();
    return read_leef(text, fields) ? Decoded::event : reject("not_leef");
  }
};

int sniff(std::string_view head) { return line_share(head, [](std::string_view line) { return line.starts_with("LEEF:"); }) >= 50 ? 95 : 0; }

}  // namespace

Format format_leef() {
  return {.id = "leef", .zh = "LEEF 日志", .en = "LEEF", .sniff = sniff,
          .make = [](const DecodeContext& context) -> std::unique_ptr<Decoder> { return std::make_unique<LeefDecoder>(context); }};
}

}  // namespace lp::detect
