#include "app/serve.h"

#include <fmt/format.h>
#include <pthread.h>

#include <csignal>
#include <memory>
#include <mutex>
#include <ostream>

#include "app/mail_address.h"
#include "cli/example_accounts.h"
#include "records/engine.h"
#include "server/server.h"
#include "service/accounts/accounts.h"
#include "service/keeper/ledger_keeper.h"
#include "service/keeper/reminder_worker.h"

namespace lp::app {
namespace {

// Blocked before any thread starts, so that only wait() receives them.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
  int wait() const {
    int received = 0;
    sigwait(&set_, &received);
    return received;
  }

 private:
  sigset_t set_{};
};

Result<service::Delivery::Channels> make_channels(store::Store& store, const cli::ServeOptions& options, const std::string& base_url) {
  service::Delivery::Channels channels;
  if (!options.mail_server.empty()) {
    LP_TRY(io::MailServer server, parse_mail_server(options));
    channels["mail"] = std::make_unique<service::MailChannel>(std::move(server), base_url);
  }
  io::WebhookOptions webhook;
  LP_TRY(webhook.secret, service::webhook_secret(store));
  channels["webhook"] = std::make_unique<service::WebhookChannel>(webhook);
  return channels;
}

server::ServerOptions to_server_options(const cli::Context& context, const cli::ServeOptions& options) {
  server::ServerOptions result;
  result.http.address = options.address;
  result.http.port = static_cast<std::uint16_t>(options.port);
  result.http.workers = options.threads;
  result.http.certificate = options.certificate;
  result.http.key = options.key;
  result.http.spool_folder = context.data / "spool";
  result.web = options.web;
  result.log = options.log;
  result.hosts = options.hosts;
  return result;
}

std::string local_url(const cli::ServeOptions& options, int port) {
  const std::string host = options.address.find(':') != std::string::npos ? "[" + options.address + "]" : options.address;
  return fmt::format("{}://{}:{}", options.certificate.empty() ? "http" : "https", host, port);
}

void greet(cli::Context& context, const cli::ServeOptions& options, int port) {
  context.out << (context.zh ? "龙磐已启动：" : "Longpan is serving: ") << local_url(options, port) << '\n';
  if (!context.quiet) cli::print_example_accounts(context);
  context.out << std::flush;
}

}  // namespace

Result<int> serve(cli::Context& context, const cli::ServeOptions& options) {
  const StopSignals signals;
  LP_TRY(const model::Catalogue* catalogue, context.catalogue());
  LP_TRY(store::Store * store, context.store(cli::Context::Create::yes));
  LP_TRY(const Clock* clock, context.clock());
  const auto trouble = [&context](const Error& e) { context.err << "{\"trouble\":" << json::serialize(json::string(e.message)) << "}\n" << std::flush; };

  const records::Engine engine(*store, *catalogue);
  service::Accounts accounts(*store, service::AccountOptions{});
  // The listener is set before the keeper's first recomputation, so no change falls between them.
  std::unique_ptr<server::Server> http;
  std::unique_ptr<service::LedgerKeeper> keeper;
  // Taken out under the lock, destroyed outside it: their threads may be inside the listener.
  std::unique_ptr<service::LedgerKeeper> last_keeper;
  std::unique_ptr<server::Server> last_http;
  std::mutex wiring;
  store->on_commit([&](const std::vector<store::Store::Change>& changes) {
    const std::lock_guard lock(wiring);
    if (keeper) keeper->note(changes);
    if (http) http->publish(changes);
  });
  {
    const std::lock_guard lock(wiring);
    keeper = std::make_unique<service::LedgerKeeper>(*store, *catalogue, service::LedgerKeeper::OnChange{}, trouble);
  }
  const server::Services services{*store, *catalogue, *clock, engine, keeper->ledger(), accounts, "0.1.0"};
  LP_TRY(auto started, server::Server::start(services, to_server_options(context, options)));
  const int port = started->port();
  {
    const std::lock_guard lock(wiring);
    http = std::move(started);
  }
  const std::string base_url = options.public_url.empty() ? local_url(options, port) : options.public_url;
  LP_TRY(auto channels, make_channels(*store, options, base_url));
  auto reminders = std::make_unique<service::ReminderWorker>(*store, std::move(channels), trouble);

  greet(context, options, port);
  signals.wait();
  if (!context.quiet) context.err << (context.zh ? "正在停止…" : "stopping…") << '\n';
  http->stop();
  reminders.reset();
  store->on_commit({});
  {
    const std::lock_guard lock(wiring);
    last_http = std::move(http);
    last_keeper = std::move(keeper);
  }
  return 0;
}

}  // namespace lp::app
