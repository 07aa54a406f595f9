#pragma once
// `key = value` in the syntaxes of code, JSON, YAML, XML, .env, properties, URLs, shells, SQL and prose.
// Pure; reads at most a fixed number of bytes around the key whatever the text is.

#include <optional>
#include <string_view>

#include "discover/secrets/shape.h"

namespace lp::discover {

struct Assignment {
  std::string_view key;    // as written, without quotes and leading --
  Span value;
  bool quoted = false;     // the value stood in quotes or between tags
  bool whole_line = false; // nothing but the assignment is on its line, as in .env, properties and YAML
  bool spaced = false;     // blanks before the separator, as in code
  bool prose = false;      // "password is …", 密码为…
  bool url = false;        // ?key=value&
};

// The assignment whose key holds block[literal]. nullopt when no value is given to that key there.
std::optional<Assignment> read_assignment(std::string_view block, Span literal);

}  // namespace lp::discover
