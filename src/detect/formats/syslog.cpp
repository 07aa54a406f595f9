// Syslog lines: RFC 5424 with structured data, RFC 3164, and files of daemons without priority. A message that is CEF, LEEF or
// a record of the audit log is read too. Fields: priority, facility, severity, host, program, pid, msgid, message, vendor
// (cisco, huawei), mnemonic, and each parameter of structured data by its name and as "id.name".
#include <array>

#include "detect/pairs.h"
#include "detect/syslog_head.h"

namespace lp::detect {
namespace {

constexpr std::array<std::string_view, 24> facilities{"kern",   "user",   "mail",     "daemon", "auth",   "syslog", "lpr",    "news",
                                                      "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "audit",  "alert",  "clock",
                                                      "local0", "local1", "local2",   "local3", "local4", "local5", "local6", "local7"};
constexpr std::array<std::string_view, 8> severities{"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"};

constexpr std::size_t name_limit = 256;  // RFC 5424 allows 32 for each part

class SyslogDecoder final : public LineDecoder {
 public:
  explicit SyslogDecoder(const DecodeContext& context)
      : LineDecoder(context), facility_(wanted("facility")), severity_(wanted("severity")), host_(wanted("host")), program_(wanted("program")),
        process_(wanted("pid")), message_id_(wanted("msgid")), message_(wanted("message")), vendor_(wanted("vendor")), mnemonic_(wanted("mnemonic")) {}

 private:
  Decoded read(std::string_view text) override;
  void put_structured(std::string_view structured);
  void put_vendor(const SyslogHead& head);
  void put_text(const Wanted* field, std::string_view text) {
    if (field && !text.empty()) builder_.put_text(*field, text);
  }

  const Wanted *facility_, *severity_, *host_, *program_, *process_, *message_id_, *message_, *vendor_, *mnemonic_;
};

Decoded SyslogDecoder::read(std::string_view text) {
  SyslogHead head;
  if (!read_syslog_head(text, builder_.time_reading(), head)) return reject("not_syslog");
  if (head.time != no_time) builder_.set_time(head.time);
  if (head.priority >= 0) {
    put_text(facility_, facilities[static_cast<std::size_t>(head.priority / 8)]);
    put_text(severity_, severities[static_cast<std::size_t>(head.priority % 8)]);
  }
  put_text(host_, head.host);
  put_text(program_, head.program);
  builder_.put_untyped(head.process.empty() ? nullptr : process_, head.process);
  put_text(message_id_, head.message_id);
  put_text(message_, head.message);
  if (!head.structured.empty()) put_structured(head.structured);
  put_vendor(head);
  FieldSink fields = sink();
  if (head.message.starts_with("CEF:")) {
    read_cef(head.message, fields);
  } else if (head.message.starts_with("LEEF:")) {
    read_leef(head.message, fields);
  } else if (head.message.starts_with("type=") || head.message.starts_with("node=")) {
    read_audit(head.message, fields);
  }
  return Decoded::event;
}

// [id name="value" name="va\"lue"][id2 …]
void SyslogDecoder::put_structured(std::string_view rest) {
  while (rest.starts_with('[')) {
    rest.remove_prefix(1);
    const std::size_t id_end = rest.find_first_of(" ]");
    if (id_end == rest.npos) return;
    const std::string id(rest.substr(0, id_end));
    rest.remove_prefix(id_end);
    while (rest.starts_with(' ')) {
      rest.remove_prefix(rest.find_first_not_of(' ') == rest.npos ? rest.size() : rest.find_first_not_of(' '));
      const std::size_t equals = rest.find("=\"");
      if (equals == rest.npos) return;
      const std::string_view name = rest.substr(0, equals);
      rest.remove_prefix(equals + 2);
      std::string value;
      std::size_t i = 0;
      for (; i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\' || rest[i + 1] == ']')) ++i;
        value += rest[i];
      }
      rest.remove_prefix(i < rest.size() ? i + 1 : i);
      const Wanted* plain = wanted(name);
      const Wanted* full = id.size() + name.size() <= name_limit ? wanted(id + '.' + std::string(name)) : nullptr;
      if (!plain && !full) continue;
      const std::string_view kept = builder_.keep(std::move(value));
      builder_.put_untyped(plain, kept);
      builder_.put_untyped(full, kept);
    }
    if (!rest.starts_with(']')) return;
    rest.remove_prefix(1);
  }
}

// "%SYS-5-CONFIG_I: …" of Cisco, "%%01SHELL/5/CMDRECORD(l)[12]: …" of Huawei.
void SyslogDecoder::put_vendor(const SyslogHead& head) {
  const std::string_view text = head.program.starts_with('%') ? head.program : head.message;
  if (!text.starts_with('%')) return;
  const bool huawei = text.starts_with("%%") && text.size() > 4 && all_digits(text.substr(2, 2));
  const std::string_view name = huawei ? text.substr(4, text.find_first_of("(:[ ", 4) - 4) : text.substr(1, text.find_first_of(": ") - 1);
  if (name.find(huawei ? '/' : '-') == name.npos) return;
  put_text(vendor_, huawei ? "huawei" : "cisco");
  put_text(mnemonic_, name);
}

bool is_syslog(std::string_view line) {
  SyslogHead head;
  if (!read_syslog_head(line, {}, head)) return false;
  return head.priority >= 0 || (head.has_time && (!head.program.empty() || head.message.starts_with("CEF:") || head.message.starts_with("LEEF:")));
}

int sniff(std::string_view head) { return line_share(head, is_syslog) >= 50 ? 70 : 0; }

}  // namespace

Format format_syslog() {
  return {.id = "syslog", .zh = "Syslog 日志", .en = "Syslog", .sniff = sniff,
          .make = [](const DecodeContext& context) -> std::unique_ptr<Decoder> { return std::make_unique<SyslogDecoder>(context); }};
}

}  // namespace lp::detect
