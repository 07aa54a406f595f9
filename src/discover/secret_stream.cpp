#include "discover/secret_stream.h"

#include <algorithm>

namespace lp::discover {

void SecretStream::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t n = std::min(bytes.size(), block - std::min(block, buffer_.size()));
    buffer_.append(bytes.substr(0, n));
    bytes.remove_prefix(n);
    if (buffer_.size() >= block) scan(false);
  }
}

void SecretStream::finish() {
  scan(true);
  buffer_.clear();
  base_ = told_ = 0;
}

void SecretStream::scan(bool last) {
  // What begins in the last `reach` bytes may go on behind them: the next block sees it whole, with as much before it.
  const std::size_t until = last ? buffer_.size() : buffer_.size() - SecretScanner::reach;
  scanner_.scan(buffer_, [&](const SecretHit& hit) {
    if (hit.offset >= until || base_ + hit.offset < told_) return;
    fn_(hit.rule, base_ + hit.offset, std::string_view(buffer_).substr(hit.offset, hit.length), hit.confidence);
  }, scratch_);
  told_ = base_ + until;
  if (last) return;
  const std::size_t drop = buffer_.size() - 2 * SecretScanner::reach;
  buffer_.erase(0, drop);
  base_ += drop;
}

}  // namespace lp::discover
