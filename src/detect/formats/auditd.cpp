// The Linux audit log: one record a line; the records of one event are separate events here.
#include "detect/pairs.h"

namespace lp::detect {
namespace {

class AuditDecoder final : public LineDecoder {
 public:
  explicit AuditDecoder(const DecodeContext& context) : LineDecoder(context) {}

 private:
  Decoded read(std::string_view text) override {
    if (text.starts_with("----")) return Decoded::control;  // ausearch's separator
    FieldSink fields = sink();
    return read_audit(text, fields) ? Decoded::event : reject("not_audit");
  }
};

bool is_audit(std::string_view line) {
  return (line.starts_with("type=") || line.starts_with("node=")) && line.find("msg=audit(") != line.npos;
}

int sniff(std::string_view head) { return line_share(head, is_audit) >= 40 ? 95 : 0; }

}  // namespace

Format format_auditd() {
  return {.id = "auditd", .zh = "Linux 审计日志", .en = "Linux audit log", .sniff = sniff,
          .make = [](const DecodeContext& context) -> std::unique_ptr<Decoder> { return std::make_unique<AuditDecoder>(context); }};
}

}  // namespace lp::detect
