// The identification line and the algorithms a server offers. Our own line is the only thing said; no key exchange follows.
#include "base/text.h"
#include "probe/answers/ssh_answer.h"
#include "probe/connection.h"

namespace lp::probe {
namespace {

constexpr std::size_t most_bytes = 64u << 10;
constexpr std::string_view our_line = "SSH-2.0-Longpan_1\r\n";

// The place of the identification line: other lines may stand before it (RFC 4253 §4.2).
std::size_t identification_at(std::string_view bytes) {
  if (bytes.starts_with("SSH-")) return 0;
  const std::size_t at = bytes.find("\nSSH-");
  return at == std::string_view::npos ? at : at + 1;
}

// Reads until the line is whole; its end, or npos.
Net read_line(Connection& connection, Exchange& exchange, std::string& bytes, std::size_t& line_end) {
  for (;;) {
    const std::size_t at = identification_at(bytes);
    line_end = at == std::string::npos ? at : bytes.find('\n', at);
    if (line_end != std::string::npos) {
      exchange.fact("banner", printable(trim(std::string_view(bytes).substr(0, line_end))));
      add_ssh_identification(std::string_view(bytes).substr(at), exchange.facts());
      return Net::ok;
    }
    if (bytes.size() >= 8192) {
      exchange.detail("no SSH identification in 8 KiB");
      return Net::failed;
    }
    if (const Net got = connection.read(bytes, most_bytes - bytes.size(), exchange.deadline()); got != Net::ok) return got;
  }
}

Net read_algorithms(Connection& connection, Exchange& exchange, std::string bytes) {
  for (;;) {
    switch (add_ssh_algorithms(bytes, exchange.facts())) {
      case SshPacket::read: return Net::ok;
      case SshPacket::broken: exchange.detail("the first packet is no list of algorithms"); return Net::ok;
      case SshPacket::incomplete: break;
    }
    if (const Net got = connection.read(bytes, most_bytes - bytes.size(), exchange.deadline()); got != Net::ok) return got;
  }
}

Observation run(const ProbeRequest& request, EngineContext& context) {
  Exchange exchange(request, context);
  Connection connection(exchange);
  if (const Net opened = connection.open("ssh"); opened != Net::ok) return exchange.ended(opened);
  std::string bytes;
  std::size_t line_end = 0;
  if (const Net read = read_line(connection, exchange, bytes, line_end); read != Net::ok) {
    if (read != Net::stopped && !bytes.empty()) exchange.detail("the answer is not SSH");
    return exchange.ended(read == Net::stopped || bytes.empty() ? read : Net::failed);
  }
  exchange.fact("service", "ssh");
  Net last = connection.send(our_line);
  if (last == Net::ok) last = read_algorithms(connection, exchange, bytes.substr(line_end + 1));
  if (last == Net::stopped) return exchange.ended(last);
  if (last != Net::ok) exchange.detail("no list of algorithms followed");
  return exchange.answered();  // the line alone is an answer
}

}  // namespace

Engine engine_ssh() { return {"ssh", 1, "SSH 服务", "SSH server", false, run}; }

}  // namespace lp::probe
