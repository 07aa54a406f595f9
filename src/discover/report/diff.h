#pragma once
// What changed between two scans of the same data, exactly: by path, by digest, by verdict; and whether the scale of a class
// changed so much (30 %, 166号办法 第十二条) that the catalogue must be filed again within three months.
//
// Pure function of the two results. Two scans with different rules are compared as files, but their verdicts are not
// comparable: reclassifications and drift are listed, marked, and ask for nothing.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "discover/report/titles.h"
#include "discover/report/words.h"
#include "discover/result.h"
#include "io/bytes.h"

namespace lp::discover {

struct DiffOptions {
  std::string tree = "telecom";       // categories that make the classes
  int drift_percent = 30;
  int months = 3;
  // The caller made both results with the same rules, whatever their digests say.
  bool re_evaluated = false;
};

enum class Change : std::uint8_t {
  added,         // no document of these bytes was there
  gone,
  moved,         // same bytes, other path; the old path is gone
  copied,        // same bytes at a further path
  content,       // same path, other bytes
  reclassified,  // kinds of a field or the level changed; beside moved or content where those hold too
};
std::string_view code_of(Change change);

struct DocumentChange {
  Change change = Change::added;
  std::string path;                   // gone: the old path; else the new one
  std::string from;                   // moved, copied: the old path
  std::uint64_t bytes = 0, rows = 0;
  Level old_level = Level::general, new_level = Level::general;   // of added and gone: both its own
  std::string old_rule, new_rule;
  std::vector<std::string> kinds_added, kinds_removed;            // "field\tkind", sorted; reclassified only
};

struct Scale {
  std::uint64_t documents = 0, records = 0, bytes = 0;
  bool operator==(const Scale&) const = default;
};
// A document counts in each class it holds, and in "" when it is of level important or core without a class of the tree.
struct ClassDrift {
  std::string class_code;
  Level level = Level::general;
  Scale before, after;
  bool over_records = false, over_bytes = false;   // changed by drift_percent or more, or came, or went
  bool must_report = false;                        // over, level important or core, and comparable
};

struct Diff {
  std::vector<DocumentChange> changes;   // in order of change, then path
  std::vector<ClassDrift> drifts;        // every class, by level from core, then code
  bool comparable = true;
  std::vector<std::string> notes;        // codes of Topic::note
  std::optional<Date> report_due;        // months after the later scan's end; set when a class must be reported
  std::uint64_t unchanged = 0;
  DiffOptions options;

  std::uint64_t count(Change change) const;
  // Something changed, is due or cannot be compared: a command's exit code 1.
  bool worth_telling() const;
};

Diff compare(const ScanResult& before, const ScanResult& after, const DiffOptions& options = {});

// |after - before| ≥ percent of before, exactly; from nothing to something is a change of any size.
bool drifted(std::uint64_t before, std::uint64_t after, int percent);

// At most `rows` changes of each kind; the others are counted.
std::string diff_text(const Diff& diff, const Titles& titles, Language language, std::size_t rows = 20);
// "longpan-discover-diff/1"
Status write_diff_json(const Diff& diff, io::ByteSink out);
// One row a change, then one a class: column "what" says which.
Status write_diff_csv(const Diff& diff, const Titles& titles, Language language, io::ByteSink out);

}  // namespace lp::discover
