#pragma once
// Strong integer ids: an OrgId is not a UserId. 0 = none.

#include <compare>
#include <cstdint>
#include <functional>

namespace lp {

template <class Tag>
struct Id {
  std::int64_t value = 0;
  constexpr explicit operator bool() const { return value != 0; }
  constexpr auto operator<=>(const Id&) const = default;
};
using RecordId = Id<struct RecordTag>;  // unique over all kinds
using OrgId = Id<struct OrgTag>;        // the RecordId value of the organisation record
using UserId = Id<struct UserTag>;
using DutyId = Id<struct DutyTag>;

inline OrgId to_org(RecordId r) { return {r.value}; }
inline RecordId to_record(OrgId o) { return {o.value}; }

}  // namespace lp

template <class Tag>
struct std::hash<lp::Id<Tag>> {
  std::size_t operator()(const lp::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
