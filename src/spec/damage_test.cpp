// Every file of the real specs/, damaged in many ways: the damage is named by file and place, the
// other files are read as before, and nothing crashes or hangs.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "spec/lint.h"
#include "spec/load.h"

namespace lp::spec {
namespace {

namespace fs = std::filesystem;

const fs::path& specs_folder() {
  static const fs::path folder = fs::path(LP_SOURCE_DIR) / "specs";
  return folder;
}

// Path → text of every rule file.
const std::map<std::string, std::string>& files() {
  static const std::map<std::string, std::string> all = [] {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(specs_folder())) {
      if (entry.path().extension() != ".yaml") continue;
      const std::string path = fs::relative(entry.path(), specs_folder()).generic_string();
      if (is_read_elsewhere(path)) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      out[path] = {std::istreambuf_iterator<char>(in), {}};
    }
    return out;
  }();
  return all;
}

struct Outcome {
  model::Catalogue catalogue;
  Diagnostics found;
  bool names(const std::string& path) const {
    return std::any_of(found.items().begin(), found.items().end(),
                       [&](const Diagnostic& d) { return d.severity == Severity::error && d.where.file == path && !d.what.empty() && !d.code.empty(); });
  }
};

Outcome read_damaged(const std::string& path, const std::string& text) {
  Outcome out;
  load_text(path, text, out.catalogue, out.found);
  return out;
}

TEST(Damage, TheFilesAreFineAsTheyStand) {
  EXPECT_GT(files().size(), 100U);
  for (const auto& [path, text] : files()) EXPECT_EQ(read_damaged(path, text).found.errors(), 0U) << path;
}

TEST(Damage, WhatIsNoMapIsSaidOfEveryFile) {
  for (const auto& [path, text] : files()) {
    for (const std::string& damaged : {std::string(), std::string("- a\n- b\n"), std::string("just words\n"), std::string("42\n"), std::string("{}\n")}) {
      Outcome out = read_damaged(path, damaged);
      lint(out.catalogue, out.found);  // an empty map is read, and then lacks everything
      EXPECT_TRUE(out.names(path)) << path << " as “" << damaged << "”";
    }
  }
}

TEST(Damage, KeysNobodyKnowsAreSaid) {
  for (const auto& [path, text] : files()) {
    const Outcome out = read_damaged(path, text + "\nfrobnicate: 1\n");
    EXPECT_TRUE(out.names(path)) << path;
    const auto named = std::find_if(out.found.items().begin(), out.found.items().end(), [](const Diagnostic& d) { return d.what.find("frobnicate") != std::string::npos; });
    ASSERT_NE(named, out.found.items().end()) << path;
    EXPECT_GT(named->where.line, 1) << path;
  }
}

TEST(Damage, ATitleMayNotBeMissingOrOfAnotherShape) {
  const std::vector<std::string> titles{"title: 7", "title: [a, b]", "title: {zh: [1], en: {a: b}}", "title:"};
  std::size_t turn = 0;
  for (const auto& [path, text] : files()) {
    const auto at = text.find("\ntitle:");
    if (at == std::string::npos) continue;  // calendars have a year instead
    const auto end = text.find('\n', at + 1);
    const std::string& title = titles[turn++ % titles.size()];
    Outcome out = read_damaged(path, text.substr(0, at + 1) + title + text.substr(end));
    lint(out.catalogue, out.found);
    EXPECT_GT(out.found.errors(), 0U) << path << " with " << title;
  }
}

TEST(Damage, BrokenYamlHasALine) {
  const std::vector<std::string> tails{"\nx: [1, 2\n", "\nx: {a: \n", "\n\tx: 1\n", "\nx: \"never closed\n", "\n  : :\n - x\n"};
  std::size_t turn = 0;
  for (const auto& [path, text] : files()) {
    const std::string& tail = tails[turn++ % tails.size()];
    const Outcome out = read_damaged(path, text + tail);
    ASSERT_TRUE(out.names(path)) << path << tail;
    EXPECT_TRUE(std::any_of(out.found.items().begin(), out.found.items().end(), [](const Diagnostic& d) { return d.where.line > 0; })) << path << tail;
  }
}

// Cut anywhere, or with any byte made another: an answer, never a crash; what is said has a place.
TEST(Damage, CutsAndFlippedBytesAreSurvived) {
  std::uint32_t random = 20240715;
  const auto pick = [&](std::size_t n) { return (random = random * 1664525U + 1013904223U) / 65536U % n; };
  for (const auto& [path, text] : files()) {
    for (int round = 0; round < 2; ++round) {
      std::string damaged = text.substr(0, pick(text.size()));
      const Outcome cut = read_damaged(path, damaged);
      for (const Diagnostic& d : cut.found.items()) EXPECT_EQ(d.where.file, path);
      damaged = text;
      for (int flips = 0; flips < 3; ++flips) damaged[pick(damaged.size())] = "\t\n:{}[]\"'#&*!|>-0a\xff"[pick(18)];
      Outcome out = read_damaged(path, damaged);
      for (const Diagnostic& d : out.found.items()) EXPECT_EQ(d.where.file, path);
      lint(out.catalogue, out.found);  // names that are gone are no reason to fall over
    }
  }
}

// One file of each folder is broken: the other files of the folder are there all the same.
TEST(Damage, ABadFileCostsItselfAlone) {
  Diagnostics none;
  const auto whole = load(specs_folder(), none);
  ASSERT_TRUE(whole);
  for (const char* broken : {"plans/longpan2024.yaml", "obligations/list_apps.yaml", "records/app.yaml", "taxonomies/regions.yaml", "grading/djbh_2020.yaml",
                             "clocks/review_20wd.yaml", "roles/auditor.yaml"}) {
    ASSERT_TRUE(files().contains(broken)) << broken;
    Outcome out;
    for (const auto& [path, text] : files()) load_text(path, path == broken ? "title: {zh: 坏\n" : text, out.catalogue, out.found);
    EXPECT_TRUE(out.names(broken)) << broken;
    for (const Diagnostic& d : out.found.items()) EXPECT_EQ(d.where.file, broken) << d.what;
    const auto count = [](const model::Catalogue& c) { return c.plans.size() + c.obligations.size() + c.kinds.size() + c.taxonomies.size() + c.gradings.size() + c.clocks.size() + c.roles.size(); };
    EXPECT_EQ(count(out.catalogue) + 1, count(*whole)) << broken;
    lint(out.catalogue, out.found);
  }
}

}  // namespace
}  // namespace lp::spec
