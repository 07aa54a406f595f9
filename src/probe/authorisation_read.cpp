// The body of an authorisation, from JSON.

#include <algorithm>
#include <charconv>

#include "base/hash.h"
#include "base/text.h"
#include "model/domain_name.h"
#include "model/value_error.h"
#include "probe/authorisation.h"
#include "probe/member_reader.h"
#include "probe/policy_read.h"

namespace lp::probe {
namespace {

using Need = MemberReader::Need;
using Problems = std::vector<FieldProblem>;

std::optional<int> digits(std::string_view text, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || text.front() == '-' || value > most) return std::nullopt;
  return value;
}

std::vector<PortRange> read_ports(MemberReader& in, std::string_view key) {
  std::vector<PortRange> out;
  std::size_t index = 0;
  for (const std::string& written : in.texts(key, Need::optional)) {
    const std::string at = std::string(key) + "/" + std::to_string(index++);
    auto range = parse_port_range(written);
    if (range) out.push_back(*range);
    if (!range) in.problem(at, "port", range.error().message_zh, range.error().message);
  }
  return out;
}

// "HH:MM" → minutes; 24:00 is the end of the day.
std::optional<int> minutes(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = digits(text.substr(0, 2), 24), minute = digits(text.substr(3), 59);
  if (!hour || !minute || (*hour == 24 && *minute != 0)) return std::nullopt;
  return *hour * 60 + *minute;
}

std::vector<DailyHours> read_hours(MemberReader& in) {
  std::vector<DailyHours> out;
  std::size_t index = 0;
  for (const std::string& written : in.texts("hours", Need::optional)) {
    const std::string at = "hours/" + std::to_string(index++);
    const auto parts = split(written, '-');
    const auto from = parts.size() == 2 ? minutes(parts[0]) : std::nullopt, to = parts.size() == 2 ? minutes(parts[1]) : std::nullopt;
    if (from && to && *from != *to && *from < 1440) {
      out.push_back({*from, *to});
    } else {
      in.problem(at, "hours", "应写作08:00-18:00", "must be written as 08:00-18:00");
    }
  }
  return out;
}

void read_window(const json::object& object, Authorisation& out, Problems& problems) {
  MemberReader in(object, "/window", problems);
  out.from = in.time("from");
  out.to = in.time("to");
  out.hours = read_hours(in);
  in.finish();
  constexpr std::int64_t year = 366ll * 86'400 * 1'000'000;
  if (out.to <= out.from) in.problem("to", "order", "结束时间应晚于开始时间", "must be after \"from\"");
  if (out.to.micros() - out.from.micros() > year) in.problem("to", "too_long", "授权期不得超过366天", "must be within 366 days of \"from\"");
}

void read_rates(const json::object& object, Authorisation& out, Problems& problems) {
  MemberReader in(object, "/rates", problems);
  constexpr double least = 0.01, most = 100'000;
  out.rates = {in.number("per_target", least, most), in.number("per_block", least, most), in.number("total", least, most)};
  in.finish();
  if (out.rates.per_target > out.rates.per_block) in.problem("per_target", "order", "每目标速率不应大于每网段速率", "must not be more than per_block");
  if (out.rates.per_block > out.rates.total) in.problem("per_block", "order", "每网段速率不应大于总速率", "must not be more than total");
}

ApprovalKind read_kind(MemberReader& in) {
  const std::string written = in.text("kind", Need::required);
  for (const ApprovalKind kind : {ApprovalKind::cii, ApprovalKind::carrier_core, ApprovalKind::wide_scope}) {
    if (written == to_string(kind)) return kind;
  }
  if (!written.empty()) in.problem("kind", "kind", "应为cii、carrier_core或wide_scope", "must be cii, carrier_core or wide_scope");
  return ApprovalKind::cii;
}

void read_approval(const json::object& object, std::size_t index, Authorisation& out, Problems& problems) {
  MemberReader in(object, "/approvals/" + std::to_string(index), problems);
  Approval approval{.kind = read_kind(in), .number = in.text("number", Need::required), .by = in.text("by", Need::required), .at = in.time("at")};
  approval.ranges = in.ranges("ranges", approval.kind == ApprovalKind::wide_scope ? Need::optional : Need::required);
  in.finish();
  out.approvals.push_back(std::move(approval));
}

void read_ports_of_both(const json::object& object, Authorisation& out, Problems& problems) {
  MemberReader in(object, "/ports", problems);
  out.tcp_ports = read_ports(in, "tcp");
  out.udp_ports = read_ports(in, "udp");
  in.finish();
  if (out.tcp_ports.empty() && out.udp_ports.empty()) in.problem("", "required", "至少要有一个端口", "must have at least one port");
}

void read_names(MemberReader& in, Authorisation& out) {
  std::size_t index = 0;
  for (const std::string& written : in.texts("domains", Need::optional)) {
    const std::string at = "domains/" + std::to_string(index++);
    auto name = model::parse_domain(written);
    if (name) out.domains.push_back(*name);
    if (!name) in.problem(at, "domain", name.error().message_zh, name.error().message);
  }
  index = 0;
  for (const std::string& method : in.texts("methods", Need::required)) {
    const std::string at = "methods/" + std::to_string(index++);
    const bool good = !method.empty() && method.size() <= 32 && method.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (good) out.methods.insert(method);
    if (!good) in.problem(at, "method", "方法名由小写字母、数字和下划线组成", "a method is written in lower-case letters, digits and _");
  }
}

void read_parts(MemberReader& in, Authorisation& out, Problems& problems) {
  if (const auto* ports = in.object("ports", Need::required)) read_ports_of_both(*ports, out, problems);
  if (const auto* window = in.object("window", Need::required)) read_window(*window, out, problems);
  if (const auto* rates = in.object("rates", Need::required)) read_rates(*rates, out, problems);
  std::size_t index = 0;
  for (const json::object* one : in.objects("approvals")) read_approval(*one, index++, out, problems);
}

std::vector<SensitiveRanges> read_sensitive(MemberReader& in, Problems& problems) {
  std::vector<SensitiveRanges> out;
  std::size_t index = 0;
  for (const json::object* one : in.objects("sensitive")) {
    MemberReader part(*one, in.pointer() + "/sensitive/" + std::to_string(index++), problems);
    const ApprovalKind kind = read_kind(part);
    out.push_back({kind, part.ranges("ranges", Need::required)});
    part.finish();
    if (kind == ApprovalKind::wide_scope) part.problem("kind", "kind", "应为cii或carrier_core", "must be cii or carrier_core");
  }
  return out;
}

}  // namespace

std::string_view to_string(ApprovalKind kind) {
  switch (kind) {
    case ApprovalKind::cii: return "cii";
    case ApprovalKind::carrier_core: return "carrier_core";
    case ApprovalKind::wide_scope: return "wide_scope";
  }
  return "cii";
}

Result<PortRange> parse_port_range(std::string_view text) {
  const auto parts = split(text, '-');
  const auto first = digits(parts.front(), 65'535), last = digits(parts.back(), 65'535);
  if (parts.size() > 2 || !first || !last || *first < 1 || *last < *first) {
    const std::string shown = truncate(text, 40);
    return model::value_error("port", "端口“" + shown + "”不正确，可写作443、8000-8100", "\"" + shown + "\" is not a port; write 443 or 8000-8100");
  }
  return PortRange{static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)};
}

std::string to_string(const PortRange& range) {
  return std::to_string(range.first) + (range.last == range.first ? "" : "-" + std::to_string(range.last));
}

Result<Authorisation> parse_authorisation(std::string_view body) {
  LP_TRY(const json::value value, parse_json(body));
  if (!value.is_object()) return model::value_error("object", "授权书应为JSON对象", "an authorisation is a JSON object");
  Problems problems;
  MemberReader in(value.as_object(), "", problems);
  Authorisation out{.id = in.text("id", Need::required, 100), .organisation = in.text("organisation", Need::required),
                    .operator_name = in.text("operator", Need::required), .ranges = in.ranges("ranges", Need::required)};
  out.excluded = in.ranges("excluded", Need::optional);
  out.special = in.ranges("special", Need::optional);
  read_names(in, out);
  read_parts(in, out, problems);
  out.sensitive = read_sensitive(in, problems);
  out.ot_safe = in.flag("ot_safe", false);
  in.finish();
  LP_CHECK_OK(status_of(problems, Errc::invalid, "授权书有误", "the authorisation is malformed", "see docs/probe.md for the members of the file"));
  out.digest = to_hex(sha256(to_canonical_text(value)));
  return out;
}

Result<Policy> read_policy(std::string_view text) {
  LP_TRY(const json::value value, parse_json(text));
  if (!value.is_object()) return model::value_error("object", "管理策略应为JSON对象", "a policy is a JSON object");
  Problems problems;
  MemberReader in(value.as_object(), "", problems);
  Policy out;
  out.most_addresses = in.whole("most_addresses", out.most_addresses, 1, std::int64_t{1} << 24);
  out.management = in.ranges("management", Need::optional);
  out.sensitive = read_sensitive(in, problems);
  in.finish();
  LP_CHECK_OK(status_of(problems, Errc::invalid, "管理策略有误", "the policy is malformed", "see docs/probe.md for the members of the file"));
  return out;
}

}  // namespace lp::probe
