#pragma once
// What SPDX says in JSON and in tag-value alike.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "match/inventory/component_parts.h"

namespace lp::match {

struct SpdxPackage {
  std::string name{}, version{}, id{}, supplier{}, originator{}, source_info{}, purpose{};
  std::vector<std::string> purls{}, cpes{};
  // purl, cpe22Type and cpe23Type are kept; also written as the URI of the type.
  void reference(std::string_view type, std::string_view locator);
};

class SpdxPackages {
 public:
  explicit SpdxPackages(InventorySink& sink) : sink_(sink), packages_(sink) {}
  void take(SpdxPackage&& package, std::string where);
  void finish() { packages_.finish(); }

 private:
  InventorySink& sink_;
  SystemPackages packages_;
};

}  // namespace lp::match
