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

// What is read through a MeteredSource, and so which limits it has: none, all, or that of the ratio (a workbook may name
// one long string in every cell).
enum class Metered : std::uint8_t { file, member, text };

// Bytes within the limits. Never fails: where it must end early, stopped() says why.
class MeteredSource final : public ByteSource {
 public:
  struct Stop {
    SkipReason reason;
    std::string detail;
  };
  MeteredSource(Unpacking& run, ByteSource& part, Metered what) : run_(run), part_(part), what_(what) {}
  Result<std::size_t> read(char* out, std::size_t size) override;
  const std::optional<Stop>& stopped() const { return stopped_; }

 private:
  void check_limits();
  Unpacking& run_;
  ByteSource& part_;
  Metered what_;
  std::uint64_t bytes_ = 0;
  std::optional<Stop> stopped_;
};

}  // namespace lp::io
