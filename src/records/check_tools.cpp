#include "records/check_tools.h"

#include "base/text.h"

namespace lp::records {

Finding make_finding(std::string code, Severity severity, std::string field, LocalText text) {
  return {{}, std::move(code), severity, std::move(field), std::move(text)};
}

std::vector<std::string> strings_of(const json::object& data, std::string_view field) {
  std::vector<std::string> out;
  const json::array* list = find_array(data, field);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if ((*list)[i].is_string()) out.emplace_back((*list)[i].as_string().data(), (*list)[i].as_string().size());
  }
  return out;
}

std::vector<std::string> column_of(const json::object& data, std::string_view rows, std::string_view column) {
  std::vector<std::string> out;
  const json::array* list = find_array(data, rows);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if ((*list)[i].is_object()) out.push_back(get_string((*list)[i].as_object(), column));
  }
  return out;
}

std::vector<model::IpRange> public_ranges(const json::object& data) {
  auto texts = column_of(data, "public_ips", "range");
  for (auto& text : strings_of(data, "ips")) texts.push_back(std::move(text));
  std::vector<model::IpRange> out;
  for (const auto& text : texts) {
    auto ranges = model::parse_ip_ranges(text);
    for (std::size_t i = 0; ranges && i < ranges->size(); ++i) {
      if (!model::is_private((*ranges)[i])) out.push_back((*ranges)[i]);
    }
  }
  return out;
}

bool is_under(std::string_view domain, std::string_view parent) {
  const std::string a = to_lower_ascii(trim(domain)), b = to_lower_ascii(trim(parent));
  if (b.empty() || a.size() < b.size() || !std::string_view(a).ends_with(b)) return false;
  return a.size() == b.size() || a[a.size() - b.size() - 1] == '.';
}

const std::vector<model::Record>& siblings(const CheckScope& scope, const std::string& kind) {
  static const std::vector<model::Record> none;
  const auto found = scope.siblings.find(kind);
  return found == scope.siblings.end() ? none : found->second;
}

}  // namespace lp::records
