#include "discover/names_in_text.h"

#include <algorithm>
#include <array>

#include "discover/chars.h"
#include "discover/names.h"

namespace lp::discover {
namespace {

constexpr std::size_t han = 3;          // bytes of a 汉字
constexpr std::size_t most_latin = 48;

bool is_han(std::string_view s) {
  if (s.size() < han) return false;
  const auto lead = static_cast<unsigned char>(s[0]);
  return lead >= 0xE4 && lead <= 0xE9;
}
std::size_t han_run(std::string_view s, std::size_t most) {
  std::size_t n = 0;
  while (n < most && is_han(s.substr(std::min(s.size(), n * han)))) ++n;
  return n;
}
std::size_t han_run_before(std::string_view s, std::size_t most) {
  std::size_t n = 0;
  while (n < most && s.size() >= (n + 1) * han && is_han(s.substr(s.size() - (n + 1) * han))) ++n;
  return n;
}
bool skip(std::string_view s, std::size_t& at, std::initializer_list<std::string_view> any) {
  for (const std::string_view one : any) {
    if (!s.substr(at).starts_with(one)) continue;
    at += one.size();
    return true;
  }
  return false;
}

// 黄先生 glued to a word (感谢黄先生): characters that are hardly ever the second of a given name.
constexpr std::string_view surnames_only = "王李张刘陈黄赵吴周徐孙朱胡郭何罗郑谢唐许邓韩冯曹彭曾肖董潘袁蔡蒋余于杜叶魏吕丁卢姚沈崔谭陆范汪廖韦贾付邹熊孟邱侯尹薛闫段黎史贺郝龚邵钱戴严";
bool is_surname_only(std::string_view c) {
  for (std::size_t i = 0; i < surnames_only.size(); i += han) {
    if (surnames_only.substr(i, han) == c) return true;
  }
  return false;
}

// Words with capitals, at least two, at most four.
std::optional<Span> latin_name(std::string_view block, std::size_t at) {
  std::size_t end = at;
  while (end < block.size() && end - at < most_latin && (is_alpha(block[end]) || block[end] == ' ' || block[end] == '-' || block[end] == '\'' || (block[end] == '.' && end > at + 1 && is_upper(block[end - 1])))) ++end;
  std::size_t from = at, good = at;
  for (int words = 0; words < 4 && from < end && is_upper(block[from]); ++words) {
    std::size_t to = from;
    while (to < end && block[to] != ' ') ++to;
    good = to;
    from = to + 1;
  }
  if (!is_latin_name(block.substr(at, good - at))) return std::nullopt;
  return Span{at, good};
}

}  // namespace

NameFinder::NameFinder(const model::RunningText& words) : not_names_(words.not_values), followers_(words.followers) { std::sort(not_names_.begin(), not_names_.end()); }

// Neither it nor its first two characters are a word.
bool NameFinder::is_name(std::string_view candidate) const {
  const auto is_word = [&](std::string_view text) { return std::binary_search(not_names_.begin(), not_names_.end(), text); };
  return is_chinese_name(candidate) && !is_word(candidate) && !is_word(candidate.substr(0, 2 * han)) && !is_word(candidate.substr(candidate.size() - 2 * han));
}

bool NameFinder::goes_on(std::string_view rest) const {
  return std::any_of(followers_.begin(), followers_.end(), [&](const std::string& word) { return rest.starts_with(word); });
}

std::optional<Span> NameFinder::find(NameCue cue, Span word, std::string_view block) const {
  if (cue == NameCue::title) {
    const bool blank = word.begin > 0 && block[word.begin - 1] == ' ';
    return before(block, word.begin - (blank ? 1 : 0));
  }
  std::size_t at = word.end;
  if (cue == NameCue::label) {
    for (int blanks = 0; blanks < 4 && skip(block, at, {" ", "　"}); ++blanks) {}
    (void)skip(block, at, {"】", "]", "）", ")", "是", "为", "叫"});
    (void)skip(block, at, {"：", ":", "="});
  }
  for (int blanks = 0; blanks < 4 && skip(block, at, {" ", "　"}); ++blanks) {}
  // 责任人和时限: what follows the word goes on with the sentence.
  if (cue == NameCue::label && at == word.end && goes_on(block.substr(at))) return std::nullopt;
  (void)skip(block, at, {"“", "「", "『", "\"", "'"});
  return after(block, at);
}

std::optional<Span> NameFinder::after(std::string_view block, std::size_t at) const {
  if (at < block.size() && is_upper(block[at])) return latin_name(block, at);
  const std::string_view text = block.substr(std::min(at, block.size()), 64);
  const std::size_t run = han_run(text, 8);
  if (text.substr(run * han).starts_with("·")) {
    const std::size_t first = run * han + 2, second = han_run(text.substr(first), 7);
    if (run >= 2 && run <= 6 && second >= 2 && second <= 6) return Span{at, at + first + second * han};
  }
  for (const std::size_t length : std::array<std::size_t, 3>{4, 3, 2}) {
    if (length > run || !is_name(text.substr(0, length * han))) continue;
    // 张三的, 李四于: two characters of a name and one of what follows.
    if (run == length && length == 3 && goes_on(text.substr(2 * han)) && is_name(text.substr(0, 2 * han))) return Span{at, at + 2 * han};
    if (run == length || goes_on(text.substr(length * han))) return Span{at, at + length * han};
  }
  return std::nullopt;
}

std::optional<Span> NameFinder::before(std::string_view block, std::size_t at) const {
  const std::size_t from = at - std::min<std::size_t>(at, 24);
  const std::string_view text = block.substr(from, at - from);
  const std::size_t run = han_run_before(text, 8);
  for (const std::size_t length : std::array<std::size_t, 3>{4, 3, 2}) {
    if (length > run) continue;
    const std::string_view name = text.substr(text.size() - length * han);
    const bool glued = run > length;
    if (!is_name(name) || (glued && length == 2 && is_surname_only(name.substr(han)))) continue;
    return Span{at - length * han, at};
  }
  return std::nullopt;
}

}  // namespace lp::discover
