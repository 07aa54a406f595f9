#include "service/example/names.h"

#include <array>
#include <cstdio>

namespace lp::service::example {
namespace {

constexpr std::array<City, city_count> cities{{
    {"320100", "南京"}, {"320200", "无锡"}, {"320300", "徐州"}, {"320400", "常州"}, {"320500", "苏州"},
    {"320600", "南通"}, {"320700", "连云港"}, {"320800", "淮安"}, {"320900", "盐城"}, {"321000", "扬州"},
    {"321100", "镇江"}, {"321200", "泰州"}, {"321300", "宿迁"},
}};
constexpr std::array<std::string_view, 40> first_parts{
    "云", "智", "联", "星", "瑞", "恒", "锐", "博", "创", "天", "江", "海", "宁", "扬", "紫", "金", "明", "远", "信", "达",
    "启", "鼎", "华", "盛", "和", "嘉", "卓", "越", "精", "诚", "迅", "捷", "安", "泰", "翔", "腾", "润", "科", "新", "晟"};
constexpr std::array<std::string_view, 40> second_parts{
    "程", "图", "航", "澜", "源", "策", "诺", "衡", "岳", "屿", "舟", "原", "川", "芯", "维", "元", "驰", "锋", "帆", "桥",
    "脉", "晖", "宸", "霖", "朗", "翼", "坤", "域", "棠", "枫", "砚", "楷", "铭", "鸿", "轩", "曜", "洲", "澄", "序", "擎"};
constexpr std::array<std::string_view, 30> surnames{
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "蒋", "沈", "韩", "杨", "朱",
    "许", "何", "吕", "张", "曹", "严", "魏", "陶", "姜", "戚", "谢", "邹", "苏", "潘", "葛"};
constexpr std::array<std::string_view, 32> given{
    "明", "华", "建", "晓", "文", "志", "丽", "芳", "伟", "敏", "静", "强", "磊", "洋", "艳", "勇",
    "杰", "娟", "涛", "超", "霞", "平", "刚", "玲", "宇", "晨", "欣", "雨", "博", "思", "佳", "然"};

constexpr std::string_view uscc_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

// GB 11714-1997: the ninth character of the organisation code.
char organisation_check(std::string_view eight) {
  constexpr std::array<int, 8> weights{3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (eight[i] - '0') * weights[i];
  const int check = 11 - sum % 11;
  return check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
}

// GB 32100-2015: weights are the powers of 3 modulo 31.
char uscc_check(std::string_view seventeen) {
  int sum = 0, weight = 1;
  for (char c : seventeen) {
    sum += static_cast<int>(uscc_alphabet.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return uscc_alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

}  // namespace

const City& city_at(std::size_t index) { return cities.at(index); }

std::string make_person(Random& random) {
  std::string name(random.pick(surnames));
  name += random.pick(given);
  if (random.chance(60)) name += random.pick(given);
  return name;
}

std::string make_mobile(Random& random) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "1990000%04d", static_cast<int>(random.between(0, 9999)));
  return text.data();
}

std::string make_uscc(std::string_view region, std::uint64_t serial) {
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%08u", static_cast<unsigned>(serial % 100'000'000U));
  std::string code = "91" + std::string(region) + digits.data();
  code += organisation_check(digits.data());
  return code + uscc_check(code);
}

std::string CompanyNames::make(Random& random, std::string_view city, std::string_view trade) {
  while (true) {
    std::string brand;
    brand += random.pick(first_parts);
    brand += random.pick(second_parts);
    if (used_.size() > 8000 || random.chance(20)) brand += random.pick(first_parts);
    std::string name = std::string(city) + brand + std::string(trade) + "有限公司";
    if (used_.insert(name).second) return name;
  }
}

}  // namespace lp::service::example
