#include "match/version/native/scanner.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "match/version/key.h"

namespace lp::match {

void Scanner::skip_spaces() {
  while (!at_end() && is_space(text_[at_])) ++at_;
}

bool Scanner::take(std::string_view literal) {
  if (!text_.substr(at_).starts_with(literal)) return false;
  at_ += literal.size();
  return true;
}

std::string_view Scanner::take_word(std::string_view stops) {
  const std::size_t begin = at_;
  while (!at_end() && !is_space(text_[at_]) && stops.find(text_[at_]) == stops.npos) ++at_;
  return text_.substr(begin, at_ - begin);
}

std::optional<Comparator> Scanner::take_comparator() {
  static constexpr std::array<std::pair<std::string_view, Comparator>, 11> longest_first = {{{"===", Comparator::equal},
                                                                                             {"==", Comparator::equal},
                                                                                             {"!=", Comparator::not_equal},
                                                                                             {"<>", Comparator::not_equal},
                                                                                             {"<=", Comparator::less_equal},
                                                                                             {"<<", Comparator::less},
                                                                                             {">=", Comparator::greater_equal},
                                                                                             {">>", Comparator::greater},
                                                                                             {"=", Comparator::equal},
                                                                                             {"<", Comparator::less},
                                                                                             {">", Comparator::greater}}};
  for (const auto& [sign, comparator] : longest_first) {
    if (take(sign)) return comparator;
  }
  return std::nullopt;
}

Result<std::string> Scanner::take_version(const Scheme& scheme, std::string_view stops) {
  skip_spaces();
  const std::size_t begin = at_;
  const std::string_view word = take_word(stops);
  if (!version_key(scheme, word)) {
    at_ = begin;
    return error("no " + std::string(scheme.en));
  }
  return std::string(word);
}

Error Scanner::error(std::string_view what) const {
  return make_error(Errc::invalid, std::string(what) + " at character " + std::to_string(at_ + 1) + " of the range \"" +
                                       truncate(text_, 120) + "\"");
}

std::string incremented(std::string_view digits) {
  std::string next(digits);
  std::size_t i = next.size();
  while (i > 0 && next[i - 1] == '9') next[--i] = '0';
  if (i == 0) return "1" + next;
  ++next[i - 1];
  return next;
}

}  // namespace lp::match
