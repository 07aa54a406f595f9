// tests/golden/lint/<case>/: specs laid over tests/golden/lint/_base, and diagnostics.txt with what
// loading and linting say. _base itself is clean; every check has a case.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "base/golden.h"
#include "spec/lint.h"
#include "spec/load.h"

namespace lp::spec {
namespace {

namespace fs = std::filesystem;

std::string to_text(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& d : diagnostics.items()) {
    const char* severity = d.severity == Severity::error ? "error" : d.severity == Severity::warning ? "warning" : "note";
    text += std::string(severity) + " " + to_string(d.where) + " " + d.code + "\n  what: " + d.what + "\n";
    if (!d.why.empty()) text += "  why:  " + d.why + "\n";
    if (!d.hint.empty()) text += "  hint: " + d.hint + "\n";
  }
  return text.empty() ? "clean\n" : text;
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(golden::folder() / "lint")) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Diagnostics run(const std::string& name) {
  const fs::path folder = fs::path(::testing::TempDir()) / ("lint_" + name);
  fs::remove_all(folder);
  fs::copy(golden::folder() / "lint" / "_base", folder, fs::copy_options::recursive);
  fs::copy(golden::folder() / "lint" / name, folder, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  Diagnostics out;
  const auto catalogue = load(folder, out);
  EXPECT_TRUE(catalogue);
  if (catalogue) lint(*catalogue, out);
  return out;
}

// The codes a source file can report: the first literal of each call.
void add_codes(const std::string& text, std::set<std::string>& codes) {
  static const std::vector<std::string> calls{"out.error(", "out.warning(", "out().error(", "out_.error(", "lint.unknown("};
  for (const std::string& call : calls) {
    for (std::size_t at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
      const std::size_t start = text.find(", \"", at) + 3;
      const std::string code = text.substr(start, text.find('"', start) - start);
      const bool word = !code.empty() && code.back() != '_' && code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
      if (word) codes.insert(call == "lint.unknown(" ? "unknown_" + code : code);
    }
  }
}

TEST(Lint, EveryCaseSaysWhatItSaid) {
  for (const std::string& name : cases()) {
    SCOPED_TRACE(name);
    golden::expect(to_text(run(name)), fs::path("lint") / name / "diagnostics.txt");
  }
}

TEST(Lint, TheBaseIsClean) { EXPECT_EQ(to_text(run("_base")), "clean\n"); }

// A code no case shows is a check nobody has seen work.
TEST(Lint, EveryCodeHasACase) {
  std::set<std::string> shown;
  for (const std::string& name : cases()) {
    const Diagnostics said = run(name);
    for (const Diagnostic& d : said.items()) shown.insert(d.code);
  }
  std::set<std::string> written;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(LP_SOURCE_DIR) / "src" / "spec")) {
    const std::string path = entry.path().string();
    if (entry.path().extension() == ".cpp" && path.find("_test.cpp") == std::string::npos) add_codes(golden::read(path), written);
  }
  EXPECT_GE(written.size(), 40u);
  // "unreadable" needs a file a golden folder cannot hold.
  std::set<std::string> missing;
  for (const std::string& code : written) {
    if (!shown.contains(code) && code != "unreadable") missing.insert(code);
  }
  EXPECT_THAT(missing, ::testing::IsEmpty());
}

}  // namespace
}  // namespace lp::spec
