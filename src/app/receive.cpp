#include "app/receive.h"

#include <fmt/format.h>

#include <csignal>
#include <ostream>
#include <thread>

#include "app/metrics.h"
#include "cli/stop_on_signal.h"
#include "io/files.h"
#include "io/metrics_text.h"
#include "server/ingest/receivers.h"

namespace lp::app {
namespace {

server::ReceiverOptions to_options(const cli::ReceiveOptions& o) {
  return {.syslog_udp = o.syslog_udp, .syslog_tcp = o.syslog_tcp, .syslog_tls = o.syslog_tls, .bulk = o.bulk, .unix_streams = o.unix_streams,
          .certificate = o.certificate, .key = o.key, .client_ca = o.client_ca};
}

std::string metrics_of(const server::ReceiverCounts& n, std::uint64_t spooled) {
  io::MetricsText m;
  m.counter("longpan_receive_connections_total", "Connections taken.", n.connections);
  m.counter("longpan_receive_messages_total", "Messages written to the spool.", n.messages);
  m.counter("longpan_receive_bytes_total", "Bytes of messages.", n.bytes);
  m.counter("longpan_receive_lost_total", "Messages that were not taken, by reason.", n.too_long, {{"reason", "too_long"}});
  m.counter("longpan_receive_lost_total", "Messages that were not taken, by reason.", n.cut_short, {{"reason", "cut_short"}});
  m.counter("longpan_receive_lost_total", "Messages that were not taken, by reason.", n.dropped, {{"reason", "datagram_without_room"}});
  m.counter("longpan_receive_lost_total", "Messages that were not taken, by reason.", n.refused, {{"reason", "bulk_refused"}});
  m.counter("longpan_receive_waits_total", "Times a sender was held back.", n.waits);
  m.gauge("longpan_receive_spool_bytes", "Bytes in the spool.", static_cast<double>(spooled));
  return m.text();
}

void tell(cli::Context& context, const server::ReceiverCounts& n, std::uint64_t spooled) {
  context.out << fmt::format(fmt::runtime(context.zh ? "{} 个连接，收到 {} 条、{} 字节；过长 {}，未完 {}，丢弃 {}，拒收 {}，暂停发送方 {} 次；缓存目录共 {} 字节\n"
                                                     : "{} connections, {} messages of {} bytes; {} too long, {} cut short, {} dropped, {} refused, senders held back {} times; {} bytes in the spool\n"),
                             n.connections, n.messages, n.bytes, n.too_long, n.cut_short, n.dropped, n.refused, n.waits, spooled);
}

}  // namespace

Result<int> receive(cli::Context& context, const cli::ReceiveOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  server::ReceiverOptions wanted = to_options(options);
  if (wanted.syslog_udp.empty() && wanted.syslog_tcp.empty() && wanted.syslog_tls.empty() && wanted.bulk.empty() && wanted.unix_streams.empty())
    return make_error(Errc::invalid, "nothing to listen on", "for example --syslog-tcp 127.0.0.1:5514 or --bulk 127.0.0.1:9200");
  if (!options.token_file.empty()) {
    LP_TRY(wanted.token, io::read_first_line(options.token_file));
    if (wanted.token.empty()) return make_error(Errc::invalid, options.token_file.string() + " is empty", "its first line is the token");
  }
  LP_TRY(const auto spool, io::LineSpool::open(options.spool, {.segment_bytes = options.segment_bytes, .total_bytes = options.spool_bytes}));
  const cli::StopOnSignal stop;
  LP_TRY(const auto receivers, server::Receivers::start(wanted, *spool));
  std::unique_ptr<cli::MetricsEndpoint> metrics;
  if (!options.metrics.empty()) {
    LP_TRY(metrics, serve_metrics(options.metrics, [&] { return metrics_of(receivers->counts(), spool->bytes()); }));
    context.err << (context.zh ? "指标：" : "metrics: ") << metrics->place() << std::endl;
  }
  for (const std::string& place : receivers->places()) context.out << (context.zh ? "正在接收：" : "listening: ") << place << '\n';
  context.out << fmt::format(fmt::runtime(context.zh ? "存入 {}；另开一个终端：longpan detect run {} --follow --delete-read --state detect.state --out alerts.jsonl\n"
                                                     : "into {}; beside it: longpan detect run {} --follow --delete-read --state detect.state --out alerts.jsonl\n"),
                             options.spool.string(), options.spool.string())
              << std::flush;
  auto told = std::chrono::steady_clock::now();
  while (!stop.asked()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    if (context.quiet || std::chrono::steady_clock::now() - told < std::chrono::minutes(1)) continue;
    told = std::chrono::steady_clock::now();
    tell(context, receivers->counts(), spool->bytes());
    context.out.flush();
  }
  metrics.reset();
  receivers->stop();
  const server::ReceiverCounts counts = receivers->counts();
  tell(context, counts, spool->bytes());
  return counts.dropped + counts.too_long + counts.cut_short + counts.refused > 0 ? 1 : 0;
}

}  // namespace lp::app
