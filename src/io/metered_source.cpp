#include "io/metered_source.h"

#include <algorithm>
#include <cstring>

namespace lp::io {

Result<std::size_t> TopSource::read(char* out, std::size_t size) {
  auto n = file_.read(out, size);
  if (n) {
    run_.top_read_ += *n;
  } else {
    run_.failed_ = n.error();
  }
  return n;
}

Result<std::size_t> MeteredSource::read(char* out, std::size_t size) {
  if (stopped_) return std::size_t{0};
  auto n = part_.read(out, size);
  if (!n) {
    stopped_ = Stop{reason_of(n.error()), n.error().message};
    return std::size_t{0};
  }
  bytes_ += *n;
  if (what_ == Metered::member) run_.unpacked_ += *n;
  if (what_ != Metered::file) check_limits();
  return n;
}

void MeteredSource::check_limits() {
  const UnpackLimits& limits = run_.limits_;
  if (what_ == Metered::member && bytes_ > limits.member_bytes) {
    stopped_ = Stop{SkipReason::too_large, "more than " + std::to_string(limits.member_bytes) + " bytes"};
  } else if (what_ == Metered::member && run_.unpacked_ > limits.total_bytes) {
    stopped_ = Stop{SkipReason::bomb, "the file unpacks to more than " + std::to_string(limits.total_bytes) + " bytes"};
  } else if (bytes_ > limits.ratio_from_bytes && static_cast<double>(bytes_) > limits.ratio * static_cast<double>(run_.top_read_)) {
    stopped_ = Stop{SkipReason::bomb, "unpacks to more than " + std::to_string(static_cast<std::uint64_t>(limits.ratio)) + " times what is stored"};
  }
}

Result<std::string_view> PeekedSource::peek(std::size_t size) {
  std::size_t got = head_.size();
  while (got < size) {
    head_.resize(std::min(size, std::max<std::size_t>(got * 2, 4096)));
    auto n = rest_.read(head_.data() + got, head_.size() - got);
    head_.resize(got + n.value_or(0));
    if (!n) return std::move(n).error();
    if (*n == 0) break;
    got += *n;
  }
  return std::string_view(head_);
}

Result<std::size_t> PeekedSource::read(char* out, std::size_t size) {
  if (given_ == head_.size()) return rest_.read(out, size);
  const std::size_t n = std::min(size, head_.size() - given_);
  std::memcpy(out, head_.data() + given_, n);
  given_ += n;
  return n;
}

}  // namespace lp::io
