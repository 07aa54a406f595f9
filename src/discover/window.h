#pragma once
// The part of a document that is looked at in one go, and its character classes.

#include <bit>
#include <cstdint>
#include <string_view>

#include "discover/class_masks.h"

namespace lp::discover {

// How a document's bytes are read. UTF-16 and UTF-32 are converted before they come here.
enum class TextForm : std::uint8_t { utf8, gb18030 };

struct Window {
  // Windows begin at multiples of `step` of the document, whatever pieces it arrives in, and see `around` bytes before
  // and after: what is found never depends on how a document was cut.
  static constexpr std::size_t step = 8192, around = 512, ahead = 2048;

  const char* text = nullptr;     // the buffer; text[begin - around] … text[limit - 1] may be read, from text[0] on
  std::size_t begin = 0, end = 0; // candidates whose mark stands in [begin, end)
  std::size_t limit = 0;          // end of the buffer
  std::uint64_t base = 0;         // offset of text[0] in the document
  bool last = false;              // the document ends at `limit`
  TextForm form = TextForm::utf8;

  std::size_t masks_from = 0;     // masks bit 0 = text[masks_from]
  const ClassMasks* masks = nullptr;
  bool bytes_mislead = false;     // a byte that is a letter or digit may be part of a character or of an escape: ask the masks

  // By the masks where they reach: the second byte of a character is no letter or digit.
  bool digit_at(std::size_t i) const { return i < limit && static_cast<unsigned char>(text[i] - '0') < 10 && (!bytes_mislead || is(masks->digit, i)); }
  bool alnum_at(std::size_t i) const {
    const auto c = static_cast<unsigned char>(i < limit ? text[i] : '\0');
    const bool looks = static_cast<unsigned char>(c - '0') < 10 || static_cast<unsigned char>((c | 0x20) - 'a') < 26;
    return looks && (!bytes_mislead || is(masks->digit, i) || is(masks->alpha, i));
  }
  char at(std::size_t i) const { return i < limit ? text[i] : '\0'; }
  char before(std::size_t i) const { return i > 0 ? text[i - 1] : '\0'; }
  bool is(const ClassMasks::Lane& lane, std::size_t i) const {
    return i < masks_from || i - masks_from >= ClassMasks::bytes || (lane[((i - masks_from) >> 6) + 1] >> ((i - masks_from) & 63) & 1) != 0;
  }
  std::string_view slice(std::size_t from, std::size_t to) const { return {text + from, to - from}; }
};

}  // namespace lp::discover
