#pragma once
// What a command has at hand: where the data and specs are, how to speak, and — opened on first
// use — the catalogue and the store. One thread.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/catalogue.h"
#include "store/store.h"

namespace lp::cli {

// Asked of `app`, the only module that may wire a server: serve the data folder until stopped.
struct ServeOptions {
  std::string address = "127.0.0.1";
  int port = 8080;
  std::filesystem::path web;                // built pages; empty = API only
  std::filesystem::path certificate, key;   // both = TLS
  std::string mail_server, mail_from;       // smtp://host:port or smtps://…
  std::string mail_user, mail_password_file;
  std::string public_url;                   // in mails and webhooks
  std::filesystem::path log;                // access log; empty = standard error
  std::vector<std::string> hosts;           // names answered to beside the machine's own
  int threads = 4;
};

// Asked of `app` as well: listen for logs and spool them until stopped.
struct ReceiveOptions {
  std::filesystem::path spool;
  std::vector<std::string> syslog_udp, syslog_tcp, syslog_tls, bulk;
  std::vector<std::filesystem::path> unix_streams;
  std::filesystem::path certificate, key, client_ca, token_file;
  std::string metrics;                      // address:port of GET /metrics; empty = none
  std::uint64_t spool_bytes = std::uint64_t{10} << 30, segment_bytes = std::uint64_t{64} << 20;
};

// Figures for a monitoring system, served until it is destroyed.
class MetricsEndpoint {
 public:
  virtual ~MetricsEndpoint() = default;
  virtual const std::string& place() const = 0;   // "http://127.0.0.1:9464/metrics"
};

class Context {
 public:
  Context(std::ostream& out, std::ostream& err);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  std::ostream& out;
  std::ostream& err;
  std::filesystem::path data = "data";
  std::filesystem::path specs;              // empty = find_specs()
  std::filesystem::path program;            // argv[0], for find_specs()
  bool json = false;
  bool zh = true;
  bool colour = false;
  bool quiet = false;
  std::string today;                        // --today; empty = the system's date
  std::function<Result<int>(Context&, const ServeOptions&)> serve;
  std::function<Result<int>(Context&, const ReceiveOptions&)> receive;
  // `text` is called from other threads.
  std::function<Result<std::unique_ptr<MetricsEndpoint>>(const std::string& place, std::function<std::string()> text)> serve_metrics;

  const std::string& text(const LocalText& t) const { return zh || t.en.empty() ? t.zh : t.en; }
  Result<const Clock*> clock();
  // Loads and checks specs/. Errors are printed; a catalogue with errors is refused (invalid).
  Result<const model::Catalogue*> catalogue();
  // not_found when the folder holds no database, unless `create`.
  enum class Create { no, yes };
  Result<store::Store*> store(Create create = Create::no);

 private:
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<model::Catalogue> catalogue_;
  std::unique_ptr<store::Store> store_;
};

// $LONGPAN_SPECS, ./specs, beside the program (specs, ../share/longpan/specs, the source tree of a
// build folder). not_found names the places looked at.
Result<std::filesystem::path> find_specs(const std::filesystem::path& program);

}  // namespace lp::cli
