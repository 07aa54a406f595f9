#include "match/product_text/vendor_words.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lp::match {
namespace {

constexpr std::size_t most_vendor_words = 6;

// Words that end a company's name wherever they stand.
constexpr auto endings = std::to_array<std::string_view>({"inc", "llc", "ltd", "corp", "corporation", "gmbh", "limited", "co", "company", "ag", "foundation", "s.a", "sa", "bv", "srl", "plc", "oy", "ab", "pty", "pte", "incorporated"});
// Words that do when one or two stand before them.
constexpr auto second_words = std::to_array<std::string_view>({"networks", "systems", "software", "technologies", "technology", "solutions", "labs", "project", "group", "electric", "studio", "communications", "electronics", "instruments", "semiconductor"});
constexpr auto third_words = std::to_array<std::string_view>({"technologies", "networks", "labs", "communications", "electronics"});
constexpr auto two_words = std::to_array<std::string_view>({"palo alto", "trend micro", "check point", "red hat", "micro focus", "schneider electric", "rockwell automation", "pulse secure", "ca technologies", "western digital", "general electric"});
constexpr auto chinese_endings = std::to_array<std::string_view>({"有限公司", "有限责任公司", "公司", "集团", "研究院", "研究所", "大学", "工作室", "厂", "中心"});

struct Words {
  std::array<std::string_view, 12> at{};
  std::size_t size = 0;
};

Words words_of(std::string_view text) {
  Words words;
  for (std::size_t i = 0; i < text.size() && words.size < words.at.size();) {
    const std::size_t start = text.find_first_not_of(' ', i);
    if (start == std::string_view::npos) break;
    const std::size_t end = std::min(text.find(' ', start), text.size());
    words.at[words.size++] = text.substr(start, end - start);
    i = end;
  }
  return words;
}

bool equals(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}
bool is_in(std::string_view word, const auto& list) {
  return std::ranges::any_of(list, [&](std::string_view one) { return equals(word, one); });
}
std::string_view bare(std::string_view word) {
  while (!word.empty() && (word.back() == '.' || word.back() == ',')) word.remove_suffix(1);
  return word;
}

VendorSplit cut(std::string_view name, std::string_view last_vendor_word) {
  const auto end = static_cast<std::size_t>(last_vendor_word.data() + last_vendor_word.size() - name.data());
  return {trim(name.substr(0, end)), trim(name.substr(end))};
}

// The index of the last word of the vendor; nullopt-like: words.size.
std::size_t last_of_vendor(const Words& words) {
  const std::size_t most = std::min(words.size - 1, most_vendor_words);
  for (std::size_t i = 0; i < most; ++i) {
    const std::string_view word = bare(words.at[i]);
    if (std::ranges::any_of(chinese_endings, [&](std::string_view ending) { return word.ends_with(ending); })) return i;
    if (i > 0 && is_in(word, endings)) {
      // "Co., Ltd."
      std::size_t last = i;
      while (last + 1 < most + 1 && last + 1 < words.size - 1 && is_in(bare(words.at[last + 1]), endings)) ++last;
      return last;
    }
  }
  // The product begins as the vendor does.
  for (std::size_t i = 1; i < std::min(words.size, std::size_t{5}); ++i)
    if (equals(words.at[i], words.at[0])) return i - 1;
  if (words.size > 2) {
    if (std::ranges::any_of(two_words, [&](std::string_view two) {
          const std::size_t blank = two.find(' ');
          return equals(words.at[0], two.substr(0, blank)) && equals(words.at[1], two.substr(blank + 1));
        }))
      return words.size > 3 && is_in(words.at[2], third_words) ? 2 : 1;
    if (is_in(words.at[1], second_words)) return 1;
    if (words.size > 3 && is_in(words.at[2], third_words)) return 2;
  }
  return 0;
}

}  // namespace

VendorSplit split_vendor(std::string_view name) {
  name = trim(name);
  const Words words = words_of(name);
  if (words.size < 2) return {{}, name};
  return cut(name, words.at[last_of_vendor(words)]);
}

}  // namespace lp::match
