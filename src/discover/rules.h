#pragma once
// What a scan looks for: identifiers (data) joined with their validators (code), compiled into tables the scanner
// reads without thinking. Immutable once built; one Rules serves any number of threads.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "discover/validator.h"
#include "model/identifier.h"

namespace lp::discover {

using KindIndex = std::uint16_t;
constexpr std::size_t max_kinds = 192;
struct KindSet {
  std::array<std::uint64_t, max_kinds / 64> words{};
  bool test(std::size_t kind) const { return (words[kind >> 6] >> (kind & 63) & 1) != 0; }
  void set(std::size_t kind) { words[kind >> 6] |= 1ULL << (kind & 63); }
  KindSet& operator|=(const KindSet& other) {
    for (std::size_t i = 0; i < words.size(); ++i) words[i] |= other.words[i];
    return *this;
  }
  bool any() const { return (words[0] | words[1] | words[2]) != 0; }
};

// One identifier as the scanner needs it.
struct Kind {
  std::string id;                          // "resident_id_18"
  const Validator* validator = nullptr;    // nullptr: recognised by header or dictionary only
  std::vector<std::string> headers;        // whole column names, normalised by normalise_for_match()
  std::vector<std::string> context;        // words beside a value
  std::vector<std::string> dictionary;     // values of kinds recognised by words
  model::Identifier about{};               // the rest of what the specs say of it
};

// What the name of a column, key or label says about the values under it.
struct NameMeaning {
  KindSet speaks_for;      // kinds whose headers or context words it holds
  bool is_header = false;  // speaks_for came from a whole name, not from a word in it
  bool names_other = false;  // it names something else that numbers stand for: an order, a time, a sequence
};

// Checks the scanner makes itself when it has proven a word's shape (proven_checks.h); other validators are called.
enum class Proven : std::uint8_t { none, mobile, bank_card, resident_id_18, imei, imsi, iccid, vin, uscc, lei };

// Digits, letters of both cases and everything else as one bit of 64.
constexpr auto first_shifts = [] {
  std::array<std::uint8_t, 256> all{};
  for (std::uint8_t& shift : all) shift = 63;
  for (std::size_t i = 0; i < 10; ++i) all['0' + i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < 26; ++i) {
    all['A' + i] = static_cast<std::uint8_t>(10 + i);
    all['a' + i] = static_cast<std::uint8_t>(36 + i);
  }
  return all;
}();
constexpr std::uint64_t first_bit(char c) { return 1ULL << first_shifts[static_cast<unsigned char>(c)]; }

class Rules {
 public:
  // Kinds naming an unknown validator, or more than max_kinds of them: invalid.
  static Result<std::shared_ptr<const Rules>> make(std::vector<Kind> kinds);
  // The identifiers of specs/; those whose validator this program does not have are reported and left out.
  static Result<std::shared_ptr<const Rules>> load(const std::filesystem::path& specs, Diagnostics& out);
  // Every built-in validator as a kind of its name, without context words.
  static std::shared_ptr<const Rules> builtin();

  const std::vector<Kind>& kinds() const { return kinds_; }
  const Kind* find(std::string_view id) const;
  KindIndex index_of(std::string_view id) const;   // kinds().size() when there is none
  NameMeaning meaning_of(std::string_view name) const;

  struct WordRule {
    std::uint64_t digits;     // bit i: byte i must be a digit
    Evidence (*check)(std::string_view value);
    KindIndex kind;
    bool needs_name;
    Proven proven;
  };
  // For words of `length` bytes that begin with `first`: the kinds to ask, letters or not. Empty above 64.
  std::span<const WordRule> words(std::size_t length, bool letters, char first) const {
    const Range range = by_first_[letters ? 1 : 0][length < 65 ? length : 65][first_shifts[static_cast<unsigned char>(first)]];
    return {word_rules_.data() + range.begin, range.size};
  }
  // For every other mark: the kinds to ask.
  struct MarkRule {
    std::uint64_t first;
    Evidence (*check)(std::string_view value);
    KindIndex kind;
  };
  const std::vector<MarkRule>& marked(Mark mark) const { return by_mark_[static_cast<std::size_t>(mark)]; }

 private:
  Rules() = default;
  struct Range {
    std::uint16_t begin = 0, size = 0;
  };
  struct ContextWord {
    std::string word;
    KindIndex kind;
  };
  void add_words_of_names();
  void add_word_rules();
  void add_by_first(const std::vector<std::pair<std::uint64_t, WordRule>>& rules, std::array<Range, 64>& ranges);

  std::vector<Kind> kinds_;
  std::unordered_map<std::string, KindSet> headers_;
  // Context words by their first three bytes; the bits say which of those are worth looking up.
  std::unordered_map<std::uint32_t, std::vector<ContextWord>> context_;
  std::array<std::uint64_t, 1024> context_bits_{};
  std::unordered_map<std::string, KindSet> short_context_;   // ASCII words a name must have as a word of its own
  std::vector<WordRule> word_rules_;
  std::array<std::array<std::array<Range, 64>, 66>, 2> by_first_{};
  std::array<std::vector<MarkRule>, 16> by_mark_;
};

}  // namespace lp::discover
