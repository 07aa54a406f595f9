#pragma once
#include <string>

#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"

namespace lp::model {

// One record of any kind. `data` holds the kind's fields in the shapes of kind.h.
struct Record {
  RecordId id;
  std::string kind;
  std::string no;              // stable number, never reused
  OrgId org;                   // owner; for kind organisation: itself
  std::string state;
  std::int64_t version = 0;    // raised by every write; the ETag
  int form_version = 1;        // of the Kind when last submitted
  Timestamp created_at, updated_at, state_since;
  UserId created_by, updated_by, submitted_by;
  // States entered so far, oldest first, "draft@1719763200000000;submitted@…" (µs UTC). Kept by
  // the store (the newest 64); deadlines that start when a state is entered read it.
  std::string path;
  json::object data;
};
std::string etag(const Record& r);  // "\"<id>-<version>\""

// A line of a record's history: who did what when, and which fields changed.
struct HistoryEntry {
  std::int64_t version = 0;
  Timestamp at;
  UserId by;
  std::string by_name;
  std::string action;          // create, update, move:<name>, import
  std::string state;           // after it
  std::string reason;
  int form_version = 1;
  json::object changes;        // field → [before, after]
};

}  // namespace lp::model
