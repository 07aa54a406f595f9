#include "service/sheets/import_keys.h"

#include <algorithm>

#include "base/text.h"

namespace lp::service {
namespace {

constexpr char separator = '\x1f';

std::string text_of(const json::value* v) {
  if (v == nullptr || v->is_null()) return {};
  return v->is_string() ? std::string(v->get_string()) : to_text(*v);
}

}  // namespace

std::vector<std::string> default_key(const model::Kind& kind) {
  for (const model::Field& f : kind.fields) {
    if (f.unique) return {f.name};
  }
  for (const model::Field& f : kind.fields) {
    if (f.unique_in_org) return {f.name};
  }
  if (kind.find_field("name") != nullptr) return {"name"};
  return {};
}

Result<KeyIndex> KeyIndex::load(ImportTarget& target, const model::Kind& kind, std::vector<std::string> fields) {
  KeyIndex index;
  index.fields_ = std::move(fields);
  const bool unique = std::any_of(index.fields_.begin(), index.fields_.end(), [&](const std::string& name) {
    const model::Field* f = kind.find_field(name);
    return f != nullptr && f->unique;
  });
  index.with_org_ = kind.owned && !unique;
  if (index.fields_.empty()) return index;
  LP_CHECK_OK(target.each_key(kind, index.fields_, [&](RecordId id, OrgId org, const std::vector<std::string>& values) {
    std::string key = index.with_org_ ? std::to_string(org.value) : std::string();
    for (const std::string& v : values) (key += separator) += v;
    index.ids_.emplace(std::move(key), id);
  }));
  return index;
}

std::string KeyIndex::key_of(OrgId org, const json::object& data) const {
  if (fields_.empty()) return {};
  std::string key = with_org_ ? std::to_string(org.value) : std::string();
  for (const std::string& name : fields_) {
    const std::string value = text_of(lp::find(data, name));
    if (value.empty()) return {};
    (key += separator) += value;
  }
  return key;
}

RecordId KeyIndex::find(const std::string& key) const {
  const auto at = key.empty() ? ids_.end() : ids_.find(key);
  return at == ids_.end() ? RecordId{} : at->second;
}

Result<OrgIndex> OrgIndex::load(ImportTarget& target, const model::Kind& organisation) {
  OrgIndex index;
  std::vector<std::string> fields;
  for (const char* name : {"uscc", "name", "short_name"}) {
    if (organisation.find_field(name) != nullptr) fields.emplace_back(name);
  }
  LP_CHECK_OK(target.each_key(organisation, fields, [&](RecordId id, OrgId, const std::vector<std::string>& values) {
    for (const std::string& v : values) {
      const std::string key = normalise_for_match(v);
      if (key.empty()) continue;
      const auto [at, fresh] = index.ids_.emplace(key, id.value);
      if (!fresh && at->second != id.value) at->second = -1;
    }
  }));
  return index;
}

std::int64_t OrgIndex::find(std::string_view text) const {
  const auto at = ids_.find(normalise_for_match(text));
  return at == ids_.end() ? 0 : at->second;
}

}  // namespace lp::service
