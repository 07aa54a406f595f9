#pragma once
// One HTTP message each way, as plain values: nothing of Asio or Beast leaks out of this folder.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "server/http/event_stream.h"
#include "server/http/temp_file.h"

namespace lp::server {

// Names compare without case; several values of one name keep their order.
class Headers {
 public:
  void add(std::string name, std::string value);
  void set(std::string_view name, std::string value);  // replaces all of that name
  std::string_view get(std::string_view name) const;   // the first; empty when absent
  bool has(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return items_; }

 private:
  std::vector<std::pair<std::string, std::string>> items_;
};
bool equal_ignoring_case(std::string_view a, std::string_view b);

using QueryItems = std::vector<std::pair<std::string, std::string>>;  // decoded, in order, repeats kept

// What is known before a body is read.
struct RequestHead {
  std::string method;             // "GET"
  std::string path;               // percent-decoded, valid UTF-8, starts with '/', no "." or ".." segment
  QueryItems query;
  Headers headers;
  std::string remote;             // peer's address without port
  bool secure = false;            // came over TLS
  std::optional<std::uint64_t> content_length;
};

struct HttpRequest {
  RequestHead head;
  std::string body;               // at most BodyPlan::limit bytes; empty when spooled
  std::optional<TempFile> file;   // the body, when the plan asked for a spool
};

struct FileBody {
  std::filesystem::path path;
  std::uint64_t size = 0;
  std::shared_ptr<TempFile> owner;  // kept until sent, then removed; shared because Response is copyable
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // instead of body: bytes many responses share (static assets)
  std::optional<FileBody> file;                    // instead of body
  std::shared_ptr<EventStream> events;             // instead of body: shared between the publisher and the connection
  bool close = false;                              // end the connection after it

  std::uint64_t size() const;                      // of the body; 0 for events
};

// What to do with the body that a head announces.
struct BodyPlan {
  std::uint64_t limit = 0;           // bytes; more is answered 413
  bool spool = false;                // write it to a temporary file instead of memory
  std::optional<Response> refuse;    // answer this at once and close
};

// Trouble the engine finds before there is a request: the handler words the answer.
struct Refusal {
  int status = 400;
  std::string code;     // stable, snake_case: "header_too_large"
  std::string message;  // lower-case start, value included
};

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // On an I/O thread: must not block.
  virtual BodyPlan plan(const RequestHead& head) = 0;
  virtual Response refuse(const Refusal& refusal, std::string_view remote) = 0;
  // On a worker thread; must not throw.
  virtual Response handle(HttpRequest request) = 0;
};

std::string_view reason_phrase(int status);

}  // namespace lp::server
