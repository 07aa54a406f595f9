#pragma once
// The Public Suffix List: under which names anybody may register ("com", "com.cn", "github.io"), so that two names below one
// are two owners. https://publicsuffix.org/list/: rules, "*" for one label, "!" for exceptions; the longest rule prevails; a name
// without a rule has its last label as suffix.
//
// Names are in the form of normalise_domain(). Threads: read-only after reading.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/diagnostics.h"
#include "base/result.h"

namespace lp::detect {

class PublicSuffixes {
 public:
  PublicSuffixes() = default;
  // The text of public_suffix_list.dat. Lines that are no rule are diagnostics.
  static PublicSuffixes parse(std::string_view list, std::string_view file, Diagnostics& out);
  // The file the operator names; when that is empty, the system's copy (Debian's package publicsuffix), and when there is none
  // the built-in minimum.
  static Result<PublicSuffixes> load(const std::filesystem::path& path, Diagnostics& out);
  // Generic domains, those of China with their second level, and of its neighbours in trade: enough to keep "com.cn" from being
  // taken for an owner, not the whole list.
  static PublicSuffixes minimum();

  // The suffix of `name`: a view into it, the whole name when it is a suffix itself.
  std::string_view suffix_of(std::string_view name) const;
  // The suffix and one label more: what an owner registered. Empty when `name` is a suffix.
  std::string_view registrable_of(std::string_view name) const;
  bool is_suffix(std::string_view name) const { return suffix_of(name).size() == name.size(); }
  std::size_t size() const { return rules_.size(); }
  // Every rule, in no order: "com" plain, "ck" wildcard for "*.ck", "www.ck" exception for "!www.ck".
  enum Rule : std::uint8_t { plain = 1, wildcard = 2, exception = 4 };
  void each_rule(const std::function<void(std::string_view name, Rule rule)>& take) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  void add(std::string_view line, bool& good);
  std::unordered_map<std::string, std::uint8_t, Hash, std::equal_to<>> rules_;  // "*.ck" is {ck: wildcard}
};

}  // namespace lp::detect
