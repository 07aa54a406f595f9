#include "discover/gb_text.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/text.h"
#include "io/encoding.h"

namespace lp::discover {
namespace {

constexpr std::size_t trails = 0xFF - 0x40;

unsigned point_of(std::string_view utf8) {
  const auto b = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(utf8[i])); };
  if (utf8.size() == 2) return (b(0) & 0x1F) << 6 | (b(1) & 0x3F);
  return utf8.size() == 3 ? (b(0) & 0x0F) << 12 | (b(1) & 0x3F) << 6 | (b(2) & 0x3F) : 0xFFFD;
}

// Code points by lead and trail byte, taken from the C library once: all of them, one a line.
const std::vector<std::uint16_t>& table() {
  static const std::vector<std::uint16_t> all = [] {
    std::string gb;
    for (int lead = 0x81; lead < 0xFF; ++lead) {
      for (int trail = 0x40; trail < 0xFF; ++trail) {
        if (trail != 0x7F) (gb += static_cast<char>(lead)) += static_cast<char>(trail);
        gb += '\n';
      }
    }
    const std::string utf8 = io::to_utf8(gb, io::Encoding::gb18030);
    std::vector<std::uint16_t> points((0xFF - 0x81) * trails, 0xFFFD);
    std::string_view rest = utf8;
    for (std::uint16_t& point : points) {
      const std::size_t end = rest.find('\n');
      if (end == std::string_view::npos) break;
      point = static_cast<std::uint16_t>(point_of(rest.substr(0, end)));
      rest.remove_prefix(end + 1);
    }
    return points;
  }();
  return all;
}

struct Step {
  std::uint16_t point;
  std::size_t bytes;
};
Step next(std::string_view gb, std::size_t at) {
  const auto lead = static_cast<unsigned char>(gb[at]);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0x81 || lead == 0xFF || at + 1 >= gb.size()) return {0xFFFD, 1};
  const auto trail = static_cast<unsigned char>(gb[at + 1]);
  if (trail >= 0x30 && trail <= 0x39) return {0xFFFD, std::min<std::size_t>(4, gb.size() - at)};
  if (trail < 0x40 || trail == 0x7F || trail == 0xFF) return {0xFFFD, 1};
  return {table()[static_cast<std::size_t>(lead - 0x81) * trails + (trail - 0x40U)], 2};
}
std::size_t utf8_length(std::uint16_t point) { return point < 0x80 ? 1 : point < 0x800 ? 2 : 3; }

}  // namespace

void append_utf8(std::string_view gb18030, std::string& out) {
  for (std::size_t at = 0; at < gb18030.size();) {
    const Step step = next(gb18030, at);
    at += step.bytes;
    if (step.point < 0x80) {
      out += static_cast<char>(step.point);
    } else if (step.point < 0x800) {
      out += static_cast<char>(0xC0 | step.point >> 6);
      out += static_cast<char>(0x80 | (step.point & 0x3F));
    } else {
      out += static_cast<char>(0xE0 | step.point >> 12);
      out += static_cast<char>(0x80 | (step.point >> 6 & 0x3F));
      out += static_cast<char>(0x80 | (step.point & 0x3F));
    }
  }
}

std::string gb_to_utf8(std::string_view gb18030) {
  std::string out;
  out.reserve(gb18030.size() * 3 / 2);
  append_utf8(gb18030, out);
  return out;
}

std::string utf8_to_gb(std::string_view utf8) {
  std::string out;
  for (const char32_t c : to_codepoints(utf8)) {
    if (c < 0x80) {
      out += static_cast<char>(c);
      continue;
    }
    const auto found = c < 0xFFFD ? std::find(table().begin(), table().end(), static_cast<std::uint16_t>(c)) : table().end();
    if (found == table().end()) return {};
    const auto place = static_cast<std::size_t>(found - table().begin());
    out += static_cast<char>(0x81 + place / trails);
    out += static_cast<char>(0x40 + place % trails);
  }
  return out;
}

std::size_t gb_bytes_of(std::string_view gb18030, std::size_t utf8_bytes) {
  std::size_t at = 0;
  for (std::size_t done = 0; at < gb18030.size() && done < utf8_bytes;) {
    const Step step = next(gb18030, at);
    done += utf8_length(step.point);
    at += step.bytes;
  }
  return at;
}

}  // namespace lp::discover
