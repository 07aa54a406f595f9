#pragma once
// What a scan says: what was found where, what was not looked at, what it amounts to. Values only; no value found is
// in it, only masked examples and keyed counts. The JSON form ("longpan-discover/1") is docs/formats/discover-result.md.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lp::discover {

enum class Level : std::uint8_t { general, important, core };   // 一般 重要 核心; a proposal, never a decision

// One kind of value in one field of one document.
struct Finding {
  std::string field;                // column, key or label; empty = text without one
  std::string kind;                 // id of specs/identifiers, or "secret:<id>" of specs/secrets
  std::uint64_t hits = 0;
  std::uint64_t values = 0;         // values the field has in all, 0 = not known (running text)
  int confidence = 0;               // 1 to 99, of the field holding this kind
  std::string because;              // stable words: "header", "share", "validator", "dictionary", "context"; joined by +
  std::uint64_t distinct = 0;
  bool distinct_exact = true;       // false: estimated, standard error 0.41 %
  std::vector<std::string> examples;  // masked, at most three
  std::uint64_t first_offset = 0;     // of the first hit, bytes
  std::map<std::string, std::string> categories;   // tree → code
  std::string sensitivity;            // none, personal, sensitive
  bool operator==(const Finding&) const = default;
};

struct Document {
  std::string path;                 // under the root; members of containers after "!": "a.zip!b/c.csv"; tables as "schema.table"
  std::string format;               // csv, json, sql, text, …
  std::string encoding;             // utf-8, gb18030, …
  std::uint64_t bytes = 0;          // as stored
  std::uint64_t rows = 0;
  std::int64_t modified = 0;        // µs UTC, 0 = not known
  std::string digest;               // "fp:" and 32 hex digits: equal bytes have equal ones; not cryptographic. Empty when not taken
  bool sampled = false;
  std::vector<Finding> findings;
  std::uint64_t persons = 0;        // distinct natural persons, linked by rows
  bool persons_exact = true;
  Level level = Level::general;
  std::string level_rule;           // id of the rule that decided: "pi_over_100000", "matrix_serious_public", …
  bool operator==(const Document&) const = default;
};

// Why bytes were not scanned. Stable names, see docs/formats/discover-result.md.
struct Skip {
  std::string path;
  std::uint64_t bytes = 0;
  std::string reason;               // "unreadable", "needs_ocr", "encrypted", "bomb", "excluded", "unsupported", …
  std::string detail;
  bool operator==(const Skip&) const = default;
};

// found = scanned + skipped, in bytes of files as stored under the root.
struct Coverage {
  std::uint64_t files = 0, documents = 0;
  std::uint64_t bytes_found = 0, bytes_scanned = 0, bytes_skipped = 0;
  std::uint64_t bytes_unpacked = 0;            // of members, on top of the stored bytes
  std::map<std::string, std::uint64_t> skipped_by_reason;
  std::vector<Skip> skips;
  bool complete() const { return bytes_skipped == 0 && skips.empty(); }
  bool operator==(const Coverage&) const = default;
};

struct ScanResult {
  std::string root;                 // as given
  std::string source;               // "files", "sqlite", "postgresql", "mysql", "parquet"
  std::string rules_digest;         // of identifiers and secret rules: verdicts of other rules are not comparable
  std::string program;              // "longpan 0.1.0"
  std::int64_t started = 0, finished = 0;   // µs UTC
  bool interrupted = false;
  std::string sampling;             // empty = everything; else how, with the probability of missing
  Coverage coverage;
  std::vector<Document> documents;  // in order of path
  bool operator==(const ScanResult&) const = default;
};

}  // namespace lp::discover
