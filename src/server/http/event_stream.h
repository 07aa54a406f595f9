#pragma once
// Text pushed to one browser over an open response (server-sent events). The publisher pushes
// from any thread; the connection takes what is pending on its I/O thread.
// A reader that falls more than `limit` bytes behind is closed rather than buffered for.

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace lp::server {

class EventStream {
 public:
  explicit EventStream(std::size_t limit = 256 * 1024) : limit_(limit) {}
  bool push(std::string_view text);  // false once closed
  void close();
  bool closed() const;

  // For the connection: everything pending; `wake` is called (from any thread) when more arrives
  // or the stream closes. Setting an empty function stops that; when set_wake returns, no call is under way.
  std::string take();
  void set_wake(std::function<void()> wake);

 private:
  std::size_t limit_;
  mutable std::mutex mutex_;
  std::string pending_;
  bool closed_ = false;
  std::function<void()> wake_;
};

}  // namespace lp::server
