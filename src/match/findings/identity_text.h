#pragma once
// The identity of a finding as one text in memory that is used again, for books that meet millions. Internal to match/findings.

#include <string>
#include <string_view>
#include <vector>

#include "match/findings/identity.h"
#include "match/findings/key_map.h"

namespace lp::match {

class IdentityText {
 public:
  // Asset, component, location, canonical ids, each behind a separator that none of them holds.
  void put(const ReportedFinding& finding, const AliasView& aliases);
  std::string_view asset() const { return std::string_view(text_).substr(0, asset_ends_ - 1); }   // folded
  Key key() const { return key_of(text_); }
  Key place() const { return key_of(std::string_view(text_).substr(0, place_ends_)); }
  std::string id() const;

 private:
  void put_ids(const std::vector<std::string>& ids, const AliasView& aliases);

  std::string text_, folded_;
  std::vector<std::string> sorted_;
  std::size_t asset_ends_ = 0, place_ends_ = 0;
};

}  // namespace lp::match
