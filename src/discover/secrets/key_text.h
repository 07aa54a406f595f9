#pragma once
// Keys as people and programs write them: DB_PASSWORD, dbPassword, db.password, "db password" are one.

#include <string>
#include <string_view>

#include "discover/chars.h"

namespace lp::discover {

inline bool separates_words(char c) { return c == '_' || c == '-' || c == '.' || c == ' '; }

inline std::string normal_key(std::string_view key) {
  std::string normal;
  for (const char c : key) {
    if (!separates_words(c)) normal += to_lower(c);
  }
  return normal;
}

inline bool equal_caseless(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (to_lower(a[i]) != to_lower(b[i])) return false;
  }
  return true;
}

inline bool starts_caseless(std::string_view s, std::string_view start) { return s.size() >= start.size() && equal_caseless(s.substr(0, start.size()), start); }

}  // namespace lp::discover
