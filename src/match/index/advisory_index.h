#pragma once
// All advisories in one immutable image: who names which package, and for which versions. Every version is read once, when the
// index is built, into the rank it has among the versions of its package; a lookup compares integers only.
//
// One file holds everything (header, tables, compact records). It is mapped when opened; what only hits read stays in the file.
// Threads: an AdvisoryIndex is never changed and may be shared. Builders are for one thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "match/advisory.h"

namespace lp::match {

struct IndexTables;
class IndexWriter;

// The source is part of the name: NVD and CVE 5 both say something about CVE-2024-3094, and each only replaces its own.
struct AdvisoryName {
  std::string source;
  std::string id;
  auto operator<=>(const AdvisoryName&) const = default;
};

struct IndexStatistics {
  std::uint64_t advisories = 0, withdrawn = 0;
  std::uint64_t statements = 0;         // advisory × package × what else must hold
  std::uint64_t intervals = 0;          // over ranks, overlaps united
  std::uint64_t packages = 0, versions = 0;
  std::uint64_t nothing_stated = 0;     // entries without range and versions: they match nothing
  std::uint64_t unknown_scheme = 0;     // entries whose order had to be assumed
  std::uint64_t foreign_bounds = 0;     // bounds that are no versions of their scheme
  std::uint64_t replaced = 0;           // given twice; the one modified last was kept
};

class AdvisoryIndex {
 public:
  enum class Verify : std::uint8_t { structure, digest };  // digest: also the checksum over all bytes

  // corrupt: no image, cut short, damaged; unsupported: of another version. The file may be replaced by renaming another over
  // it, never written to. `structure` checks every table that lookups rely on.
  static Result<std::shared_ptr<const AdvisoryIndex>> open(const std::filesystem::path& path, Verify verify = Verify::structure);
  static Result<std::shared_ptr<const AdvisoryIndex>> from_bytes(std::string bytes, Verify verify = Verify::structure);
  ~AdvisoryIndex();
  AdvisoryIndex(const AdvisoryIndex&) = delete;
  AdvisoryIndex& operator=(const AdvisoryIndex&) = delete;
  Status save(const std::filesystem::path& path) const;  // atomically

  std::uint32_t size() const;                            // advisories, withdrawn ones included
  // The whole record as it was added. `number` < size().
  Advisory advisory(std::uint32_t number) const;
  AdvisoryName name(std::uint32_t number) const;
  // The records with this id, of any source; with its aliases: also those that name it as one.
  std::vector<std::uint32_t> find(std::string_view id) const;
  std::vector<std::uint32_t> find_with_aliases(std::string_view id) const;
  std::optional<std::uint32_t> find(const AdvisoryName& name) const;
  bool has_realm(std::string_view distribution) const;   // a feed of "debian:12" is loaded

  const IndexStatistics& statistics() const;
  std::size_t file_bytes() const { return bytes_.size(); }
  std::size_t lookup_bytes() const;                      // what matching touches
  const IndexTables& tables() const { return *tables_; } // for the matcher

 private:
  AdvisoryIndex();
  Status attach(Verify verify);

  std::string owned_;
  void* map_ = nullptr;
  std::string_view bytes_;
  std::unique_ptr<IndexTables> tables_;
};

// Memory: about 1.5 times the image.
class AdvisoryIndexBuilder {
 public:
  AdvisoryIndexBuilder();
  ~AdvisoryIndexBuilder();
  AdvisoryIndexBuilder(AdvisoryIndexBuilder&&) noexcept;
  AdvisoryIndexBuilder& operator=(AdvisoryIndexBuilder&&) noexcept;
  // The same name again replaces what was added before, unless that was modified later.
  void add(const Advisory& advisory);
  std::size_t size() const;
  // The builder is empty afterwards.
  std::shared_ptr<const AdvisoryIndex> build();

 private:
  std::unique_ptr<IndexWriter> writer_;
};

}  // namespace lp::match
