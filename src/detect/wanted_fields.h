#pragma once
// Which native fields of a format somebody asked for, and for what: as fields of the event (under every name that was asked
// for), as its time, as values that decide its log sources. A tree by the parts of dotted names, fixed once built.
//
// Threads: read-only after the constructor. The field table and the mapping may go after it.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "detect/event_mapping.h"
#include "detect/field_table.h"

namespace lp::detect {

struct ValuePart {
  enum class Kind : std::uint8_t { host, path, query, extension, md5, sha1, sha256, imphash };
  Kind kind;
  FieldId field;
};

struct Wanted {
  std::vector<FieldId> fields;
  std::vector<std::uint16_t> keys;                  // places in EventMapping::key_fields()
  std::vector<ValuePart> parts;                     // fields that hold a part of the value
  static constexpr std::uint16_t no_rank = 0xffff;
  std::uint16_t time_rank = no_rank;                // place in EventMapping::time
  bool special = false;                             // wanted for more than its fields
  bool any() const { return !fields.empty() || special; }
};

class WantedFields {
 public:
  using Place = std::uint32_t;                      // of a node of the tree
  static constexpr Place root = 0;
  static constexpr Place nowhere = 0xffffffff;      // nothing is wanted there or below

  WantedFields(const FieldTable& fields, const EventMapping& mapping);

  // Follows a name that may hold dots (and spaces, which do not count) from `from`.
  Place walk(Place from, std::string_view name) const;
  const Wanted& at(Place place) const { return nodes_[place].wanted; }
  bool has_children(Place place) const { return !nodes_[place].children.empty(); }
  const Wanted* find(std::string_view name) const;  // nullptr: not wanted
  std::size_t key_count() const { return keys_; }
  std::size_t size() const { return nodes_.size(); }  // places are 0…size()-1

 private:
  struct Node {
    Wanted wanted;
    std::map<std::string, Place, std::less<>> children;
  };
  Wanted& make(std::string_view name);
  std::vector<Node> nodes_;
  std::size_t keys_ = 0;
};

}  // namespace lp::detect
