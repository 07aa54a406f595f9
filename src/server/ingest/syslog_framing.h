#pragma once
// Messages out of a stream of syslog over TCP or TLS (RFC 6587, RFC 5425): "LENGTH SP MESSAGE" or one message a line, told apart
// for every message by its first byte, as real senders mix neither.
//
// Each message becomes one line; line ends inside it are written " ". Messages longer than `longest` are dropped and counted.
// Bounded memory: at most `longest` bytes are held. One connection each; one thread at a time.

#include <cstdint>
#include <string>
#include <string_view>

namespace lp::server {

class SyslogFraming {
 public:
  explicit SyslogFraming(std::size_t longest = std::size_t{10} << 20) : longest_(longest) {}
  // Appends whole lines to `lines`.
  void feed(std::string_view bytes, std::string& lines);
  // The stream ended: what is held is the last message, unless it was counted and cut short (counted).
  void finish(std::string& lines);

  std::uint64_t messages() const { return messages_; }
  std::uint64_t too_long() const { return too_long_; }
  std::uint64_t cut_short() const { return cut_short_; }

 private:
  enum class State : std::uint8_t { begin, length, counted, line, dropping_counted, dropping_line };
  void end_message(std::string& lines);
  std::size_t take(std::string_view bytes, std::string& lines);

  std::size_t longest_;
  State state_ = State::begin;
  std::uint64_t wanted_ = 0;     // bytes of the message still to come
  std::string held_;
  std::uint64_t messages_ = 0, too_long_ = 0, cut_short_ = 0;
};

// One line of a message: line ends and NULs inside are blanks; nothing when it is blank.
void append_line(std::string_view message, std::string& lines);

}  // namespace lp::server
