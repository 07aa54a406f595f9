// Any bytes as a feed, by their content and as every format there is: no crash, and everything taken or refused is counted.
#include <cstdint>

#include "base/check.h"
#include "match/feeds/feed_format.h"

namespace {

void read(std::string_view bytes, std::string format) {
  std::size_t taken = 0, signals = 0;
  const lp::match::FeedTakers takers{[&](lp::match::Advisory&& advisory) {
    ++taken;
    LP_CHECK(!advisory.id.empty());
  }, [&](lp::match::Signal&&) { ++signals; }};
  lp::Diagnostics out(10);
  const auto result = lp::match::read_feed(bytes, {.file = "f", .format = std::move(format)}, takers, out);
  if (result) LP_CHECK(result->taken == taken && result->signals == signals && result->refused == out.warnings());
}

}  // namespace

// The first byte chooses the format; 0: by content.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto& formats = lp::match::builtin_feeds();
  const std::size_t chosen = data[0] % (formats.size() + 1);
  read({reinterpret_cast<const char*>(data) + 1, size - 1}, chosen == 0 ? std::string() : std::string(formats[chosen - 1].id));
  return 0;
}
