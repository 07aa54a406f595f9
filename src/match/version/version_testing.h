#pragma once
// For tests of version order: comparisons written "a < b", and the fixtures of others beside the checkout.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "match/version/scheme.h"

namespace lp::match {

struct Comparison {
  std::string left;
  char order = '=';  // '<', '=', '>'
  std::string right;
  std::string text() const { return left + " " + order + " " + right; }
};

// Lines "a < b"; "# …" and "// …" are comments.
inline std::vector<Comparison> read_comparisons(std::istream& in) {
  std::vector<Comparison> all;
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#' || line.starts_with("//")) continue;
    std::istringstream words(line);
    Comparison c;
    std::string order;
    words >> c.left >> order >> c.right;
    EXPECT_TRUE(order == "<" || order == "=" || order == ">") << line;
    c.order = order.empty() ? '?' : order[0];
    all.push_back(std::move(c));
  }
  return all;
}
inline std::vector<Comparison> comparisons(const std::string& text) {
  std::istringstream in(text);
  return read_comparisons(in);
}

// What the scheme says: '<', '=', '>', or '!' when one of both is no version of it.
inline char order_of(const Scheme& scheme, std::string_view a, std::string_view b) {
  const auto order = compare_versions(scheme, a, b);
  return !order ? '!' : *order < 0 ? '<' : *order > 0 ? '>' : '=';
}

inline const Scheme& scheme_named(std::string_view id) {
  const Scheme* scheme = find_scheme(id);
  if (scheme == nullptr) {
    ADD_FAILURE() << "no scheme " << id;
    return generic_scheme();
  }
  return *scheme;
}

// Both ways round.
inline void expect_comparisons(std::string_view scheme_id, const std::string& text) {
  const Scheme& scheme = scheme_named(scheme_id);
  for (const Comparison& c : comparisons(text)) {
    EXPECT_EQ(order_of(scheme, c.left, c.right), c.order) << scheme_id << ": " << c.text();
    EXPECT_EQ(order_of(scheme, c.right, c.left), c.order == '<' ? '>' : c.order == '>' ? '<' : c.order) << scheme_id << ": " << c.text();
  }
}

// The shared fixtures beside the source tree; empty when they are not there (which fails in CI).
inline std::filesystem::path shared_versions() {
  const auto path = std::filesystem::path(LP_SOURCE_DIR) / ".." / "shared" / "data" / "match" / "versions";
  if (std::filesystem::exists(path)) return path;
  const char* ci = std::getenv("CI");
  if (ci != nullptr && std::string(ci) == "true") ADD_FAILURE() << path << " is missing";
  return {};
}

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace lp::match
