#pragma once
// What a scan's state file keeps of one file: enough to skip it when nothing changed, and what it held.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "discover/result.h"

namespace lp::discover {

struct FileRecord {
  std::uint64_t size = 0;
  std::int64_t modified = 0;
  std::string rules;            // beginning of the rules' digest
  std::string generation;       // of the run that looked at the file
  std::uint64_t scanned = 0, skipped = 0, bytes_unpacked = 0, documents_seen = 0;
  std::vector<Document> documents;   // with findings
  std::vector<Skip> skips;

  // Makes the stored bytes of the file's own skips add up to `skipped`: what was left out inside a container is named with the
  // bytes of its members, which are no stored bytes. `name`: the path of the file under the root.
  void settle_skips(const std::string& name);

  // A first line of numbers, then JSON when there is more to say.
  std::string text() const;
  static Result<FileRecord> parse(std::string_view text);
  // By the first line alone.
  static bool unchanged(std::string_view text, std::uint64_t size, std::int64_t modified, std::string_view rules);
  // Says the same, whichever run wrote it.
  static bool same(std::string_view text, std::string_view other);
};

}  // namespace lp::discover
