#include "service/browse/find_file.h"

namespace lp::service {

std::optional<store::FileInfo> find_file(const json::value& data, std::string_view hash) {
  if (data.is_array()) {
    for (const json::value& item : data.get_array()) {
      if (auto found = find_file(item, hash)) return found;
    }
  }
  if (!data.is_object()) return std::nullopt;
  const json::object& object = data.get_object();
  if (object.contains("hash") && get_string(object, "hash") == hash) {
    return store::FileInfo{std::string(hash), get_string(object, "name", "file"), get_string(object, "type"), get_int(object, "size")};
  }
  for (const auto& member : object) {
    if (auto found = find_file(member.value(), hash)) return found;
  }
  return std::nullopt;
}

}  // namespace lp::service
