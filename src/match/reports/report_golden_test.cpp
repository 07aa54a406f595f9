// A sample of every format under tests/golden/scanner_reports, with what is taken from it beside it. What must not be kept begins with
// "canary" in the samples.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/golden.h"
#include "base/text.h"
#include "io/files.h"
#include "match/reports/report_format.h"

namespace lp::match {
namespace {

namespace fs = std::filesystem;

std::string shown(const ReportedFinding& f) {
  std::string out = f.asset + " | " + f.component + (f.component_version.empty() ? "" : " @ " + f.component_version) + " | " + join(f.ids, " ") + " | " + (f.severity.empty() ? "-" : f.severity);
  for (const Score& score : f.scores) out += " | " + score.kind + " " + std::to_string(score.base).substr(0, 4) + " " + score.vector;
  if (!f.location.empty()) out += " | at " + f.location;
  if (!f.fixed_versions.empty()) out += " | fixed in " + join(f.fixed_versions, ", ");
  return out + "\n  " + f.source + ", " + std::string(to_string(f.tier)) + ": " + f.title + (f.reason.empty() ? "" : " (" + f.reason + ")") + " [" + f.where + "]\n";
}

std::string read(const std::string& text, const std::string& name, std::string* format = nullptr) {
  Diagnostics out;
  std::string findings;
  const auto done = read_report(text, {.file = name}, [&](ReportedFinding&& f) { findings += shown(f); }, out);
  if (!done) return "error: " + done.error().message + "\n";
  if (format != nullptr) *format = done->format;
  std::string summary = done->format + ": " + std::to_string(done->taken) + " taken, " + std::to_string(done->refused) + " refused";
  for (const auto& [reason, n] : done->left_out) summary += ", " + std::to_string(n) + " " + reason;
  summary += "\nscanned: " + join(done->assets, ", ") + "\n";
  for (const Diagnostic& d : out.items()) summary += to_string(d.where) + " " + d.code + ": " + d.what + "\n";
  return summary + findings;
}

TEST(ReportGolden, EveryFormatHasASampleThatIsReadTheSame) {
  std::set<std::string> formats;
  std::vector<fs::path> samples;
  for (const auto& entry : fs::directory_iterator(golden::folder() / "scanner_reports"))
    if (entry.path().extension() != ".txt") samples.push_back(entry.path());
  std::ranges::sort(samples);
  for (const fs::path& sample : samples) {
    std::string format;
    const std::string name = sample.filename().string();
    const std::string actual = read(*io::read_file(sample, 1u << 20), name, &format);
    formats.insert(format);
    EXPECT_FALSE(lp::contains(actual, "canary")) << name;
    golden::expect(actual, fs::path("scanner_reports") / (name + ".txt"));
  }
  for (const ReportFormat& known : builtin_reports()) EXPECT_TRUE(formats.contains(std::string(known.id))) << known.id << " has no sample";
}

TEST(ReportGolden, TruncatedAndDamagedSamplesAreNoCrash) {
  for (const auto& entry : fs::directory_iterator(golden::folder() / "scanner_reports")) {
    if (entry.path().extension() == ".txt") continue;
    const std::string text = *io::read_file(entry.path(), 1u << 20);
    for (std::size_t cut = 0; cut < text.size(); cut += 1 + text.size() / 12) read(text.substr(0, cut), "cut");
    for (std::size_t at = 0; at < text.size(); at += 1 + text.size() / 20) {
      std::string bad = text;
      bad[at] = static_cast<char>(bad[at] ^ 0x55);
      read(bad, "damaged");
    }
    // Every format is asked to read every sample.
    for (const ReportFormat& format : builtin_reports()) {
      Diagnostics out;
      (void)read_report(text, {.file = "other", .format = std::string(format.id)}, [](ReportedFinding&&) {}, out);
    }
  }
}

}  // namespace
}  // namespace lp::match
