#pragma once
// Lists of what is in many feeds by mistake: public resolvers, delivery networks, popular names, sinkholes, hashes of nothing.
// In the format of MISP warninglists. A hit that is on one is not dropped: it is told with the list's name, at a lower severity.
//
// Threads: find() by any number of threads once loading is done.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "detect/indicators/indicator.h"

namespace lp::detect {

struct AllowMatch {
  std::string list;   // its name
  std::string entry;  // what of it fits
};

class AllowLists {
 public:
  AllowLists();
  ~AllowLists();
  AllowLists(AllowLists&&) noexcept;
  AllowLists& operator=(AllowLists&&) noexcept;

  // One list.json: {name, type: string | hostname | cidr | substring | regex, matching_attributes, list}. Entries that cannot be
  // used are diagnostics; a file that is no list is an error.
  Status add(std::string_view json, std::string_view file, Diagnostics& out);
  // Every list.json, or every *.json, below `folder`. Files that are no lists are diagnostics.
  Status load(const std::filesystem::path& folder, Diagnostics& out);

  // The first list that holds the indicator, or else the value that was seen. `shown`: key_text() of the indicator.
  std::optional<AllowMatch> find(IndicatorKind kind, std::string_view shown, std::string_view seen) const;
  std::size_t lists() const;
  std::size_t entries() const;

 private:
  struct List;
  class Known;
  std::vector<std::unique_ptr<List>> lists_;
  std::unique_ptr<Known> known_;
};

}  // namespace lp::detect
