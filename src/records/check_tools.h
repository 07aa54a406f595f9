#pragma once
// Small readers shared by the checks.

#include <string>
#include <vector>

#include "model/ip_range.h"
#include "records/check.h"

namespace lp::records {

Finding make_finding(std::string code, Severity severity, std::string field, LocalText text);
std::vector<std::string> strings_of(const json::object& data, std::string_view field);       // list field
std::vector<std::string> column_of(const json::object& data, std::string_view rows, std::string_view column);
// Public ranges a record states: rows public_ips.range, or list `ips`; what does not parse is left out.
std::vector<model::IpRange> public_ranges(const json::object& data);
// "www.example.cn" lies under "example.cn", and under itself.
bool is_under(std::string_view domain, std::string_view parent);
const std::vector<model::Record>& siblings(const CheckScope&, const std::string& kind);

}  // namespace lp::records
