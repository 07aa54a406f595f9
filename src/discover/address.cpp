#include "discover/address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "discover/chars.h"
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

// Characters of one encoding: bytes each, levels of those that mean something, names as stored.
struct Alphabet {
  explicit Alphabet(TextForm form) : width(form == TextForm::utf8 ? 3 : 2) {
    for (const Sign& sign : signs) {
      const std::string bytes = stored(sign.utf8, form);
      Slot& slot = slots[hash(code(bytes.data()))];
      if (slot.level != 0) collided = true;
      slot = {code(bytes.data()), sign.level};
    }
    for (const std::string_view name : long_names) longer.push_back(stored(name, form));
    for (const std::string_view name : provinces) shorter.push_back(stored(name, form));
  }
  static std::string stored(std::string_view utf8, TextForm form) {
    return form == TextForm::utf8 ? std::string(utf8) : io::from_utf8(utf8, io::Encoding::gb18030);
  }
  std::uint32_t code(const char* at) const {
    std::uint32_t value = 0;
    std::memcpy(&value, at, 2);
    return width == 3 ? value | static_cast<std::uint32_t>(static_cast<unsigned char>(at[2])) << 16 : value;
  }
  static std::size_t hash(std::uint32_t code) { return (code * 0x9E3779B1U) >> 22; }
  int level(const char* at) const {
    const std::uint32_t c = code(at);
    const Slot& slot = slots[hash(c)];
    return slot.code == c ? slot.level : 0;
  }
  struct Slot {
    std::uint32_t code = 0;
    int level = 0;
  };
  std::size_t width;
  bool collided = false;
  std::array<Slot, 1024> slots{};
  std::vector<std::string> longer, shorter;
};
const Alphabet& alphabet(TextForm form) {
  static const Alphabet utf8(TextForm::utf8), gb(TextForm::gb18030);
  return form == TextForm::utf8 ? utf8 : gb;
}

bool is_number_char(char c) { return is_alnum(c) || c == '-' || c == '#'; }

struct Head {
  std::size_t begin = 0;
  int levels = 0;
};

// Names in text[from, to), all 汉字, read from the right: each must stand above the one after it.
Head divisions(std::string_view text, const Alphabet& a, std::size_t from, std::size_t to) {
  Head head;
  int lowest = 32;
  std::size_t top = to;      // where the sign of the highest level begins
  for (std::size_t at = to; at >= from + a.width;) {
    at -= a.width;
    const int level = a.level(text.data() + at) & 31;
    if (level == 0 || level >= lowest) continue;
    lowest = level;
    top = at;
    ++head.levels;
    if (level == 1) break;
  }
  if (head.levels < 2 || lowest > 3) return {};
  const auto ends_with = [&](std::size_t end, const std::vector<std::string>& names) -> std::size_t {
    for (const std::string& name : names) {
      if (end - from >= name.size() && std::memcmp(text.data() + end - name.size(), name.data(), name.size()) == 0) return name.size();
    }
    return 0;
  };
  const std::size_t room = (top - from) / a.width;
  if (lowest == 3 && room > 4) {   // 广西壮族自治区, 新疆维吾尔自治区 and the like: to the name of the province
    for (std::size_t back = 4; back <= std::min<std::size_t>(room, 7); ++back) {
      const std::size_t at = top - back * a.width;
      if (ends_with(at + 2 * a.width, a.shorter) != 0) return {at, head.levels};
    }
  }
  const std::size_t name = ends_with(top, a.longer) != 0 ? 3 : std::min<std::size_t>(room, 2);
  head.begin = top - name * a.width;
  // 江苏南京市: a province without its sign
  if (lowest > 1 && head.begin > from) {
    const std::size_t province = ends_with(head.begin, a.shorter);
    if (province != 0) {
      head.begin -= province;
      ++head.levels;
    }
  }
  return head;
}

}  // namespace

AddressSpan find_address(std::string_view text, TextForm form, std::size_t run, std::size_t number, std::size_t number_end) {
  const Alphabet& a = alphabet(form);
  if (number_end + a.width > text.size() || (a.level(text.data() + number_end) & number_sign) == 0) return {};
  const std::size_t from = number - run / a.width * a.width;
  const Head head = divisions(text, a, from, number);
  if (head.levels < 2) return {};
  std::size_t good = number_end, at = number_end;
  while (at + a.width <= text.size()) {
    // up to eight characters, then perhaps another number
    std::size_t chars = 0;
    std::size_t after_sign = 0;
    while (chars < 9 && at + a.width <= text.size() && is_high(text[at])) {
      if ((a.level(text.data() + at) & number_sign) != 0 && chars == 0) after_sign = at + a.width;
      at += a.width;
      ++chars;
    }
    if (after_sign != 0) good = after_sign;
    if (chars == 0 || chars == 9 || at >= text.size() || !is_number_char(text[at])) break;
    const std::size_t digits = at;
    while (at < text.size() && at - digits < 7 && is_number_char(text[at])) ++at;
    if (at - digits > 5 || at + a.width > text.size() || (a.level(text.data() + at) & number_sign) == 0) break;
  }
  // 单元 is the one sign of two characters
  const std::string& unit = form == TextForm::utf8 ? std::string("元") : std::string("\xd4\xaa");
  if (text.substr(good, unit.size()) == unit) good += unit.size();
  return {head.begin, good, head.levels};
}

bool is_address(std::string_view utf8) {
  const Alphabet& a = alphabet(TextForm::utf8);
  std::size_t run = 0;
  while (run + 3 <= utf8.size() && run < 96 && is_high(utf8[run])) run += 3;
  if (run < 12) return false;
  const Head head = divisions(utf8, a, 0, run);
  return head.levels >= 2 && head.begin <= 9;
}

}  // namespace lp::discover
