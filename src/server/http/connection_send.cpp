// The sending half of a connection.
#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/http/connection.h"
#include "server/http/response_text.h"

namespace lp::server {
namespace {

constexpr std::size_t file_chunk = 256 * 1024;
constexpr std::chrono::seconds heartbeat{15};

struct Descriptor {
  explicit Descriptor(const std::filesystem::path& path) : fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int fd;
};

// Reads up to file_chunk bytes; false at an error or an early end.
bool read_chunk(int fd, std::uint64_t offset, std::uint64_t left, std::string& into) {
  into.resize(static_cast<std::size_t>(std::min<std::uint64_t>(file_chunk, left)));
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t n = ::pread(fd, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

// No wake-up reaches an io_context that is gone, however the coroutine ends.
struct WakeGuard {
  EventStream& events;
  Counters& counters;
  ~WakeGuard() {
    events.set_wake({});
    events.close();
    --counters.event_streams;
  }
};

}  // namespace

net::awaitable<bool> Connection::send(Response response, bool head_only, bool keep_alive) {
  if (!can_write_ || aborted_) co_return false;
  const bool streams = response.events && !head_only;
  std::string head = to_head_text(response, response.events ? Framing::until_close : Framing::length, keep_alive && !streams);
  if (streams) {
    co_await send_events(*response.events, std::move(head));
    co_return false;
  }
  watchdog_->set(time_for(response.size(), engine_.options.write_deadline));
  if (response.file && !head_only) co_return co_await send_file(*response.file, std::move(head));
  net::const_buffer body;
  if (!head_only && response.status != 304 && response.status != 204) {
    const std::string& bytes = response.shared_body ? *response.shared_body : response.body;
    body = net::buffer(bytes);
  }
  const Io io = co_await transport_->write({net::buffer(head), body});
  co_return !io.ec;
}

net::awaitable<bool> Connection::send_file(const FileBody& file, std::string head) {
  std::string chunk;
  std::optional<Descriptor> source;
  std::uint64_t offset = 0;
  bool good = true;
  auto next = [&] {
    if (!source) source.emplace(file.path);
    good = read_chunk(source->fd, offset, file.size - offset, chunk);
  };
  do {
    const bool ran = co_await on_worker(next);
    // A length has been promised: the only honest way to report a failure now is to break off.
    if (!ran || !good) co_return false;
    offset += chunk.size();
    const Io io = co_await transport_->write({net::buffer(head), net::buffer(chunk)});
    if (io.ec) co_return false;
    head.clear();
  } while (offset < file.size);
  co_return true;
}

net::awaitable<void> Connection::send_events(EventStream& events, std::string head) {
  ++engine_.counters.event_streams;
  auto timer = std::make_shared<net::steady_timer>(shard_.io);  // shared with wake-ups on their way
  const WakeGuard guard{events, engine_.counters};
  events.set_wake([timer, executor = shard_.io.get_executor()] { net::post(executor, [timer] { timer->cancel(); }); });
  events_ = &events;
  std::string text = head + ": connected\n\n";
  while (!text.empty()) {
    watchdog_->set(engine_.options.write_deadline);
    const Io io = co_await transport_->write({net::buffer(text), net::const_buffer()});
    watchdog_->clear();
    if (io.ec || engine_.draining) break;
    // Between take() and the wait nothing else runs on this thread, so no wake-up is missed.
    text = events.take();
    if (!text.empty()) continue;
    if (events.closed()) break;
    timer->expires_after(heartbeat);
    co_await timer->async_wait(net::as_tuple(net::use_awaitable));
    text = events.take();
    if (text.empty() && !events.closed()) text = ": \n\n";
  }
  events_ = nullptr;
}

}  // namespace lp::server
