#pragma once
// What stands behind a field's name: "CommandLine|windash|contains|all". Combinations that mean nothing are errors.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/sigma/regex.h"
#include "detect/sigma/test.h"

namespace lp::detect::sigma {

enum class Encoding : std::uint8_t { utf16le, utf16be, utf16, base64, base64offset, windash, expand };

struct Modifiers {
  std::string field{};                     // without spaces (Sigma 2.1, "Field Usage")
  std::optional<Op> text{};                // contains, startswith, endswith
  std::optional<Op> number{};              // lt, lte, gt, gte
  std::optional<TimePart> part{};
  std::vector<Encoding> encodings{};       // in the order written
  RegexOptions regex{};
  bool is_regex = false, cidr = false, exists = false, cased = false, neq = false, fieldref = false, all = false;
  bool has(Encoding e) const;
  Form form() const { return form_of(cased, has(Encoding::windash)); }
};

Result<Modifiers> parse_modifiers(std::string_view key);

// The encodings that change bytes, by the order written. base64offset gives three texts, the others one.
std::vector<std::string> encode(std::string text, const std::vector<Encoding>& encodings);

}  // namespace lp::detect::sigma
