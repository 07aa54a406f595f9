#pragma once
// The HTTP edge of Longpan: engine, routes and web application over the services given.
//
// Threads: start() and stop() from any; everything else runs on threads of the server's own.
// The services must outlive it.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "server/app.h"
#include "server/http/http_server.h"

namespace lp::server {

struct ServerOptions {
  HttpOptions http;
  std::filesystem::path web;               // built web application; empty = none
  std::filesystem::path log;               // access log; empty = standard error
  bool quiet = false;                      // no access log
  std::vector<std::string> hosts;          // names the server answers to beside the machine's own
  bool metrics_public = false;
};

class Server {
 public:
  // Listens before it returns. Errors as HttpServer::start, and io for the web folder and the log.
  static Result<std::unique_ptr<Server>> start(const Services& services, const ServerOptions& options);
  virtual ~Server() = default;             // stop()
  virtual std::uint16_t port() const = 0;
  virtual HttpCounts counts() const = 0;
  // Lets what is under way finish, up to HttpOptions::drain_deadline. Idempotent.
  virtual void stop() = 0;
  // For Store::on_commit, which the wiring sets: tells the browsers.
  virtual void publish(const std::vector<store::Store::Change>& changes) = 0;
};

}  // namespace lp::server
