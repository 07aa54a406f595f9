#pragma once
// Names of event fields as small numbers. Rules, indicators, mappings and attribution ask for the fields they need while
// they are loaded; a decoder then hands out those fields only, and everything else of an event costs no more than being skipped.
//
// Names are what the source writes, joined with '.' where it nests ("dns.rrname"), without any spaces (Sigma 2.1, "field
// names"), and are case-sensitive. Numbers are 1…size(), in the order of the first intern(): the same rules give the same numbers.
//
// Threads: intern() belongs to loading, by one thread; afterwards any number of threads may read.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lp::detect {

using FieldId = std::uint32_t;
inline constexpr FieldId no_field = 0;

class FieldTable {
 public:
  FieldId intern(std::string_view name);      // `name` with at least one character that is no space
  FieldId find(std::string_view name) const;  // no_field: nobody asked for it
  std::string_view name(FieldId id) const;    // valid as long as the table
  std::size_t size() const { return names_.size(); }

 private:
  std::deque<std::string> names_;  // a deque: views into it stay
  std::unordered_map<std::string_view, FieldId> ids_;
};

}  // namespace lp::detect
