// Reports of many scanners and versions, where a checkout has them beside it: recognised by content, with the counts written here; a
// second import makes nothing new and closes nothing, nor does one that is shuffled and has other severities.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>

#include "base/text.h"
#include "match/findings/finding_book.h"
#include "match/reports/report_format.h"
#include "match/reports/report_testing.h"

namespace lp::match {
namespace {

struct Expected {
  const char *path, *format;   // "" = no report that is known
  std::uint64_t taken, refused, identities;
};
constexpr Expected expected[] = {
#include "match/reports/report_shared_counts.inc"
};

struct Read {
  ReportStatistics statistics;
  std::vector<ReportedFinding> findings;
};

Result<Read> read(std::string_view text, const std::string& name) {
  Read out;
  Diagnostics ignored;
  LP_TRY(out.statistics, read_report(text, {.file = name, .asset = "subject"}, [&](ReportedFinding&& f) { out.findings.push_back(std::move(f)); }, ignored));
  return out;
}

FindingImport import_of(const Read& report, int day) {
  FindingImport out;
  out.source = report.statistics.format;
  out.at = Timestamp(1'720'000'000'000'000).plus_seconds(std::int64_t{day} * 86'400);
  out.assets = report.statistics.assets;
  out.findings = report.findings;
  return out;
}

void imports_without_flapping(const Read& report, std::size_t identities) {
  FindingBook book;
  EXPECT_EQ(book.apply(import_of(report, 1)).created, identities);
  const FindingChanges again = book.apply(import_of(report, 2));
  EXPECT_TRUE(again.list.empty());
  FindingImport edited = import_of(report, 3);
  std::ranges::shuffle(edited.findings, std::mt19937(1));
  for (ReportedFinding& f : edited.findings) {
    f.severity = f.severity == "low" ? "high" : "low";
    f.title = "other words";
  }
  const FindingChanges changes = book.apply(std::move(edited));
  EXPECT_EQ(changes.created + changes.closed + changes.recurred + changes.merged, 0u);
  EXPECT_EQ(book.open(), identities);
}

TEST(ReportShared, EveryFileIsReadOrSaysThatItIsNot) {
  const auto data = report_testing::shared_match_data();
  if (data.empty()) GTEST_SKIP() << "../shared/data/match is not there";
  report_testing::MemberTexts files;
  io::UnpackLimits limits;
  limits.texts_as_stored = true;
  ASSERT_TRUE(io::unpack(data / "scanner-output" / "defectdojo-scans.tar.zst", limits, files));
  std::size_t recognised = 0;
  for (const auto& [path, text] : files.texts) {
    const std::string name = path.substr(path.find("scans/") + 6);
    SCOPED_TRACE(name);
    const auto known = std::ranges::find(expected, std::string_view(name), &Expected::path);
    const auto report = read(text, name);
    const std::string format = report ? report->statistics.format : std::string();
    std::set<FindingIdentity> identities;
    if (report)
      for (const ReportedFinding& f : report->findings) identities.insert(identity_of(f, no_aliases()));
    if (known == std::end(expected)) {
      ADD_FAILURE() << "no counts for it: {\"" << name << "\", \"" << format << "\", " << (report ? report->statistics.taken : 0) << ", " << (report ? report->statistics.refused : 0) << ", " << identities.size() << "}, " << (report ? "" : report.error().message);
      continue;
    }
    EXPECT_EQ(format, known->format) << (report ? "" : report.error().message);
    if (!report) continue;
    ++recognised;
    EXPECT_EQ(report->statistics.taken, known->taken);
    EXPECT_EQ(report->statistics.refused, known->refused);
    EXPECT_EQ(identities.size(), known->identities);
    imports_without_flapping(*report, identities.size());
  }
  EXPECT_EQ(files.texts.size(), std::size(expected));
  std::printf("%zu of %zu files are of a kind that is read\n", recognised, files.texts.size());
}

}  // namespace
}  // namespace lp::match
