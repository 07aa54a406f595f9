// longpan detect receive: logs that are sent over the network, into a folder that `detect run --follow` reads.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/detect/detect_commands.h"
#include "cli/tls_options.h"

namespace lp::cli {

Run add_detect_receive(CLI::App& app) {
  auto o = std::make_shared<ReceiveOptions>();
  app.add_option("spool", o->spool, "缓存目录 / folder the lines are kept in")->required();
  app.add_option("--syslog-udp", o->syslog_udp, "地址:端口，UDP syslog / address:port");
  app.add_option("--syslog-tcp", o->syslog_tcp, "地址:端口，TCP syslog（按长度或按行）/ address:port, by length or by line");
  app.add_option("--syslog-tls", o->syslog_tls, "地址:端口，TLS syslog / address:port");
  app.add_option("--unix", o->unix_streams, "Unix 套接字（Suricata unix_stream）/ Unix socket");
  app.add_option("--bulk", o->bulk, "地址:端口，兼容 Elasticsearch _bulk（Filebeat、Vector、Fluent Bit）/ address:port, for shippers to Elasticsearch");
  add_tls_options(app, o->certificate, o->key);
  app.add_option("--client-ca", o->client_ca, "只收持有此 CA 证书的发送方（TLS syslog）/ senders over TLS must have a certificate of this CA")->check(CLI::ExistingFile);
  app.add_option("--token-file", o->token_file, "_bulk 口令文件，首行 / file whose first line shippers must present")->check(CLI::ExistingFile);
  app.add_option("--metrics", o->metrics, "地址:端口，Prometheus 指标 /metrics / address:port of Prometheus metrics");
  app.add_option("--spool-bytes", o->spool_bytes, "缓存上限，满则让发送方等待 / limit; beyond it senders wait")->transform(CLI::AsSizeValue(false))->capture_default_str();
  app.add_option("--segment-bytes", o->segment_bytes, "每个文件的长度 / length of one file")->transform(CLI::AsSizeValue(false))->capture_default_str();
  app.footer("例 / examples:\n  longpan detect receive spool --syslog-udp 0.0.0.0:5514 --syslog-tcp 0.0.0.0:5514\n"
             "  longpan detect receive spool --bulk 127.0.0.1:9200 --token-file token.txt\n"
             "  longpan detect receive spool --unix /run/longpan/eve.sock\n"
             "  longpan detect run spool --follow --delete-read --state detect.state --out alerts.jsonl\n"
             "退出码 / exit codes: 0 全部收下 / all was taken; 1 有未收的 / something was not");
  return [o](Context& context) -> Result<int> {
    if (!context.receive) return make_error(Errc::unsupported, "this program was built without receivers");
    return context.receive(context, *o);
  };
}

}  // namespace lp::cli
