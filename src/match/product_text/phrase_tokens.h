#pragma once
// Words and signs of a phrase of versions.

#include <string_view>

#include "match/product_text/version_text.h"

namespace lp::match {

enum class Token : unsigned char {
  end,
  less, less_equal, greater, greater_equal, equal,   // signs, and words as good as them ("低于")
  version,
  separator,   // , ; | / and brackets
  joint,       // and, or, 及, 和: separates, and lets "earlier" include the version before it
  span,        // to, through, -, ~, 至
  earlier,     // prior, before, earlier, 之前 …: before a version or behind one
  later,
  from,        // from, since, 从
  up,          // "up" of "up to"
  all,         // all, any, 所有, *
  filler,      // version, release, firmware, the, 版本
  unknown,
};

struct PhraseToken {
  Token kind = Token::end;
  std::string_view text{};
  bool inclusive = false;   // 及以前 against 之前, 以下
  bool clear = false;       // a version that looks like one by itself
};

class PhraseTokens {
 public:
  explicit PhraseTokens(std::string_view folded) : rest_(folded) { advance(); }
  const PhraseToken& peek() const { return next_; }
  PhraseToken take() {
    const PhraseToken taken = next_;
    advance();
    return taken;
  }

 private:
  void advance();
  PhraseToken sign();
  PhraseToken chinese();
  PhraseToken word();

  std::string_view rest_;
  PhraseToken next_;
};

// The word at the start of `text`, which is no sign and no blank: ASCII up to the next blank, sign or Chinese character; "(3)" directly behind a digit
// belongs to it ("15.1(3)T").
std::string_view word_at(std::string_view text);

}  // namespace lp::match
