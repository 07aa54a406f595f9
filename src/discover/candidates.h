#pragma once
// Which places of a window deserve a look: arithmetic on class masks, many blocks at once, no look at the text.

#include <array>
#include <cstdint>

#include "discover/class_masks.h"

namespace lp::discover {

// Bit i of block b: a mark stands at byte 64 b + i.
struct Candidates {
  using Lane = std::array<std::uint64_t, ClassMasks::blocks + 8>;   // whole vectors are written
  Lane word;         // begins a word of 8 letters and digits or more, with a digit near its beginning
  Lane cjk_word;     // begins a word of 5 to 7 that follows a 汉字
  Lane cjk_letters;  // begins three letters between 汉字
  Lane cjk_digits;   // begins a number that follows a 汉字
  Lane quad;         // first dot of three between numbers
  Lane prefix_dot;   // dot after a number of two digits, or of one with another dot behind the next digit
  Lane decimal;      // dot with a digit before and four after
  Lane pairs;        // first of five separators three bytes apart
  Lane colons;       // first of three colons at most five bytes apart
  Lane hyphen;       // seven digits after digits, four after a letter, two and a hyphen, or one character
  Lane groups;       // separator between groups of four digits
  Lane others;       // all of them but `word`, and every @
};

// For blocks [first, first + n) of the masks; the byte before the first block must be known to them, unless the text
// begins there (first = 0). `out` lanes begin with block `first` at index 0.
void find_candidates(const ClassMasks& masks, std::size_t first, std::size_t n, Candidates& out);

}  // namespace lp::discover
