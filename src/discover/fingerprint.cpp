#include "discover/fingerprint.h"

#include <algorithm>

#include "base/hash.h"
#include "discover/distinct.h"

namespace lp::discover {
namespace {
constexpr std::size_t block_bytes = 4096;
}

void Fingerprint::block(std::string_view bytes) {
  a_ = ValueHasher(a_ | 1)(bytes);
  b_ = ValueHasher(b_ ^ 0xA5A5A5A5A5A5A5A5U)(bytes) ^ a_;
}

void Fingerprint::feed(std::string_view bytes) {
  size_ += bytes.size();
  if (!rest_.empty()) {
    const std::size_t n = std::min(bytes.size(), block_bytes - rest_.size());
    rest_.append(bytes.substr(0, n));
    bytes.remove_prefix(n);
    if (rest_.size() < block_bytes) return;
    block(rest_);
    rest_.clear();
  }
  for (; bytes.size() >= block_bytes; bytes.remove_prefix(block_bytes)) block(bytes.substr(0, block_bytes));
  rest_.append(bytes);
}

std::string Fingerprint::text() {
  block(rest_);
  rest_.clear();
  const std::uint64_t words[2] = {a_ ^ size_, b_};
  return "fp:" + to_hex(std::string_view(reinterpret_cast<const char*>(words), sizeof words));
}

}  // namespace lp::discover
