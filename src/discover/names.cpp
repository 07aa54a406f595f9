#include "discover/names.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "discover/chars.h"

namespace lp::discover {
namespace {

// By frequency; together more than 99 of 100 persons.
constexpr std::string_view singles =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯"
    "邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍"
    "位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐"
    "虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺闫肖付代";
constexpr std::string_view doubles[] = {"欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "司空", "端木", "夏侯",
                                        "轩辕", "长孙", "宇文", "鲜于", "闻人", "申屠", "南宫", "西门", "独孤", "呼延", "公冶", "百里", "东郭", "澹台"};

const std::unordered_set<std::string_view>& surnames() {
  static const std::unordered_set<std::string_view> all = [] {
    std::unordered_set<std::string_view> set;
    for (std::size_t i = 0; i + 3 <= singles.size(); i += 3) set.insert(singles.substr(i, 3));
    return set;
  }();
  return all;
}
// 汉字 only, three bytes each.
bool all_han(std::string_view s) {
  if (s.empty() || s.size() % 3 != 0) return false;
  for (std::size_t i = 0; i < s.size(); i += 3) {
    const auto lead = static_cast<unsigned char>(s[i]);
    if (lead < 0xE3 || lead > 0xE9 || (lead == 0xE3 && static_cast<unsigned char>(s[i + 1]) < 0x90)) return false;
  }
  return true;
}

}  // namespace

bool is_chinese_name(std::string_view s) {
  const std::size_t dot = s.find("·");
  if (dot != std::string_view::npos) return dot >= 6 && all_han(s.substr(0, dot)) && all_han(s.substr(dot + 2, 12)) && s.size() <= 60;
  if (s.size() < 6 || s.size() > 12 || !all_han(s)) return false;
  const bool two = std::any_of(std::begin(doubles), std::end(doubles), [&](std::string_view d) { return s.starts_with(d); });
  if (two) return s.size() >= 9;
  return s.size() <= 9 && surnames().count(s.substr(0, 3)) != 0;
}

bool is_latin_name(std::string_view s) {
  if (s.size() < 4 || s.size() > 60) return false;
  int words = 0;
  bool begins = true;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if (c == ' ' || (c == ',' && i + 1 < s.size() && s[i + 1] == ' ')) {
      begins = true;
      continue;
    }
    if (begins) {
      if (!is_upper(c) && !is_high(c)) return false;
      ++words;
      begins = false;
    } else if (!is_alpha(c) && !is_high(c) && c != '\'' && c != '-' && c != '.') {
      return false;
    }
  }
  return words >= 2 && words <= 4;
}

}  // namespace lp::discover
