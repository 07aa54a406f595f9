#pragma once
// What shippers for Elasticsearch ask: _bulk, and the few questions before it about version, licence and templates.
//
// Threads: as HttpHandler; the spool must outlive it.

#include <atomic>
#include <string>

#include "io/line_spool.h"
#include "server/http/message.h"

namespace lp::server {

class BulkHandler final : public HttpHandler {
 public:
  BulkHandler(io::LineSpool& spool, std::string token, std::size_t longest) : spool_(spool), token_(std::move(token)), longest_(longest) {}

  BodyPlan plan(const RequestHead& head) override;
  Response refuse(const Refusal& refusal, std::string_view remote) override;
  Response handle(HttpRequest request) override;

  std::uint64_t taken() const { return taken_; }
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t refused() const { return refused_; }

 private:
  bool may(const RequestHead& head) const;
  Response bulk(const HttpRequest& request, std::string_view index);

  io::LineSpool& spool_;
  std::string token_;
  std::size_t longest_;
  std::atomic<std::uint64_t> taken_{0}, bytes_{0}, refused_{0}, number_{0};
};

}  // namespace lp::server
