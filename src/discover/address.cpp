#include "discover/address.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "discover/chars.h"
#include "discover/checksum_fast.h"
#include "io/encoding.h"

namespace lp::discover {
namespace {

// Last characters of names, by level; what stands further left has a lower level. 32: ends a number (号, 室, …).
struct Sign {
  std::string_view utf8;
  int level;
};
constexpr int number_sign = 32;
constexpr Sign signs[] = {{"省", 1}, {"州", 2}, {"盟", 2}, {"市", 2}, {"区", 3}, {"县", 3}, {"旗", 3}, {"镇", 4}, {"乡", 4}, {"村", 5}, {"路", 6},
                          {"街", 6}, {"道", 6}, {"巷", 6}, {"里", 6}, {"弄", 6 + number_sign}, {"号", number_sign}, {"幢", number_sign},
                          {"栋", number_sign}, {"座", number_sign}, {"室", number_sign}, {"单", number_sign}, {"楼", number_sign},
                          {"层", number_sign}, {"组", number_sign}, {"队", number_sign}};
constexpr std::string_view long_names[] = {"黑龙江", "内蒙古", "连云港", "张家港", "石家庄", "哈尔滨", "秦皇岛", "张家口", "马鞍山", "景德镇", "平顶山",
                                           "三门峡", "驻马店", "张家界", "攀枝花", "六盘水", "嘉峪关", "葫芦岛", "牡丹江", "佳木斯", "七台河", "双鸭山"};
constexpr std::string_view provinces[] = {"北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北",
                                          "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "广西", "西藏", "宁夏", "新疆"};

// Names of `bytes` bytes, by their first eight and their last.
template <std::size_t bytes>
class NameSet {
 public:
  static constexpr std::size_t size = bytes;
  void add(std::string_view name) {
    std::size_t slot = slot_of(key(name.data()));
    while (slots_[slot].key != 0) slot = (slot + 1) % slots_.size();
    slots_[slot] = {key(name.data()), name.back()};
  }
  bool holds(const char* name) const {
    const std::uint64_t wanted = key(name);
    for (std::size_t slot = slot_of(wanted); slots_[slot].key != 0; slot = (slot + 1) % slots_.size()) {
      if (slots_[slot].key == wanted && slots_[slot].last == name[bytes - 1]) return true;
    }
    return false;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    char last = 0;
  };
  static std::uint64_t key(const char* name) {
    std::uint64_t value = 0;
    std::memcpy(&value, name, std::min<std::size_t>(bytes, 8));
    return value;
  }
  static std::size_t slot_of(std::uint64_t key) { return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15U >> 57); }
  std::array<Slot, 128> slots_{};
};

// Characters of one encoding, `width` bytes each: levels of those that mean something, names as stored.
template <std::size_t width>
struct Alphabet {
  Alphabet() {
    for (const Sign& sign : signs) {
      const std::string bytes = stored(sign.utf8);
      const std::uint32_t c = code(bytes.data());
      known[tail(bytes.data()) >> 6] |= 1ULL << (tail(bytes.data()) & 63);
      std::size_t slot = hash(c);
      while (slots[slot] != 0) ++slot;
      slots[slot] = c << 8 | static_cast<std::uint32_t>(sign.level);
    }
    for (const std::string_view name : long_names) longer.add(stored(name));
    for (const std::string_view name : provinces) shorter.add(stored(name));
  }
  static std::string stored(std::string_view utf8) { return width == 3 ? std::string(utf8) : io::from_utf8(utf8, io::Encoding::gb18030); }
  // The last two bytes tell most characters that mean nothing; those of GB 18030 are all there are.
  static std::size_t tail(const char* at) {
    std::uint16_t bytes;
    std::memcpy(&bytes, at + width - 2, 2);
    return bytes;
  }
  static std::uint32_t code(const char* at) { return width == 3 ? static_cast<std::uint32_t>(tail(at)) << 8 | static_cast<unsigned char>(*at) : static_cast<std::uint32_t>(tail(at)); }
  static std::size_t hash(std::uint32_t code) { return (code * 0x9E3779B1U) >> 22; }
  std::uint64_t may_mean(const char* at) const {
    const std::size_t last = tail(at);
    return known[last >> 6] >> (last & 63) & 1;
  }
  int level(const char* at) const {
    const std::uint32_t c = code(at);
    for (std::size_t slot = hash(c); slots[slot] != 0; ++slot) {
      if (slots[slot] >> 8 == c) return static_cast<int>(slots[slot] & 0xFF);
    }
    return 0;
  }
  bool ends_number(const char* at) const { return (level(at) & number_sign) != 0; }

  std::array<std::uint64_t, 1024> known{};        // a bit a tail
  std::array<std::uint32_t, 1024 + 32> slots{};   // code and level; the last is never taken
  NameSet<3 * width> longer;
  NameSet<2 * width> shorter;
};
template <std::size_t width>
const Alphabet<width>& alphabet() {
  static const Alphabet<width> all;
  return all;
}

constexpr auto number_chars = [] {
  std::array<bool, 256> all{};
  for (std::size_t c = 0; c < 256; ++c) all[c] = is_alnum(static_cast<char>(c)) || c == '-' || c == '#';
  return all;
}();
bool is_number_char(char c) { return number_chars[static_cast<unsigned char>(c)]; }

// Of letters, digits and joints, at most seven.
std::size_t number_length(std::string_view text) {
  std::size_t n = 0;
  if (text.size() >= 8) {
    // Digits alone, as mostly: all eight bytes at once.
    const std::uint64_t digits = load_eight(text.data()) ^ 0x3030303030303030U;
    const std::uint64_t others = (digits | (digits + 0x7676767676767676U)) & 0x8080808080808080U;
    n = static_cast<std::size_t>(std::countr_zero(others | 1ULL << 63)) / 8;
    if (is_high(text[n])) return n;
  }
  while (n < text.size() && n < 7 && is_number_char(text[n])) ++n;
  return n;
}

struct Head {
  std::size_t begin = 0;
  int levels = 0;
};

// Names in text[from, to), all 汉字, read from the right: each must stand above the one after it.
template <std::size_t width>
Head divisions(const char* text, const Alphabet<width>& a, std::size_t from, std::size_t to) {
  Head head;
  int lowest = 32;
  std::size_t top = to;      // where the sign of the highest level begins
  // First which characters may mean something at all, without a branch, the last of them in bit 0.
  const std::size_t n = (to - from) / width;
  std::uint64_t marks = 0;
  for (std::size_t i = 0; i < n; ++i) marks |= a.may_mean(text + to - (i + 1) * width) << i;
  for (; marks != 0; marks &= marks - 1) {
    const std::size_t at = to - (static_cast<std::size_t>(std::countr_zero(marks)) + 1) * width;
    const int level = a.level(text + at) & 31;
    if (level == 0 || level >= lowest) continue;
    lowest = level;
    top = at;
    ++head.levels;
    if (level == 1) break;
  }
  if (head.levels < 2 || lowest > 3) return {};
  const auto ends = [&](std::size_t end, const auto& names) { return end - from >= names.size && names.holds(text + end - names.size); };
  const std::size_t room = (top - from) / width;
  if (lowest == 3 && room > 4) {   // 广西壮族自治区, 新疆维吾尔自治区 and the like: to the name of the province
    for (std::size_t back = 4; back <= std::min<std::size_t>(room, 7); ++back) {
      const std::size_t at = top - back * width;
      if (ends(at + 2 * width, a.shorter)) return {at, head.levels};
    }
  }
  const std::size_t name = ends(top, a.longer) ? 3 : std::min<std::size_t>(room, 2);
  head.begin = top - name * width;
  // 江苏南京市: a province without its sign
  if (lowest > 1 && head.begin > from && ends(head.begin, a.shorter)) {
    head.begin -= a.shorter.size;
    ++head.levels;
  }
  return head;
}

template <std::size_t width>
AddressSpan find_in(std::string_view text, std::size_t run, std::size_t number, std::size_t number_end) {
  const Alphabet<width>& a = alphabet<width>();
  if (number_end + width > text.size() || !a.ends_number(text.data() + number_end)) return {};
  const Head head = divisions(text.data(), a, number - run / width * width, number);
  if (head.levels < 2) return {};
  std::size_t good = 0, at = number_end;
  while (true) {
    // the sign, up to seven more characters, then perhaps another number
    good = at + width;
    std::size_t chars = 1;
    for (at = good; chars < 9 && at + width <= text.size() && is_high(text[at]); ++chars) at += width;
    if (chars == 9 || at >= text.size() || !is_number_char(text[at])) break;
    const std::size_t digits = at;
    at += number_length(text.substr(at));
    if (at - digits > 5 || at + width > text.size() || !a.ends_number(text.data() + at)) break;
  }
  // 单元 is the one sign of two characters
  constexpr std::string_view unit = width == 3 ? "元" : "\xd4\xaa";
  if (text.substr(good, unit.size()) == unit) good += unit.size();
  return {head.begin, good, head.levels};
}

}  // namespace

AddressSpan find_address(std::string_view text, TextForm form, std::size_t run, std::size_t number, std::size_t number_end) {
  return form == TextForm::utf8 ? find_in<3>(text, run, number, number_end) : find_in<2>(text, run, number, number_end);
}

bool is_address(std::string_view utf8) {
  std::size_t run = 0;
  while (run + 3 <= utf8.size() && run < 96 && is_high(utf8[run])) run += 3;
  if (run < 12) return false;
  const Head head = divisions(utf8.data(), alphabet<3>(), 0, run);
  return head.levels >= 2 && head.begin <= 9;
}

}  // namespace lp::discover
