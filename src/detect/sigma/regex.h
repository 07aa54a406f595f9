#pragma once
// A regular expression of a rule (`|re`): PCRE, case-sensitive unless it says otherwise, found anywhere in the text.
//
// Time is bounded: a match that needs more steps than the limit counts as none and is counted in `gave_up`.
// Compiled once, then any number of threads may search, each with a Scratch of its own.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lp::detect::sigma {

struct RegexOptions {
  bool ignore_case = false, multi_line = false, dot_all = false;
};

class Regex {
 public:
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::uint64_t gave_up = 0;

   private:
    friend class Regex;
    void* data_;
    void* context_;
  };

  static Result<std::shared_ptr<const Regex>> compile(std::string_view pattern, RegexOptions options);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;
  bool matches(std::string_view text, Scratch& scratch) const;
  const std::string& pattern() const { return pattern_; }

 private:
  Regex(void* code, std::string pattern) : code_(code), pattern_(std::move(pattern)) {}
  void* code_;
  std::string pattern_;
};

// Texts of which every match contains at least one, letter case aside (Form::folded); none when nothing is certain.
std::vector<std::string> needed_texts(std::string_view pattern);

}  // namespace lp::detect::sigma
