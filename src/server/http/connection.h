#pragma once
// Internal to this folder: the life of one accepted socket, message after message.

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <memory>
#include <optional>
#include <string>

#include "server/http/engine.h"
#include "server/http/watchdog.h"

namespace lp::server {

class Connection {
 public:
  Connection(Shard& shard, std::unique_ptr<Transport> transport, std::string remote);
  ~Connection();
  net::awaitable<void> run();
  // Draining: an idle connection ends now, a busy one after its answer.
  void drain();
  void abort();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
  enum class Next { go_on, close };

  net::awaitable<Next> serve_one();
  net::awaitable<bool> read_head(Parser& parser);        // false: answered or gone
  net::awaitable<bool> read_body(Parser& parser, const BodyPlan& plan, HttpRequest& request);
  net::awaitable<bool> store_chunk(std::string_view chunk, const BodyPlan& plan, HttpRequest& request);
  net::awaitable<bool> fill();                           // reads some bytes into in_
  net::awaitable<Response> handle(HttpRequest request);
  net::awaitable<void> refuse(Refusal refusal);
  net::awaitable<bool> send(Response response, bool head_only, bool keep_alive);
  net::awaitable<bool> send_file(const FileBody& file, std::string head);
  net::awaitable<void> send_events(EventStream& events, std::string head);
  net::awaitable<void> linger();                         // lets the peer read our last answer
  net::awaitable<bool> on_worker(std::function<void()> work);  // false: the queue is full
  std::chrono::milliseconds time_for(std::uint64_t bytes, std::chrono::milliseconds base) const;
  void on_deadline();

  Shard& shard_;
  Engine& engine_;
  std::unique_ptr<Transport> transport_;
  std::string remote_;
  std::shared_ptr<Watchdog> watchdog_;                   // shared with its timer's pending wait only
  std::string in_;                                       // received, not yet parsed
  EventStream* events_ = nullptr;                        // while send_events() runs; the response owns it
  bool idle_ = true;                                     // between messages
  bool reading_head_ = false;
  bool can_write_ = true;
  bool aborted_ = false;
};

}  // namespace lp::server
