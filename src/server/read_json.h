#pragma once
#include "server/app.h"
#include "server/reply.h"

namespace lp::server {

// Runs `make` (ReadTx& → Result<json::object>) in one snapshot and answers with its JSON.
template <class Make>
Result<Response> read_json(App& app, const Make& make) {
  json::object body;
  LP_CHECK_OK(app.store.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(body, make(tx));
    return ok_status();
  }));
  return json_response(body);
}

}  // namespace lp::server
