// specs/identifiers against the validators: every example passes, every near miss fails, every validator has its file,
// and what two of them accept is listed as a collision. tests/golden/identifiers/judgements.txt says how each was judged.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/golden.h"
#include "discover/validator.h"
#include "spec/load.h"

namespace lp::discover {
namespace {

const std::vector<model::Identifier>& identifiers() {
  static const std::vector<model::Identifier> all = [] {
    Diagnostics out;
    auto loaded = spec::load_identifiers(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
    EXPECT_TRUE(loaded);
    EXPECT_EQ(out.errors(), 0u);
    return loaded ? *std::move(loaded) : std::vector<model::Identifier>{};
  }();
  return all;
}

std::string words(Evidence e) {
  static constexpr std::array<std::pair<Evidence::Bit, const char*>, 7> names{
      {{Evidence::format, "format"}, {Evidence::check, "check"}, {Evidence::date, "date"}, {Evidence::region, "region"},
       {Evidence::registry, "registry"}, {Evidence::entropy, "entropy"}, {Evidence::weak, "weak"}}};
  std::string text;
  for (const auto& [bit, name] : names) {
    if (e.has(bit)) text += (text.empty() ? "" : "+") + std::string(name);
  }
  return text;
}

// A credential's validator judges the value beside a key, and takes almost any text with letters and digits.
bool judges_any_value(const model::Identifier& i) { return i.group == model::Group::credential; }

std::vector<const model::Identifier*> others_that_accept(const model::Identifier& mine, const std::string& value) {
  std::vector<const model::Identifier*> found;
  for (const model::Identifier& other : identifiers()) {
    const Validator* validator = find_validator(other.validator);
    if (validator == nullptr || other.id == mine.id || judges_any_value(other) || judges_any_value(mine)) continue;
    if (validator->check(value)) found.push_back(&other);
  }
  return found;
}

TEST(Identifiers, EveryValidatorHasAFileAndEveryFileItsValidator) {
  std::set<std::string, std::less<>> used;
  for (const model::Identifier& i : identifiers()) {
    if (i.validator.empty()) continue;
    EXPECT_NE(find_validator(i.validator), nullptr) << i.id << " names validator " << i.validator;
    used.insert(i.validator);
  }
  for (const Validator& v : builtin_validators()) EXPECT_TRUE(used.contains(v.name)) << "specs/identifiers/ has no file for " << v.name;
}

TEST(Identifiers, ExamplesPassAndNearMissesFail) {
  std::size_t tried = 0;
  for (const model::Identifier& i : identifiers()) {
    const Validator* validator = find_validator(i.validator);
    if (validator == nullptr) continue;
    for (const std::string& value : i.examples) EXPECT_TRUE(validator->check(value)) << i.id << ": " << value;
    for (const std::string& value : i.near_misses) EXPECT_FALSE(validator->check(value)) << i.id << ": " << value;
    tried += i.examples.size() + i.near_misses.size();
  }
  EXPECT_GE(tried, 11 * builtin_validators().size());
}

TEST(Identifiers, WhatTwoAcceptIsACollision) {
  for (const model::Identifier& i : identifiers()) {
    for (const std::string& value : i.examples) {
      for (const model::Identifier* other : others_that_accept(i, value)) {
        EXPECT_TRUE(std::binary_search(i.collisions.begin(), i.collisions.end(), other->id))
            << value << " is an example of " << i.id << " and passes " << other->id << ": list it under collisions";
      }
    }
  }
}

TEST(Identifiers, AreJudgedAsTheyWere) {
  std::string text;
  for (const model::Identifier& i : identifiers()) {
    const Validator* validator = find_validator(i.validator);
    if (validator == nullptr) continue;
    text += i.id + "\n";
    for (const std::string& value : i.examples) {
      text += "  " + value + "  " + words(validator->check(value));
      for (const model::Identifier* other : others_that_accept(i, value)) text += "  also " + other->id;
      text += "\n";
    }
  }
  golden::expect(text, "identifiers/judgements.txt");
}

}  // namespace
}  // namespace lp::discover
