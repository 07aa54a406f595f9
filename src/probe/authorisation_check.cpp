// Time and scope of an authorisation that is well formed.

#include <ifaddrs.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"
#include "io/error.h"
#include "probe/authorisation.h"
#include "probe/range_set.h"
#include "probe/special_addresses.h"

namespace lp::probe {
namespace {

using model::IpRange;

FieldProblem problem(std::string field, std::string code, std::string zh, std::string en) { return {std::move(field), std::move(code), std::move(zh), std::move(en)}; }

Error refuse(FieldProblem what, std::string hint) {
  Error error{.code = Errc::denied, .message = what.en, .hint = std::move(hint), .message_zh = what.zh};
  error.fields.push_back(std::move(what));
  return error;
}

bool too_wide(const IpRange& range) {
  static const IpRange v4 = *model::parse_ip_range("10.0.0.0/8"), v6 = *model::parse_ip_range("2001:db8::/32");
  return extent(RangeSet({range})) > extent(RangeSet({range.first.v6 ? v6 : v4}));
}

Status check_width(const Authorisation& authorisation, const Policy& policy) {
  for (std::size_t i = 0; i < authorisation.ranges.size(); ++i) {
    const std::string shown = to_string(authorisation.ranges[i]);
    if (too_wide(authorisation.ranges[i]))
      return refuse(problem("/ranges/" + std::to_string(i), "over_wide", "地址段" + shown + "过宽，单段不得宽于/8（IPv6为/32）", shown + " is wider than a /8 (IPv6: a /32)"),
                    "name the ranges of the organisation");
  }
  const RangeSet all(authorisation.ranges);
  if (extent(all) <= policy.most_addresses) return ok_status();
  for (const Approval& approval : authorisation.approvals) {
    if (approval.kind != ApprovalKind::wide_scope) continue;
    if (approval.ranges.empty() || all.minus(RangeSet(approval.ranges)).empty()) return ok_status();
  }
  return refuse(problem("/ranges", "over_wide", "授权地址共" + std::to_string(extent(all)) + "个，超过" + std::to_string(policy.most_addresses) + "个，需有大范围（wide_scope）批准记录",
                        std::to_string(extent(all)) + " addresses are more than " + std::to_string(policy.most_addresses) + " without a wide_scope approval"),
                "add the approval, or name fewer addresses");
}

Status check_special(const Authorisation& authorisation, const Policy& policy) {
  const RangeSet special(authorisation.special);
  for (std::size_t i = 0; i < authorisation.ranges.size(); ++i) {
    for (const SpecialRange& what : special_ranges(policy)) {
      const RangeSet unnamed = RangeSet({authorisation.ranges[i]}).intersect(RangeSet({what.range})).minus(special).minus(RangeSet(authorisation.excluded));
      if (unnamed.empty()) continue;
      const std::string shown = to_string(unnamed.ranges().front());
      return refuse(problem("/ranges/" + std::to_string(i), "special_address", shown + "属于" + what.words.zh + "，未在special中单独列出",
                            shown + " is " + what.words.en + " and is not listed under \"special\""),
                    "exclude it, or list it under \"special\" when it is really meant");
    }
  }
  return ok_status();
}

Status check_sensitive(const Authorisation& authorisation, const std::vector<SensitiveRanges>& sensitive) {
  const RangeSet asked = RangeSet(authorisation.ranges).minus(RangeSet(authorisation.excluded));
  for (const SensitiveRanges& one : sensitive) {
    const RangeSet open = asked.intersect(RangeSet(one.ranges)).minus(approved(authorisation, one.kind));
    if (open.empty()) continue;
    const std::string shown = to_string(open.ranges().front());
    const bool cii = one.kind == ApprovalKind::cii;
    return refuse(problem("/approvals", cii ? "cii_approval" : "carrier_approval",
                          shown + (cii ? "为关键信息基础设施，缺少批准记录，不得检测" : "为基础电信网络，缺少事先报告记录，不得检测"),
                          shown + (cii ? " is critical information infrastructure and has no approval record" : " is a basic telecom network and has no record of the report beforehand")),
                  cii ? "attach the approval of the authorities, or of the protection department or operator" : "attach the record of the report to the telecom authority");
  }
  return ok_status();
}

}  // namespace

RangeSet approved(const Authorisation& authorisation, ApprovalKind kind) {
  std::vector<IpRange> ranges;
  for (const Approval& approval : authorisation.approvals) {
    if (approval.kind == kind) ranges.insert(ranges.end(), approval.ranges.begin(), approval.ranges.end());
  }
  return RangeSet(std::move(ranges));
}

Status check_scope(const Authorisation& authorisation, const Policy& policy) {
  LP_CHECK_OK(check_width(authorisation, policy));
  LP_CHECK_OK(check_special(authorisation, policy));
  LP_CHECK_OK(check_sensitive(authorisation, authorisation.sensitive));
  return check_sensitive(authorisation, policy.sensitive);
}

Status check_time(const Authorisation& authorisation, Timestamp now) {
  if (now < authorisation.from)
    return refuse(problem("/window/from", "not_yet_valid", "授权自" + to_string(authorisation.from) + "起生效，尚未生效", "the authorisation is not valid before " + to_string(authorisation.from)),
                  "wait, or have it signed anew");
  if (now >= authorisation.to)
    return refuse(problem("/window/to", "expired", "授权已于" + to_string(authorisation.to) + "到期", "the authorisation expired at " + to_string(authorisation.to)), "have it signed anew");
  constexpr std::int64_t day = 86'400'000'000, minute = 60'000'000, china = 480;
  const std::int64_t since_midnight = ((now.micros() + china * minute) % day + day) % day;
  const auto open = [&](const DailyHours& h) {
    const std::int64_t from = h.from_minute * minute, to = h.to_minute * minute;
    return from < to ? since_midnight >= from && since_midnight < to : since_midnight >= from || since_midnight < to;
  };
  if (authorisation.hours.empty() || std::any_of(authorisation.hours.begin(), authorisation.hours.end(), open)) return ok_status();
  return refuse(problem("/window/hours", "outside_hours", "当前不在授权的检测时段内", "it is outside of the authorised hours of the day"), "run it within the hours, China time");
}

std::vector<IpRange> own_addresses() {
  std::vector<IpRange> out;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return out;
  for (const ifaddrs* at = list; at != nullptr; at = at->ifa_next) {
    if (at->ifa_addr == nullptr) continue;
    model::IpAddress address;
    if (at->ifa_addr->sa_family == AF_INET) {
      std::memcpy(address.bytes.data() + 12, &reinterpret_cast<const sockaddr_in*>(at->ifa_addr)->sin_addr, 4);
    } else if (at->ifa_addr->sa_family == AF_INET6) {
      address.v6 = true;
      std::memcpy(address.bytes.data(), &reinterpret_cast<const sockaddr_in6*>(at->ifa_addr)->sin6_addr, 16);
    } else {
      continue;
    }
    out.push_back({address, address});
  }
  ::freeifaddrs(list);
  return out;
}

}  // namespace lp::probe
