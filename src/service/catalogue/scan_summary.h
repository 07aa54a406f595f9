#pragma once
// A scan result (JSON "longpan-discover/1", members named as in discover/result.h) summed up to datasets, the
// unit of the data catalogue. Pure functions; nothing of the data themselves is taken over.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"

namespace lp::service {

inline constexpr std::string_view scan_format = "longpan-discover/1";

// What one entry of the catalogue stands for.
enum class DatasetUnit {
  automatic,   // files: a folder; databases: a table
  document,    // a file or a table
  folder,      // files of one folder, tables of one schema
  root,        // everything under the root
};
std::string_view to_string(DatasetUnit unit);
std::optional<DatasetUnit> parse_dataset_unit(std::string_view name);

struct FoundKind {
  std::string kind, sensitivity;   // id of the identifier; none, personal, sensitive
  std::int64_t fields = 0, hits = 0;
};

struct Dataset {
  std::string identity;            // the same in every scan of the same place; at most 500 characters
  std::string name;                // for people, at most 50 characters
  std::int64_t documents = 0, bytes = 0;
  std::int64_t records = 0;        // 0 = the scan counted none
  std::int64_t persons = 0;        // sum over documents: an upper bound where there are several
  bool persons_exact = true;
  bool seen_whole = true;          // nothing sampled, skipped or cut off: less than before means less there is
  std::string level = "general", level_rule;
  std::map<std::string, std::set<std::string>> classes;   // tree → codes
  std::vector<FoundKind> kinds;                           // by kind
  bool has_personal = false, has_sensitive = false;
};

struct ScanSummary {
  std::string digest;              // SM3 of the canonical result, hex
  std::string place;               // "files:/srv/data": what identities begin with; credentials removed
  std::string rules_digest, program, source, sampling;
  Timestamp started, finished;
  bool interrupted = false;
  bool complete = false;           // everything under the root was looked at
  json::object coverage;           // counts only, no paths
  std::vector<Dataset> datasets;   // by identity
};

// `system`: name of the information system; stands for the root in identities, so that a move of the files does
// not make new datasets. Errors: unsupported (another format), invalid (samples, wrong types), too_large.
Result<ScanSummary> read_scan(const json::object& result, DatasetUnit unit = DatasetUnit::automatic, std::string_view system = {});

// At most `max` characters, the last of them "…" where something was cut.
std::string fitted(std::string_view text, std::size_t max);

// Masked or not, samples of data have no place in a catalogue.
Status refuse_samples(const json::value& result);
// The result as it may be handed in.
json::value without_samples(json::value result);

}  // namespace lp::service
