#include "model/ip_range.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "base/text.h"
#include "model/value_error.h"

namespace lp::model {
namespace {

Error bad(std::string_view text) {
  const std::string shown = truncate(text, 60);
  return value_error("ip_range", "IP地址段“" + shown + "”不正确，可写作1.2.3.4、1.2.3.0/24、1.2.3.1-20",
                     "\"" + shown + "\" is not an IP range; write 1.2.3.4, 1.2.3.0/24 or 1.2.3.1-20");
}

std::optional<int> small_number(std::string_view text, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool padded = text.size() > 1 && text[0] == '0';
  if (error != std::errc{} || end != text.data() + text.size() || padded || value < 0 || value > most) return std::nullopt;
  return value;
}

// The block of `prefix` bits around an address.
IpRange block(const IpAddress& address, int prefix) {
  IpRange range{address, address};
  const int skip = address.v6 ? 0 : 96;
  for (int bit = prefix + skip; bit < 128; ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80u >> (bit % 8));
    range.first.bytes[static_cast<std::size_t>(bit / 8)] &= static_cast<std::uint8_t>(~mask);
    range.last.bytes[static_cast<std::size_t>(bit / 8)] |= mask;
  }
  return range;
}

Result<IpRange> parse_block(std::string_view text, std::size_t slash) {
  LP_TRY(const IpAddress address, parse_ip(trim(text.substr(0, slash))));
  const auto prefix = small_number(trim(text.substr(slash + 1)), address.v6 ? 128 : 32);
  if (!prefix) return bad(text);
  return block(address, *prefix);
}

Result<IpRange> parse_span(std::string_view text, std::size_t dash) {
  LP_TRY(const IpAddress first, parse_ip(trim(text.substr(0, dash))));
  const std::string_view end = trim(text.substr(dash + 1));
  IpRange range{first, first};
  if (const auto last_byte = small_number(end, 255); last_byte && !first.v6) {
    range.last.bytes[15] = static_cast<std::uint8_t>(*last_byte);
  } else {
    LP_TRY(range.last, parse_ip(end));
  }
  if (range.last.v6 != first.v6 || range.last < first) return bad(text);
  return range;
}

bool add_one(IpAddress& address) {
  for (std::size_t i = 16; i-- > 0;) {
    if (++address.bytes[i] != 0) return true;
  }
  return false;
}

}  // namespace

Result<IpRange> parse_ip_range(std::string_view text) {
  if (text.size() > 200) return bad(text);
  const std::string clean = replace_all(replace_all(to_half_width(trim(text)), "~", "-"), "—", "-");
  const std::string_view view = trim(clean);
  if (const std::size_t slash = view.find('/'); slash != std::string_view::npos) return parse_block(view, slash);
  if (const std::size_t dash = view.find('-'); dash != std::string_view::npos) return parse_span(view, dash);
  const auto address = parse_ip(view);
  if (!address) return bad(text);
  return IpRange{*address, *address};
}

Result<std::vector<IpRange>> parse_ip_ranges(std::string_view text) {
  std::string clean = to_half_width(text);
  for (const char* separator : {"、", ";", "，", "\n", "\r", "\t"}) clean = replace_all(clean, separator, ",");
  std::vector<IpRange> ranges;
  for (const std::string_view part : split(clean, ',')) {
    if (trim(part).empty()) continue;
    LP_TRY(const IpRange range, parse_ip_range(part));
    ranges.push_back(range);
  }
  return ranges;
}

std::string to_string(const IpRange& range) {
  if (range.first == range.last) return to_string(range.first);
  for (int prefix = 0; prefix < (range.first.v6 ? 128 : 32); ++prefix) {
    if (block(range.first, prefix) == range) return to_string(range.first) + "/" + std::to_string(prefix);
  }
  return to_string(range.first) + "-" + to_string(range.last);
}

bool contains(const IpRange& outer, const IpAddress& address) {
  return address.v6 == outer.first.v6 && outer.first <= address && address <= outer.last;
}

bool contains(const IpRange& outer, const IpRange& inner) {
  return contains(outer, inner.first) && contains(outer, inner.last);
}

bool overlaps(const IpRange& a, const IpRange& b) {
  return a.first.v6 == b.first.v6 && a.first <= b.last && b.first <= a.last;
}

std::int64_t size_of(const IpRange& range) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  std::int64_t size = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    const int step = range.last.bytes[i] - range.first.bytes[i];
    if (size > (most >> 9)) return most;
    size = size * 256 + step;
  }
  return size + 1;
}

Result<std::vector<IpAddress>> expand(const IpRange& range, std::int64_t limit) {
  if (size_of(range) > limit) {
    return make_error(Errc::too_large, to_string(range) + " has " + std::to_string(size_of(range)) + " addresses, the limit is " + std::to_string(limit));
  }
  std::vector<IpAddress> addresses;
  for (IpAddress at = range.first;; ) {
    addresses.push_back(at);
    if (at == range.last || !add_one(at)) break;
  }
  return addresses;
}

bool is_private(const IpRange& range) {
  static const std::vector<IpRange> blocks = [] {
    std::vector<IpRange> made;
    for (const char* text : {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
                             "169.254.0.0/16", "fc00::/7", "fe80::/10", "::1"}) {
      made.push_back(*parse_ip_range(text));
    }
    return made;
  }();
  return std::any_of(blocks.begin(), blocks.end(), [&](const IpRange& b) { return contains(b, range); });
}

}  // namespace lp::model
