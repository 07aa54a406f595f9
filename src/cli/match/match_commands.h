#pragma once
// The parts of `longpan match`, one file each; each adds its options to a subcommand and says how to run it.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "match/component.h"
#include "match/findings/finding_book.h"
#include "match/index/advisory_layers.h"
#include "match/inventory/inventory_format.h"
#include "match/output/finding_list.h"
#include "match/signals.h"

namespace lp::cli {

Run add_match_import(CLI::App& app);
Run add_match_sbom(CLI::App& app);
Run add_match_retro(CLI::App& app);
Run add_match_explain(CLI::App& app);
Run add_match_report(CLI::App& app);
Run add_match_findings(CLI::App& app);
Run add_match_accept(CLI::App& app);
Run add_match_diff(CLI::App& app);
Run add_match_formats(CLI::App& app);

// Advisories beside an image: FILE.signals holds KEV, EPSS and SSVC.
std::filesystem::path signals_beside(const std::filesystem::path& image);
// not_found says how an image is made.
Result<match::AdvisoryLayers> open_advisories(const std::filesystem::path& image);

// Reads advisories and signals of feeds; bad records are printed as warnings and counted.
struct ReadFeeds {
  std::vector<match::Advisory> advisories;
  std::vector<match::Signal> signals;
  std::uint64_t records = 0, refused = 0, withdrawn = 0;
  int unread = 0;      // paths that are no feed
};
Result<ReadFeeds> read_feeds(Context& context, const std::vector<std::filesystem::path>& paths, const std::string& format);

struct ReadComponents {
  std::vector<match::Component> components;
  std::uint64_t refused = 0;
  int unread = 0;      // files that are no inventory
  std::string subject;
};
struct InventoryChoice {
  std::vector<std::filesystem::path> paths;
  std::string format, asset, distribution, mapping;
};
void add_inventory_options(CLI::App& app, InventoryChoice& choice);
Result<ReadComponents> read_components(Context& context, const InventoryChoice& choice);
// The files of folders, sorted; symbolic links to folders are not followed.
Result<std::vector<std::filesystem::path>> list_files(const std::vector<std::filesystem::path>& paths);

// What ranking of findings needs, loaded from specs and beside the image. Stays where it is: the context points into it.
struct RankingParts {
  match::PriorityRules priority;
  match::TierRules tiers;
  match::DueRules due;
  match::SignalTable signals;
  match::RankingContext context;
};
struct RankingChoice {
  std::string signals, exposure = "unknown", mission = "unknown";
};
void add_ranking_options(CLI::App& app, RankingChoice& choice);
Result<std::unique_ptr<RankingParts>> load_ranking(Context& context, const RankingChoice& choice, const std::filesystem::path& image = {});

// Where findings are written to besides the terminal.
struct FindingFiles {
  std::string json, csv, sarif, html, fail_on;
  int rows = 30;       // shown on the terminal
};
void add_finding_files(CLI::App& app, FindingFiles& files);
// Writes the files, prints a table (or everything with --json). 0; 1 when `incomplete`; 16 when fail_on was found.
Result<int> tell_findings(Context& context, const match::FindingList& list, const FindingFiles& files, bool incomplete);
void tell_changes(Context& context, const match::FindingChanges& changes);

// A book of findings; an absent file is an empty book where `may_be_new`.
Result<match::FindingBook> open_book(const std::filesystem::path& path, bool may_be_new);

// Holds FILE.lock while it lives, so that two programs do not overwrite each other's book; conflict at once when it is held.
class BookLock {
 public:
  static Result<BookLock> take(const std::filesystem::path& book);
  ~BookLock();
  BookLock(BookLock&& other) noexcept;
  BookLock& operator=(BookLock&&) = delete;

 private:
  explicit BookLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};
Status save_book(const match::FindingBook& book, const std::filesystem::path& path);

}  // namespace lp::cli
