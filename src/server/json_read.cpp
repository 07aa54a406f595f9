#include "server/json_read.h"

namespace lp::server {

std::optional<std::string> text_member(const json::object& o, std::string_view key) {
  const json::value* v = find(o, key);
  if (v == nullptr || !v->is_string()) return std::nullopt;
  const json::string& text = v->get_string();
  return std::string(text.data(), text.size());
}

std::optional<std::vector<std::string>> texts_member(const json::object& o, std::string_view key) {
  const json::array* items = find_array(o, key);
  if (items == nullptr) return std::nullopt;
  std::vector<std::string> out;
  for (const json::value& item : *items) {
    if (item.is_string()) out.emplace_back(item.get_string().data(), item.get_string().size());
  }
  return out;
}

std::optional<std::vector<std::int64_t>> ids_member(const json::object& o, std::string_view key) {
  const json::array* items = find_array(o, key);
  if (items == nullptr) return std::nullopt;
  std::vector<std::int64_t> out;
  for (const json::value& item : *items) {
    if (item.is_int64()) out.push_back(item.get_int64());
  }
  return out;
}

Error field_error(std::string field, std::string code, std::string zh, std::string en) {
  Error error = make_error(Errc::invalid, field + ": " + en);
  error.message_zh = zh;
  error.fields.push_back({std::move(field), std::move(code), std::move(zh), std::move(en)});
  return error;
}

Result<json::object> object_member(const json::object& o, std::string_view key) {
  const json::value* v = find(o, key);
  if (v == nullptr || v->is_null()) return json::object();
  if (!v->is_object()) return field_error(std::string(key), "type", "应为 JSON 对象", "must be a JSON object");
  return v->get_object();
}

}  // namespace lp::server
