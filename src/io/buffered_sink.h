#pragma once
// Text in small pieces to a ByteSink in large ones. After the sink's first error nothing more is written and finish()
// returns that error, so that a writer need not look after every piece. One thread.

#include <string>
#include <string_view>
#include <utility>

#include "io/bytes.h"

namespace lp::io {

class BufferedSink {
 public:
  explicit BufferedSink(ByteSink out) : out_(std::move(out)) {}
  BufferedSink& operator<<(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= flush_at) flush();
    return *this;
  }
  bool failed() const { return !status_; }
  Status finish() {
    flush();
    return status_;
  }

 private:
  static constexpr std::size_t flush_at = 64 * 1024;
  void flush() {
    if (status_ && !buffer_.empty()) status_ = out_(buffer_);
    buffer_.clear();
  }
  ByteSink out_;
  std::string buffer_;
  Status status_;
};

// A sink that appends to `text`, which must outlive it.
inline ByteSink append_to(std::string& text) {
  return [&text](std::string_view piece) {
    text += piece;
    return ok_status();
  };
}

}  // namespace lp::io
