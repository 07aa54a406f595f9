#pragma once
// What handlers work with: references to services somebody else owns and wires. All of them are
// thread-safe and outlive the server.

#include <filesystem>
#include <functional>
#include <string>

#include "campaign/ledger.h"
#include "model/catalogue.h"
#include "records/engine.h"
#include "server/http/http_server.h"
#include "service/accounts/accounts.h"
#include "store/store.h"

namespace lp::server {

class EventHub;
class Metrics;
class Router;

struct Services {
  store::Store& store;
  const model::Catalogue& catalogue;
  const Clock& clock;
  const records::Engine& engine;
  campaign::Ledger& ledger;
  service::Accounts& accounts;
  std::string version;                       // of Longpan, shown to users
};

// Given by the server itself.
struct App : Services {
  EventHub& events;
  Metrics& metrics;
  const Router& router;
  std::function<HttpCounts()> counts;
  std::filesystem::path spool_folder;        // for TempFile
  bool metrics_public = false;               // otherwise /metrics answers the machine itself only
};

}  // namespace lp::server
