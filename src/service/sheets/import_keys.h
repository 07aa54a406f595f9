#pragma once
// Which existing record a row belongs to, and which organisation. Internal to import.

#include <string>
#include <unordered_map>
#include <vector>

#include "service/sheets/import_target.h"

namespace lp::service {

// Key fields of a kind when the request names none: its first unique field; else its first field
// unique within the organisation; else `name`; else none (every row is new).
std::vector<std::string> default_key(const model::Kind& kind);

class KeyIndex {
 public:
  // Reads all keys once. Unique keys are looked up alone, others together with the owner.
  static Result<KeyIndex> load(ImportTarget& target, const model::Kind& kind, std::vector<std::string> fields);
  // Empty when a key field is missing in `data`.
  std::string key_of(OrgId org, const json::object& data) const;
  RecordId find(const std::string& key) const;   // 0 = none
  const std::vector<std::string>& fields() const { return fields_; }

 private:
  std::vector<std::string> fields_;
  bool with_org_ = false;
  std::unordered_map<std::string, RecordId> ids_;
};

class OrgIndex {
 public:
  static Result<OrgIndex> load(ImportTarget& target, const model::Kind& organisation);
  // By USCC, name or short name, normalised. 0 = none, −1 = several.
  std::int64_t find(std::string_view text) const;

 private:
  std::unordered_map<std::string, std::int64_t> ids_;
};

}  // namespace lp::service
