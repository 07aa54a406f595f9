#pragma once
// Names of persons as far as their form tells. Never believed without a column name or label that says so: 高兴 and
// 张家口 are spelled like names.

#include <string_view>

namespace lp::discover {

// A surname of the mainland and one or two more 汉字 (three for double surnames); a middle dot joins names of other
// peoples (买买提·艾力). UTF-8.
bool is_chinese_name(std::string_view utf8);
// Two to four words of Latin letters that begin with a capital, or "Family, Given".
bool is_latin_name(std::string_view utf8);

}  // namespace lp::discover
