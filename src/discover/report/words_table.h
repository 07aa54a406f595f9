#pragma once
#include <span>
#include <string_view>

#include "discover/report/words.h"

namespace lp::discover {

struct WordsRow {
  Topic topic;
  std::string_view code;
  std::string_view zh, en;
  std::string_view advice_zh = {}, advice_en = {};  // skips only
};
std::span<const WordsRow> words_table();

}  // namespace lp::discover
