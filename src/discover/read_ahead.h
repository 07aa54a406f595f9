#pragma once
// A producer on a thread of its own, a reader here, a few buffers between: decoding and scanning overlap.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "io/bytes.h"

namespace lp::discover {

class ReadAhead final : public io::ByteSource {
 public:
  // `produce` runs on its own thread and gives pieces to the sink; a sink that answers `cancelled` wants no more.
  explicit ReadAhead(std::function<Status(const io::ByteSink&)> produce);
  // What another source has; it must outlive this.
  explicit ReadAhead(io::ByteSource& source);
  ~ReadAhead() override;
  Result<std::size_t> read(char* out, std::size_t size) override;
  // Stops the producer and waits for it; afterwards what it wrote to is safe to read.
  void join();

 private:
  static constexpr std::size_t pieces = 4;
  Status put(std::string_view bytes);
  void run(const std::function<Status(const io::ByteSink&)>& produce);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> ready_;
  std::vector<std::string> spare_;
  std::size_t at_ = 0;
  bool ended_ = false, unwanted_ = false;
  Status outcome_ = ok_status();
  std::thread thread_;
};

}  // namespace lp::discover
