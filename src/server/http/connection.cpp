#include "server/http/connection.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>

#include "server/http/framing.h"
#include "server/http/response_text.h"

namespace lp::server {

namespace http = boost::beast::http;

namespace {

constexpr std::size_t body_chunk = 64 * 1024;
constexpr std::size_t head_chunk = 2 * 1024;

}  // namespace

Connection::Connection(Shard& shard, std::unique_ptr<Transport> transport, std::string remote)
    : shard_(shard),
      engine_(shard.engine),
      transport_(std::move(transport)),
      remote_(std::move(remote)),
      watchdog_(std::make_shared<Watchdog>(shard.io.get_executor(), [this] { on_deadline(); })) {
  shard_.connections.insert(this);
}

Connection::~Connection() {
  watchdog_->stop();
  shard_.connections.erase(this);
  --engine_.counters.connections;
}

void Connection::on_deadline() {
  ++engine_.counters.timed_out;
  can_write_ = transport_->abort(reading_head_);
}

void Connection::drain() {
  if (idle_) abort();
  if (events_ != nullptr) events_->close();
}

void Connection::abort() {
  aborted_ = true;
  can_write_ = transport_->abort(false);
}

net::awaitable<void> Connection::run() {
  watchdog_->set(engine_.options.handshake_deadline);
  const Io shaken = co_await transport_->handshake();
  if (shaken.ec) co_return;
  while (co_await serve_one() == Next::go_on) {
  }
  watchdog_->clear();
  transport_->abort(false);
}

net::awaitable<Connection::Next> Connection::serve_one() {
  Parser parser;
  HttpRequest request;
  if (!co_await read_head(parser)) co_return Next::close;
  std::optional<Refusal> wrong = check_framing(parser.get(), parser.chunked());
  if (!wrong) wrong = make_head(parser.get(), request.head);
  if (wrong) {
    co_await refuse(*std::move(wrong));
    co_return Next::close;
  }
  request.head.remote = remote_;
  request.head.secure = transport_->secure();
  BodyPlan plan = engine_.handler.plan(request.head);
  if (plan.refuse) {
    co_await send(*std::move(plan.refuse), request.head.method == "HEAD", false);
    co_await linger();
    co_return Next::close;
  }
  if (!parser.is_done() && !co_await read_body(parser, plan, request)) co_return Next::close;
  const bool head_only = request.head.method == "HEAD";
  Response response = co_await handle(std::move(request));
  const bool keep = parser.keep_alive() && !engine_.draining && !response.close;
  const bool sent = co_await send(std::move(response), head_only, keep);
  co_return sent && keep ? Next::go_on : Next::close;
}

net::awaitable<bool> Connection::read_head(Parser& parser) {
  const HttpOptions& options = engine_.options;
  parser.header_limit(static_cast<std::uint32_t>(options.header_limit));
  parser.body_limit(boost::none);
  if (in_.empty()) in_ = {};  // an idle connection keeps no buffer
  idle_ = in_.empty();
  reading_head_ = true;
  watchdog_->set(idle_ ? options.idle_timeout : options.header_deadline);
  std::size_t parsed = 0;
  std::optional<Refusal> wrong;
  for (;;) {
    if (parsed == 0) in_.erase(0, std::min(in_.find_first_not_of("\r\n"), in_.size()));  // RFC 9112 §2.2
    error_code ec = http::error::need_more;
    if (!in_.empty()) {
      const std::size_t n = parser.put(net::buffer(in_), ec);
      in_.erase(0, n);
      parsed += n;
    }
    // The parser's own limit starts anew after every field it has taken.
    const std::size_t length = parsed + (parser.is_header_done() ? 0 : in_.size());
    if (length > options.header_limit) ec = http::error::header_limit;
    if (!ec && parser.is_header_done()) break;
    if (ec && ec != http::error::need_more) wrong = to_refusal(ec);
    if (!wrong && !co_await fill()) {
      if (idle_ || !watchdog_->expired()) co_return false;
      wrong = Refusal{408, "request_timeout", "the request header did not arrive in time"};
    }
    if (wrong) {
      co_await refuse(*std::move(wrong));
      co_return false;
    }
    if (idle_) watchdog_->set(options.header_deadline);
    idle_ = false;
  }
  idle_ = false;
  reading_head_ = false;
  co_return true;
}

net::awaitable<bool> Connection::read_body(Parser& parser, const BodyPlan& plan, HttpRequest& request) {
  parser.eager(true);
  std::optional<Refusal> wrong = check_length(request.head, plan);
  if (!wrong) {
    parser.body_limit(plan.limit);
    watchdog_->set(time_for(request.head.content_length.value_or(plan.limit), engine_.options.body_deadline));
    if (request.head.headers.has("Expect") && in_.empty()) {
      const Io io = co_await transport_->write({net::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25), net::const_buffer()});
      if (io.ec) co_return false;
    }
  }
  std::string chunk(wrong ? 0 : body_chunk, '\0');
  while (!wrong && !parser.is_done()) {
    error_code ec = http::error::need_more;
    parser.get().body().data = chunk.data();
    parser.get().body().size = chunk.size();
    if (!in_.empty()) in_.erase(0, parser.put(net::buffer(in_), ec));
    const std::size_t got = chunk.size() - parser.get().body().size;
    if (got > 0 && !co_await store_chunk(std::string_view(chunk).substr(0, got), plan, request)) {
      wrong = Refusal{507, "no_space", "the upload cannot be stored"};
    } else if (ec && ec != http::error::need_more && ec != http::error::need_buffer) {
      wrong = to_refusal(ec);
    } else if (in_.size() > 2 * body_chunk) {
      wrong = Refusal{400, "bad_chunk", "a chunk header or trailer is too long"};
    } else if (ec != http::error::need_buffer && !parser.is_done() && !co_await fill()) {
      co_return false;
    }
  }
  if (wrong) {
    co_await refuse(*std::move(wrong));
    co_return false;
  }
  co_return true;
}

net::awaitable<bool> Connection::store_chunk(std::string_view chunk, const BodyPlan& plan, HttpRequest& request) {
  if (!plan.spool) {
    request.body.append(chunk);
    co_return true;
  }
  bool stored = false;
  auto work = [&] {
    if (!request.file) {
      auto created = TempFile::create(engine_.options.spool_folder);
      if (!created) return;
      request.file.emplace(*std::move(created));
    }
    stored = request.file->append(chunk).has_value();
  };
  const bool ran = co_await on_worker(work);
  co_return ran && stored;
}

net::awaitable<bool> Connection::fill() {
  if (watchdog_->expired() || aborted_) co_return false;
  const std::size_t old = in_.size();
  in_.resize(old + (reading_head_ ? head_chunk : body_chunk));
  const Io io = co_await transport_->read(net::buffer(in_.data() + old, in_.size() - old));
  in_.resize(old + io.n);
  co_return !io.ec && io.n > 0;
}

net::awaitable<Response> Connection::handle(HttpRequest request) {
  watchdog_->clear();
  Response response;
  auto work = [&] { response = engine_.handler.handle(std::move(request)); };
  const bool ran = co_await on_worker(work);
  if (!ran) {
    ++engine_.counters.refused;
    const Refusal busy{503, "busy", "too many requests are waiting"};
    response = engine_.handler.refuse(busy, remote_);
  }
  co_return response;
}

net::awaitable<void> Connection::refuse(Refusal refusal) {
  ++engine_.counters.refused;
  if (!can_write_) co_return;
  Response response = engine_.handler.refuse(refusal, remote_);
  co_await send(std::move(response), false, false);
  co_await linger();
}

net::awaitable<void> Connection::linger() {
  // Closing with unread input resets the connection, and the reset may overtake our answer.
  transport_->finish_writing();
  watchdog_->set(std::chrono::seconds(2));
  for (std::size_t total = 0; total < (1U << 20);) {
    in_.clear();
    if (!co_await fill()) break;
    total += in_.size();
  }
  in_.clear();
}

net::awaitable<bool> Connection::on_worker(std::function<void()> work) {
  auto start = [this, &work](auto handler) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));  // std::function wants copies
    const auto executor = shard_.io.get_executor();
    auto job = [&work, shared, executor] {
      work();
      net::post(executor, [shared] { (*shared)(true); });
    };
    if (!engine_.workers.try_submit(std::move(job))) net::post(executor, [shared] { (*shared)(false); });
  };
  co_return co_await net::async_initiate<const net::use_awaitable_t<>, void(bool)>(start, net::use_awaitable);
}

std::chrono::milliseconds Connection::time_for(std::uint64_t bytes, std::chrono::milliseconds base) const {
  return base + std::chrono::milliseconds(bytes * 1000 / std::max<std::uint64_t>(1, engine_.options.min_rate));
}

}  // namespace lp::server
