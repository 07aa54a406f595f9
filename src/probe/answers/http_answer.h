#pragma once
// An HTTP/1 answer, read as it comes: head, then as much of the body as is wanted. Forgiving, since odd servers are what an
// inspection meets; nothing here decides where anything is sent.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lp::probe {

struct HttpAnswer {
  int status = 0;
  std::string version{}, reason{};                             // "1.1", "OK"
  std::vector<std::pair<std::string, std::string>> headers{};  // names in lower case, in the order sent
  std::string body{};                                          // chunks joined
  bool whole = false;                                          // the body ended as the head promised, or by the end of the connection
};

class HttpAnswerReader {
 public:
  // `bodiless`: the answer to HEAD. At most 64 KiB of head and `body_limit` bytes of body are kept.
  explicit HttpAnswerReader(bool bodiless, std::size_t body_limit = 256u << 10) : bodiless_(bodiless), body_limit_(body_limit) {}

  void feed(std::string_view bytes);
  // Nothing more is wanted: the answer is whole, at its limit, or no HTTP.
  bool done() const { return state_ == State::done || state_ == State::broken; }
  // The connection has ended: a body without a stated length is whole now.
  void end();
  // Was there a head? The answer so far otherwise makes no sense.
  bool has_head() const { return answer_.status != 0 && state_ != State::head; }
  const HttpAnswer& answer() const { return answer_; }

 private:
  enum class State : std::uint8_t { head, counted, chunk_size, chunk, chunk_end, until_close, done, broken };
  bool take_head();
  void choose_body();
  bool step();
  bool take_chunk_size();
  void take_body(std::size_t n);

  bool bodiless_;
  std::size_t body_limit_;
  State state_ = State::head;
  std::string pending_;
  std::size_t searched_ = 0;
  std::uint64_t left_ = 0;  // of the body or the chunk
  HttpAnswer answer_;
};

// The first value of a header, "" when absent. `name` in lower case.
std::string_view header(const HttpAnswer& answer, std::string_view name);

// "http.status", "http.server", "http.title" … with values of at most 512 bytes; of cookies the names alone.
void add_http_facts(const HttpAnswer& answer, std::map<std::string, std::string>& facts);

}  // namespace lp::probe
