#pragma once
// A shape says how a key is written: `gh[pousr]_[A-Za-z0-9]{36}`. It is a chain of characters, classes and counts
// with at most one group, which marks the secret value; no alternatives, no nesting. A counted part and what follows
// it share no character (checked when parsed), so one greedy pass decides: time is linear in the bytes read, and
// bounded by the shape's longest match.
//
// Immutable after parsing; match() is safe on any thread.

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lp::discover {

enum class LetterCase { exact, any };
enum class Bounds : std::uint8_t { none = 0, left = 1, right = 2, both = 3 };

// Bytes of a block: [begin, end).
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
  std::string_view of(std::string_view block) const { return block.substr(begin, end - begin); }
  bool operator==(const Span&) const = default;
};

class Shape {
 public:
  // Syntax: a character, \ before a special one, [a-z_], [^…], \d \w \s; {n} {n,m} {n,} ? * + after one of them; ( ) once.
  // {n,} stops at longest_run. Errc::invalid says what is wrong and where.
  static Result<Shape> parse(std::string_view pattern, LetterCase letters, Bounds bounds);
  static constexpr std::size_t longest_run = 4096;

  // Where inside the shape a literal stands; nullopt when the shape does not hold it in fixed characters, or when the parts
  // before it cannot be read backwards in one pass.
  std::optional<std::size_t> find_anchor(std::string_view literal) const;
  // The group (or whole match) when the shape stands in `block` so that part `anchor` is at `at`.
  std::optional<Span> match(std::string_view block, std::size_t at, std::size_t anchor) const;

 private:
  using Class = std::bitset<256>;
  struct Part {
    Class bytes;
    std::size_t least = 1;
    std::size_t most = 1;
    bool fixed() const { return least == most; }
  };
  friend class ShapeParser;

  bool reads_backwards(std::size_t parts) const;
  std::optional<std::size_t> run_back(std::string_view block, std::size_t at, std::size_t anchor, Span& group) const;
  std::optional<std::size_t> run_on(std::string_view block, std::size_t at, std::size_t anchor, Span& group) const;
  bool free_on_left(std::string_view block, std::size_t begin) const;
  bool free_on_right(std::string_view block, std::size_t end) const;

  std::vector<Part> parts_;
  std::size_t group_begin_ = 0;  // index of the first part inside the group
  std::size_t group_end_ = 0;    // index after its last
  Bounds bounds_ = Bounds::both;
};

}  // namespace lp::discover
