#include "discover/read_ahead.h"

#include <algorithm>
#include <system_error>

namespace lp::discover {

ReadAhead::ReadAhead(std::function<Status(const io::ByteSink&)> produce) {
  try {
    thread_ = std::thread([this, produce = std::move(produce)] { run(produce); });
  } catch (const std::system_error& error) {
    outcome_ = make_error(Errc::unavailable, std::string("no thread to read with: ") + error.what(), "raise the limit of processes, or scan with fewer threads");
    ended_ = true;
  }
}

ReadAhead::ReadAhead(io::ByteSource& source)
    : ReadAhead([&source](const io::ByteSink& sink) -> Status {
        std::string block(256 * 1024, '\0');
        while (true) {
          LP_TRY(const std::size_t n, source.read(block.data(), block.size()));
          if (n == 0) return ok_status();
          LP_CHECK_OK(sink(std::string_view(block).substr(0, n)));
        }
      }) {}

ReadAhead::~ReadAhead() { join(); }

void ReadAhead::join() {
  {
    const std::lock_guard lock(mutex_);
    unwanted_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ReadAhead::run(const std::function<Status(const io::ByteSink&)>& produce) {
  Status outcome = produce([this](std::string_view bytes) { return put(bytes); });
  const std::lock_guard lock(mutex_);
  outcome_ = std::move(outcome);
  ended_ = true;
  changed_.notify_all();
}

Status ReadAhead::put(std::string_view bytes) {
  if (bytes.empty()) return ok_status();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return unwanted_ || ready_.size() < pieces; });
  if (unwanted_) return make_error(Errc::cancelled, "nobody reads on");
  std::string piece;
  if (!spare_.empty()) {
    piece = std::move(spare_.back());
    spare_.pop_back();
  }
  piece.assign(bytes);
  ready_.push_back(std::move(piece));
  changed_.notify_all();
  return ok_status();
}

Result<std::size_t> ReadAhead::read(char* out, std::size_t size) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return ended_ || !ready_.empty(); });
  if (ready_.empty()) {
    if (!outcome_) return outcome_.error();
    return std::size_t{0};
  }
  const std::string& piece = ready_.front();
  const std::size_t n = std::min(size, piece.size() - at_);
  std::copy_n(piece.data() + at_, n, out);
  at_ += n;
  if (at_ == piece.size()) {
    // Memory of this size comes from the system page by page: it is used again.
    spare_.push_back(std::move(ready_.front()));
    ready_.pop_front();
    at_ = 0;
    changed_.notify_all();
  }
  return n;
}

}  // namespace lp::discover
