#include "model/icp_number.h"

#include <algorithm>

#include "base/text.h"
#include "model/value_error.h"

namespace lp::model {
namespace {

// Short names of the provinces; Sichuan files under both 川 and 蜀, Yunnan 云/滇, Guizhou 贵/黔, Shaanxi 陕, Gansu 甘/陇.
constexpr std::string_view provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼蜀陇滇黔";
constexpr std::size_t han = 3;  // bytes of a Chinese character in UTF-8

Error bad() {
  return value_error("icp_number", "备案号格式应为“苏ICP备12345678号”或“苏B2-12345678”，服务号后缀A为APP、X为小程序、K为快应用",
                     "a filing number looks like 苏ICP备12345678号-1A or 苏B2-12345678-1X (A app, X mini-program, K quick app)");
}

std::string tidy(std::string_view text) {
  std::string out;
  for (char c : to_half_width(text)) {
    if (c == ' ' || c == '\t') continue;
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

bool take(std::string_view& rest, std::string_view prefix) {
  if (!starts_with(rest, prefix)) return false;
  rest.remove_prefix(prefix.size());
  return true;
}

std::string take_digits(std::string_view& rest) {
  std::size_t n = 0;
  while (n < rest.size() && rest[n] >= '0' && rest[n] <= '9') ++n;
  std::string digits(rest.substr(0, n));
  rest.remove_prefix(n);
  return digits;
}

bool take_subject(std::string_view& rest, IcpNumber& number) {
  const std::size_t place = rest.size() < han ? std::string_view::npos : provinces.find(rest.substr(0, han));
  if (place == std::string_view::npos || place % han != 0) return false;
  number.province = std::string(rest.substr(0, han));
  rest.remove_prefix(han);
  if (take(rest, "ICP备")) {
    number.digits = take_digits(rest);
    return (number.digits.size() == 8 || number.digits.size() == 10) && take(rest, "号");
  }
  number.licence = take(rest, "B2-");
  number.digits = take_digits(rest);
  return number.licence && number.digits.size() == 8;
}

bool take_service(std::string_view& rest, IcpNumber& number) {
  if (rest.empty()) return true;
  if (!take(rest, "-")) return false;
  const std::string digits = take_digits(rest);
  if (digits.empty() || digits.size() > 5) return false;
  number.index = std::stoi(digits);
  number.service = take(rest, "A")   ? IcpService::app
                   : take(rest, "X") ? IcpService::mini_program
                   : take(rest, "K") ? IcpService::quick_app
                                     : IcpService::website;
  return rest.empty();
}

}  // namespace

Result<IcpNumber> parse_icp_number(std::string_view text) {
  if (text.size() > 100) return bad();
  const std::string clean = tidy(text);
  std::string_view rest = clean;
  IcpNumber number;
  if (!take_subject(rest, number) || !take_service(rest, number)) return bad();
  return number;
}

std::string icp_subject(const IcpNumber& number) {
  return number.licence ? number.province + "B2-" + number.digits : number.province + "ICP备" + number.digits + "号";
}

std::string to_string(const IcpNumber& number) {
  if (!number.index) return icp_subject(number);
  const std::string_view suffix = number.service == IcpService::app            ? "A"
                                  : number.service == IcpService::mini_program ? "X"
                                  : number.service == IcpService::quick_app    ? "K"
                                                                               : "";
  return icp_subject(number) + "-" + std::to_string(*number.index) + std::string(suffix);
}

}  // namespace lp::model
