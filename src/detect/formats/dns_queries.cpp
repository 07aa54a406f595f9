// Query logs of dnsmasq, BIND and Unbound, with a syslog head or their own. Fields: src_ip, src_port, query, record_type,
// answer, response, server, program, message.
#include <algorithm>

#include "detect/line_decoder.h"
#include "detect/syslog_head.h"

namespace lp::detect {
namespace {

struct DnsLine {
  std::string_view client{}, port{}, query{}, type{}, answer{}, response{}, server{};
  bool known = false;  // a query or an answer; otherwise only a message
};

// query[A] name from address; reply|cached|config|/etc/hosts name is answer; forwarded name to server
DnsLine read_dnsmasq(std::string_view text) {
  DnsLine line;
  std::string_view word = take_word(text);
  if (all_digits(word)) {  // log-queries=extra: number and client/port first
    word = take_word(text);
    const std::size_t slash = word.find('/');
    if (slash != word.npos) {
      line.client = word.substr(0, slash);
      line.port = word.substr(slash + 1);
      word = take_word(text);
    }
  }
  const std::string_view name = take_word(text), verb = take_word(text), object = text;
  if (word.starts_with("query[") && word.ends_with(']') && verb == "from") {
    line.type = word.substr(6, word.size() - 7);
    line.client = object;
  } else if (verb == "is") {
    line.answer = object;
    line.type = line.answer == "<CNAME>" ? "CNAME" : std::string_view{};
    if (object.starts_with("NXDOMAIN") || object.starts_with("NODATA") || object == "SERVFAIL" || object == "REFUSED") {
      line.response = object;
      line.answer = {};
    }
  } else if (word == "forwarded" && verb == "to") {
    line.server = object;
  } else {
    return line;
  }
  line.query = name;
  line.known = true;
  return line;
}

// client @0x7f 10.0.0.9#53211 (name): [view x: ]query: name IN A +E(0) (10.0.0.1)
DnsLine read_bind(std::string_view text) {
  DnsLine line;
  const std::size_t client = text.find("client "), query = text.find("query: ");
  if (client == text.npos || query == text.npos || query < client) return line;
  std::string_view who = text.substr(client + 7);
  std::string_view address = take_word(who);
  if (address.starts_with('@')) address = take_word(who);
  line.client = take_until(address, "#");
  line.port = address.substr(0, address.find_first_not_of("0123456789"));
  std::string_view what = text.substr(query + 7);
  line.query = take_word(what);
  take_word(what);  // class
  line.type = take_word(what);
  const std::size_t open = what.rfind('(');
  if (open != what.npos && what.ends_with(')')) line.server = what.substr(open + 1, what.size() - open - 2);
  line.known = !line.query.empty() && !line.type.empty();
  return line;
}

// info: 10.0.0.9 name. A IN [NOERROR 0.0 0 60]
DnsLine read_unbound(std::string_view text) {
  DnsLine line;
  const std::size_t info = text.find("info: ");
  if (info == text.npos) return line;
  text.remove_prefix(info + 6);
  if (text.starts_with("query: ") || text.starts_with("reply: ")) text.remove_prefix(7);
  line.client = take_word(text);
  line.query = take_word(text);
  line.type = take_word(text);
  const std::string_view cls = take_word(text);
  line.response = take_word(text);
  line.known = looks_like_address(line.client) && (cls == "IN" || cls == "CH" || cls == "HS");
  return line;
}

enum class Server { none, dnsmasq, bind, unbound };

struct DnsLog {
  SyslogHead head{};
  DnsLine line{};
  Server server = Server::none;
};

// BIND's own file begins "27-Jun-2024 14:53:20.123 queries: info: client …", Unbound's "[1719500000] unbound[123:0] info: …".
DnsLog read_log(std::string_view text, const TimeReading& reading) {
  DnsLog log;
  if (text.starts_with('[')) {
    log.head.time = parse_time(text.substr(1, text.find(']') - 1), reading);
    log.head.message = text.substr(std::min(text.size(), text.find(']') + 1));
    if (log.head.message.starts_with(" unbound[")) log.server = Server::unbound;
  } else if (text.size() > 21 && text[2] == '-' && text[6] == '-') {
    const std::size_t end = text.find(' ', 12);
    log.head.time = parse_time(text.substr(0, end), reading);
    log.head.message = end == text.npos ? std::string_view{} : text.substr(end + 1);
    if (log.head.message.find("client ") != text.npos || log.head.message.find("queries: ") != text.npos) log.server = Server::bind;
  } else if (read_syslog_head(text, reading, log.head)) {
    const std::string_view program = log.head.program;
    if (program.starts_with("dnsmasq") && program != "dnsmasq-dhcp") log.server = Server::dnsmasq;
    if (program == "named") log.server = Server::bind;
    if (program == "unbound") log.server = Server::unbound;
    // A file of dnsmasq's own has no host: "Jun 27 14:53:20 dnsmasq[1]: …"
    if (program.empty() && log.head.host.starts_with("dnsmasq")) log.server = Server::dnsmasq;
  }
  if (log.server == Server::dnsmasq) log.line = read_dnsmasq(log.head.message);
  if (log.server == Server::bind) log.line = read_bind(log.head.message);
  if (log.server == Server::unbound) log.line = read_unbound(log.head.message);
  return log;
}

class DnsDecoder final : public LineDecoder {
 public:
  explicit DnsDecoder(const DecodeContext& context)
      : LineDecoder(context), client_(wanted("src_ip")), port_(wanted("src_port")), query_(wanted("query")), type_(wanted("record_type")),
        answer_(wanted("answer")), response_(wanted("response")), server_(wanted("server")), host_(wanted("host")), message_(wanted("message")) {}

 private:
  Decoded read(std::string_view text) override {
    const DnsLog log = read_log(text, builder_.time_reading());
    if (log.server == Server::none) return reject("not_dns_log");
    if (log.head.time != no_time) builder_.set_time(log.head.time);
    put(host_, log.head.host);
    put(message_, log.head.message);
    put(client_, log.line.known ? log.line.client : std::string_view{});
    if (!log.line.known) return Decoded::event;
    if (!log.line.port.empty()) builder_.put_untyped(port_, log.line.port);
    std::string_view query = log.line.query;
    if (query.size() > 1 && query.ends_with('.')) query.remove_suffix(1);
    put(query_, query);
    put(type_, log.line.type);
    put(answer_, log.line.answer);
    put(response_, log.line.response);
    put(server_, log.line.server);
    return Decoded::event;
  }
  void put(const Wanted* field, std::string_view text) {
    if (field && !text.empty()) builder_.put_text(*field, text);
  }

  const Wanted *client_, *port_, *query_, *type_, *answer_, *response_, *server_, *host_, *message_;
};

bool is_dns(std::string_view line) { return read_log(line, {}).line.known; }

int sniff(std::string_view head) { return line_share(head, is_dns) >= 25 ? 88 : 0; }

}  // namespace

Format format_dns_queries() {
  return {.id = "dns_queries", .zh = "DNS 查询日志", .en = "DNS query log", .sniff = sniff,
          .make = [](const DecodeContext& context) -> std::unique_ptr<Decoder> { return std::make_unique<DnsDecoder>(context); }};
}

}  // namespace lp::detect
