#pragma once
// The draft of 重要数据和核心数据目录 from a scan: one row a dataset (datasets.h), the 17 fields of the form, and beside them
// the rule that proposed the level. Levels are proposals. What a scan cannot know is empty and marked 待填; nothing is guessed.
// Documents are described, never quoted: no value and no example is in the catalogue.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "discover/report/decisions.h"
#include "discover/report/titles.h"
#include "discover/result.h"
#include "io/bytes.h"
#include "io/table.h"

namespace lp::discover {

struct CatalogueOptions {
  std::string tree = "telecom";            // which categories fill 一级类别 / 二级类别
  std::string processor, system_name;      // known to the caller; empty = 待填
  Level at_least = Level::general;
  std::uint64_t persons_threshold = 100'000;  // above which several files together ask for a check of the level
};

struct CatalogueRow {
  std::string name;                        // 1
  std::string class_2;                     // 2: code of the tree; of several the most sensitive, then the one with most hits
  Level level = Level::general;            // 3
  std::string carrier, source;             // 4, 5
  std::uint64_t bytes = 0;                 // 6
  std::uint64_t records = 0;               // 6; 0 = not known
  std::string coverage_kind, coverage_share;  // 7, 8
  std::string processor, purpose;          // 9, 10
  std::string exported, export_assessed;   // 11
  std::string cross_entity, foreign, system_name, protection_grade, critical_infrastructure, assessed;  // 12 to 17

  // Beside the form.
  std::string rule;                        // of the document that decided; "human" when a person did
  std::string decided_by;                  // "name 2024-07-31: why"; empty = proposed by the machine
  std::string path;                        // of the document that decided
  std::uint64_t documents = 0;
  std::uint64_t persons_at_least = 0, persons_at_most = 0;
  bool estimated = false;                  // a document was sampled, or its persons estimated
  std::vector<std::string> kinds;          // sorted
  std::vector<std::string> other_classes;  // codes of the same tree, sorted
  std::vector<std::string> notes;          // codes of Topic::note
};

struct Catalogue {
  std::vector<CatalogueRow> rows;          // highest level first, then most bytes, then by name
  std::uint64_t documents_left_out = 0;    // level general and nothing found, or below at_least
  std::string root, program, rules_digest;
  std::int64_t finished = 0;
  bool complete = true;                    // everything under the root was looked at
  CatalogueOptions options;
};

Catalogue make_catalogue(const ScanResult& result, const CatalogueOptions& options = {}, const Overlay* overlay = nullptr);

// The whole as one sheet: for CsvSink (UTF-8 with BOM, formulas made harmless) and XlsxSink.
Status write_catalogue(const Catalogue& catalogue, const Titles& titles, io::RowSink& out);
// The sheet, and one that says how it was made and what is left to do.
Status save_catalogue_xlsx(const Catalogue& catalogue, const Titles& titles, const std::filesystem::path& path);
Status write_catalogue_csv(const Catalogue& catalogue, const Titles& titles, io::ByteSink out);
// "longpan-catalogue-draft/1": members are the names of the columns; what is to be filled in is null and named in "to_fill".
Status write_catalogue_json(const Catalogue& catalogue, const Titles& titles, io::ByteSink out);

// "1.23": GB of 10^9 bytes, rounded, never 0.00 of something.
std::string gigabytes_text(std::uint64_t bytes);

}  // namespace lp::discover
