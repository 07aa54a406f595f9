#pragma once
// The sources every part is read through. Internal to unpacking.

#include <optional>
#include <string>

#include "io/unpacking.h"

namespace lp::io {

// The file itself: counts what is read; its errors stop everything.
class TopSource final : public ByteSource {
 public:
  TopSource(Unpacking& run, ByteSource& file) : run_(run), file_(file) {}
  Result<std::size_t> read(char* out, std::size_t size) override;

 private:
  Unpacking& run_;
  ByteSource& file_;
};

// A part's bytes within the limits. Never fails: where it must end early, stopped() says why.
class MeteredSource final : public ByteSource {
 public:
  struct Stop {
    SkipReason reason;
    std::string detail;
  };
  // `top`: the file itself, which has no limits.
  MeteredSource(Unpacking& run, ByteSource& part, bool top) : run_(run), part_(part), top_(top) {}
  Result<std::size_t> read(char* out, std::size_t size) override;
  const std::optional<Stop>& stopped() const { return stopped_; }

 private:
  void check_limits();
  Unpacking& run_;
  ByteSource& part_;
  bool top_;
  std::uint64_t bytes_ = 0;
  std::optional<Stop> stopped_;
};

// Ends at an error and keeps it.
class QuietSource final : public ByteSource {
 public:
  explicit QuietSource(ByteSource& source) : source_(source) {}
  Result<std::size_t> read(char* out, std::size_t size) override;
  const std::optional<Error>& error() const { return error_; }

 private:
  ByteSource& source_;
  std::optional<Error> error_;
};

}  // namespace lp::io
