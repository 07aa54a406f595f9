#pragma once
// YAML text → a tree that remembers where everything stood and how it was written.
//
// Guarantees: never throws on bad text, never crashes, memory is bounded by the limits (aliases
// are copied, so their expansion counts). Scalars are not interpreted: `012`, `no` and `320100`
// keep their text, and `plain` tells 320100 from "320100". Duplicate keys are reported and the
// first one is kept. Tags (!x), several documents and keys that are not scalars are refused.
// Not thread-bound: no state is kept between calls.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"

namespace lp::io {

struct YamlLimits {
  std::size_t bytes = 1u << 20;
  std::size_t nodes = 200'000;   // after alias expansion
  std::size_t text_bytes = 16u << 20;  // of all scalars, after alias expansion
  std::size_t depth = 40;
};

struct YamlEntry;

struct YamlNode {
  enum class Kind { null, scalar, list, map };
  Kind kind = Kind::null;
  std::string text;                // scalar: as written, escapes resolved
  bool plain = true;               // scalar: written without quotes
  SourceRef where;
  std::vector<YamlNode> items;     // list
  std::vector<YamlEntry> entries;  // map, in the order written
  const YamlNode* find(std::string_view key) const;
  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
};
struct YamlEntry {
  std::string key;
  SourceRef where;                 // of the key
  YamlNode value;
};

// nullopt when the text is not one well-formed document within the limits; says why in `out`.
// An empty document is a null node. `file` names the text in diagnostics.
std::optional<YamlNode> parse_yaml(std::string_view text, std::string_view file, Diagnostics& out,
                                   const YamlLimits& limits = {});

// Plain scalars that are canonical JSON numbers, true, false or null become those (320100 is a number,
// 012, no, 1e5 and 2024-07-31 are text); quoted scalars are always text. Map order is kept.
json::value to_json(const YamlNode& node);

// The strict readings to_json uses.
std::optional<bool> as_bool(const YamlNode& node);            // plain true / false
std::optional<std::int64_t> as_int(const YamlNode& node);     // plain 0, 17, -3
std::optional<double> as_number(const YamlNode& node);        // plain 17, 0.25, -1.5

}  // namespace lp::io
