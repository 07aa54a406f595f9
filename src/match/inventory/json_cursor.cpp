#include "match/inventory/json_cursor.h"

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace lp::match {
namespace {

// A bit for each of 64 bytes.
struct Masks {
  std::uint64_t quote = 0, backslash = 0, open = 0, close = 0;
};

// '[' and '{', ']' and '}' differ in one bit only.
constexpr char fold_bracket = 0x20;

#if defined(__SSE2__)
Masks classify(const char* bytes) {
  Masks masks;
  for (int i = 0; i < 4; ++i) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i));
    const __m128i folded = _mm_or_si128(v, _mm_set1_epi8(fold_bracket));
    const auto bits = [&](__m128i equal) { return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(equal))) << (16 * i); };
    masks.quote |= bits(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')));
    masks.backslash |= bits(_mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
    masks.open |= bits(_mm_cmpeq_epi8(folded, _mm_set1_epi8('{')));
    masks.close |= bits(_mm_cmpeq_epi8(folded, _mm_set1_epi8('}')));
  }
  return masks;
}
#else
Masks classify(const char* bytes) {
  Masks masks;
  for (int i = 0; i < 64; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    const char folded = static_cast<char>(bytes[i] | fold_bracket);
    if (bytes[i] == '"') masks.quote |= bit;
    if (bytes[i] == '\\') masks.backslash |= bit;
    if (folded == '{') masks.open |= bit;
    if (folded == '}') masks.close |= bit;
  }
  return masks;
}
#endif

// Bits behind an odd number of quotes.
std::uint64_t inside(std::uint64_t quotes) {
  for (const int shift : {1, 2, 4, 8, 16, 32}) quotes ^= quotes << shift;
  return quotes;
}

// Bits of characters behind a backslash that is not escaped itself; `carried` goes from block to block.
std::uint64_t escaped_by(std::uint64_t backslashes, bool& carried) {
  std::uint64_t escaped = carried ? 1 : 0;
  backslashes &= ~escaped;
  carried = false;
  while (backslashes != 0) {
    const int i = std::countr_zero(backslashes);
    backslashes &= backslashes - 1;
    if (i == 63) {
      carried = true;
    } else {
      escaped |= std::uint64_t{2} << i;
      backslashes &= ~(std::uint64_t{2} << i);
    }
  }
  return escaped;
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

std::size_t end_of_container(std::string_view text, std::size_t from) {
  std::int64_t depth = 0;
  std::uint64_t in_string = 0;  // all ones while a string goes on
  bool escape = false;
  char tail[64];
  for (std::size_t at = from; at < text.size(); at += 64) {
    const char* block = text.data() + at;
    if (text.size() - at < 64) {
      std::memset(tail, ' ', sizeof tail);
      std::memcpy(tail, block, text.size() - at);
      block = tail;
    }
    const Masks masks = classify(block);
    const std::uint64_t quotes = masks.backslash != 0 || escape ? masks.quote & ~escaped_by(masks.backslash, escape) : masks.quote;
    const std::uint64_t strings = inside(quotes) ^ in_string;
    in_string = (strings >> 63) != 0 ? ~std::uint64_t{0} : 0;
    const std::uint64_t open = masks.open & ~strings, close = masks.close & ~strings;
    if (depth > std::popcount(close)) {
      depth += std::popcount(open) - std::popcount(close);
      continue;
    }
    for (std::uint64_t both = open | close; both != 0; both &= both - 1) {
      const int i = std::countr_zero(both);
      depth += (open >> i & 1) != 0 ? 1 : -1;
      if (depth == 0) return at + static_cast<std::size_t>(i) + 1;
    }
  }
  return std::string_view::npos;
}

void JsonCursor::blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

bool JsonCursor::fail() {
  failed_ = true;
  return false;
}

char JsonCursor::peek() {
  blanks();
  return at_ < text_.size() ? text_[at_] : '\0';
}

bool JsonCursor::at_end() {
  blanks();
  return at_ == text_.size();
}

bool JsonCursor::open(char bracket) {
  if (failed_ || peek() != bracket) return fail();
  ++at_;
  first_ = true;
  return true;
}

// False at the closing bracket, which is taken, and after a failure.
bool JsonCursor::more(char closing) {
  if (failed_) return false;
  const char c = peek();
  if (c == closing) {
    ++at_;
    first_ = false;
    return false;
  }
  if (!first_) {
    if (c != ',') return fail();
    ++at_;
  }
  first_ = false;
  return true;
}

bool JsonCursor::next_member(std::string_view& key) {
  if (!more('}')) return false;
  if (peek() != '"') return fail();
  key = string();
  if (failed_ || peek() != ':') return fail();
  ++at_;
  return true;
}

bool JsonCursor::next_item(std::string_view& item) {
  if (!more(']')) return false;
  item = value();
  return !failed_;
}

// Without its quotes.
std::string_view JsonCursor::string() {
  const std::size_t from = ++at_;
  for (; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\\') ++at_;
    else if (text_[at_] == '"') return text_.substr(from, at_++ - from);
  }
  at_ = text_.size();
  fail();
  return {};
}

std::string_view JsonCursor::value() {
  const char c = peek();
  const std::size_t from = at_;
  if (failed_ || c == '\0') {
    fail();
    return {};
  }
  if (c == '{' || c == '[') {
    const std::size_t end = end_of_container(text_, at_);
    if (end == std::string_view::npos) {
      fail();
      return {};
    }
    at_ = end;
  } else if (c == '"') {
    string();
  } else {
    while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != ',' && text_[at_] != ']' && text_[at_] != '}') ++at_;
    if (at_ == from) fail();
  }
  return text_.substr(from, at_ - from);
}

}  // namespace lp::match
