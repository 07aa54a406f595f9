// Random imports against a model that knows sets only.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "match/findings/finding_book.h"
#include "match/findings/finding_testing.h"

namespace lp::match {
namespace {

using testing::FixedAliases;
using testing::import_of;
using testing::reported;
using testing::summary;

using Random = std::mt19937;

std::size_t pick(Random& random, std::size_t n) { return random() % n; }

ReportedFinding any_finding(Random& random) {
  const char* severities[] = {"", "low", "high", "critical"};
  ReportedFinding out = reported("host-" + std::to_string(pick(random, 4)), "lib-" + std::to_string(pick(random, 3)), {"CVE-2024-" + std::to_string(pick(random, 4))}, {}, severities[pick(random, 4)]);
  out.component_version = std::to_string(pick(random, 3));
  out.title = std::to_string(random());
  return out;
}

FindingImport any_import(Random& random, int at) {
  FindingImport out = import_of({}, at, {}, pick(random, 3) == 0 ? "two" : "one");
  for (std::size_t n = pick(random, 12); n != 0; --n) out.findings.push_back(any_finding(random));
  for (std::size_t n = pick(random, 3); n != 0; --n) out.assets.push_back("HOST-" + std::to_string(pick(random, 4)));
  return out;
}

std::string key(const ReportedFinding& f) { return f.asset + "|" + f.component + "|" + f.ids.front(); }

// Who sees what: the whole of the law.
struct Model {
  std::map<std::string, std::set<std::string>> seen_by;
  void apply(const FindingImport& import) {
    std::set<std::string> now, assets;
    for (const ReportedFinding& f : import.findings) {
      now.insert(key(f));
      assets.insert(f.asset);
    }
    for (const std::string& asset : import.assets) assets.insert(fold_place(asset));
    for (auto& [finding, sources] : seen_by)
      if (assets.contains(finding.substr(0, finding.find('|'))) && !now.contains(finding)) sources.erase(import.source);
    for (const std::string& finding : now) seen_by[finding].insert(import.source);
    std::erase_if(seen_by, [](const auto& entry) { return entry.second.empty(); });
  }
};

std::map<std::string, std::set<std::string>> current(const FindingBook& book) {
  std::map<std::string, std::set<std::string>> out;
  for (const Finding& f : book.findings())
    if (f.state != FindingState::closed) {
      EXPECT_TRUE(out.try_emplace(key(f.reported), f.seen_by.begin(), f.seen_by.end()).second) << "twice: " << key(f.reported);
    }
  return out;
}

TEST(FindingProperty, AgreesWithSetsAndIsIdempotent) {
  for (unsigned seed = 0; seed < 150; ++seed) {
    Random random(seed);
    FindingBook book;
    Model model;
    for (int step = 1; step < 25; ++step) {
      const FindingImport import = any_import(random, step);
      const FindingBook before = book;
      const FindingChanges changes = book.apply(FindingImport(import));
      model.apply(import);
      ASSERT_EQ(current(book), model.seen_by) << seed << "/" << step;
      ASSERT_EQ(book.open(), model.seen_by.size());
      ASSERT_EQ(diff(before, book).list, changes.list) << seed << "/" << step;
      const FindingChanges again = book.apply(FindingImport(import));
      ASSERT_TRUE(again.list.empty()) << seed << "/" << step << ": " << summary(again);
    }
  }
}

TEST(FindingProperty, OrderAndEditsMakeNothingNew) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    Random random(seed);
    FindingBook first, second;
    for (int step = 1; step < 10; ++step) {
      FindingImport import = any_import(random, step);
      first.apply(FindingImport(import));
      FindingImport shuffled = import;
      std::ranges::shuffle(shuffled.findings, random);
      second.apply(FindingImport(shuffled));
      ASSERT_EQ(first.to_jsonl(), second.to_jsonl()) << seed << "/" << step;
      for (ReportedFinding& f : shuffled.findings) {
        f.severity = "medium";
        f.title += "!";
        std::ranges::transform(f.component, f.component.begin(), [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
      }
      FindingBook edited = first;
      const FindingChanges changes = edited.apply(std::move(shuffled));
      ASSERT_EQ(changes.created + changes.closed + changes.recurred, 0u) << summary(changes);
    }
  }
}

TEST(FindingProperty, RecurrencesFormChains) {
  Random random(5);
  FindingBook book;
  for (int step = 1; step < 400; ++step) book.apply(any_import(random, step));
  std::set<std::string> ids;
  std::size_t recurrences = 0;
  for (const Finding& f : book.findings()) {
    EXPECT_TRUE(ids.insert(f.id).second);
    EXPECT_EQ(f.closed.has_value(), f.state == FindingState::closed);
    EXPECT_LE(f.first_seen, f.last_seen);
    if (f.recurrence_of.empty()) continue;
    ++recurrences;
    const Finding* old = book.find(f.recurrence_of);
    ASSERT_NE(old, nullptr);
    EXPECT_EQ(old->state, FindingState::closed);
    EXPECT_EQ(old->occurrence + 1, f.occurrence);
    EXPECT_LE(*old->closed, f.first_seen);
  }
  EXPECT_GT(recurrences, 50u);
}

// Ids become one in between: nothing is new or closed by that alone, and both ways to the end give the same findings.
TEST(FindingProperty, AliasesMergeWithoutFlapping) {
  for (unsigned seed = 0; seed < 150; ++seed) {
    Random random(seed);
    FixedAliases aliases;
    aliases.silent(seed % 2 == 0);
    FindingBook book;
    for (int step = 1; step < 12; ++step) {
      FindingImport import = any_import(random, step);
      for (int asset = 0; asset < 4; ++asset) import.assets.push_back("host-" + std::to_string(asset));
      import.source = "one";
      book.apply(FindingImport(import), aliases);
      aliases.join("CVE-2024-" + std::to_string(pick(random, 4)), "CVE-2024-" + std::to_string(pick(random, 4)));
      const FindingChanges changes = book.apply(FindingImport(import), aliases);
      ASSERT_EQ(changes.created + changes.closed + changes.recurred, 0u) << seed << "/" << step << ": " << summary(changes);
      std::set<FindingIdentity> identities;
      for (const Finding& f : book.findings())
        if (f.state != FindingState::closed) {
          ASSERT_TRUE(identities.insert(identity_of(f.reported, aliases)).second) << seed << "/" << step;
        }
      std::set<FindingIdentity> expected;
      for (const ReportedFinding& f : import.findings) expected.insert(identity_of(f, aliases));
      ASSERT_EQ(identities, expected) << seed << "/" << step;
    }
  }
}

TEST(FindingProperty, ImportsDifferAsTheirBooksDo) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    Random random(seed);
    FindingImport before = any_import(random, 1), after = any_import(random, 2);
    after.source = before.source;
    for (const FindingImport* import : {&before, &after})
      for (const ReportedFinding& f : import->findings) after.assets.push_back(f.asset);
    const FindingChanges direct = diff(before, after);
    FindingBook book;
    book.apply(std::move(before));
    const FindingChanges applied = book.apply(std::move(after));
    ASSERT_EQ(direct.list, applied.list) << seed;
    ASSERT_EQ(direct.repeated, applied.repeated);
  }
}

}  // namespace
}  // namespace lp::match
