#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "spec/load.h"

namespace lp::spec {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

const std::filesystem::path specs = std::filesystem::path(LP_SOURCE_DIR) / "specs";

model::Identifier read(std::string_view text, Diagnostics& out) {
  model::Catalogue catalogue;
  load_text("identifiers/sample.yaml", text, catalogue, out);
  return catalogue.identifiers.contains("sample") ? catalogue.identifiers.at("sample") : model::Identifier{};
}

TEST(IdentifierReader, ReadsEveryKey) {
  Diagnostics out;
  const model::Identifier i = read(
      "identifier: sample\ntitle: {zh: 样例, en: Sample}\ngroup: account\nsensitivity: personal\nlinks_person: true\n"
      "categories: {telecom: A1-2, gbt43697: personal_basic}\nvalidator: mobile\nheaders: [ID Card-No, ＴＥＬ, 手机 号]\n"
      "context: [ ID Card, 手机]\ndictionary: [Islam]\ncollisions: [b, a, b]\nmask: {first: 3, last: 4}\n"
      "basis: [{doc: D, clause: C, verified: false}]\nverified: false\nexamples: [\"19900000000\"]\nnear_misses: [\"1\"]\n", out);
  EXPECT_EQ(out.items().size(), 0u);
  EXPECT_EQ(i.id, "sample");
  EXPECT_EQ(i.title, (LocalText{"样例", "Sample"}));
  EXPECT_EQ(i.group, model::Group::account);
  EXPECT_EQ(i.sensitivity, model::Sensitivity::personal);
  EXPECT_TRUE(i.links_person);
  EXPECT_THAT(i.categories, UnorderedElementsAre(Pair("telecom", "A1-2"), Pair("gbt43697", "personal_basic")));
  EXPECT_EQ(i.validator, "mobile");
  EXPECT_THAT(i.headers, ElementsAre("idcardno", "tel", "手机号"));
  EXPECT_THAT(i.context, ElementsAre("id card", "手机"));
  EXPECT_THAT(i.dictionary, ElementsAre("islam"));
  EXPECT_THAT(i.collisions, ElementsAre("a", "b"));
  EXPECT_EQ(i.mask_first, 3);
  EXPECT_EQ(i.mask_last, 4);
  ASSERT_EQ(i.basis.size(), 1u);
  EXPECT_FALSE(i.basis[0].verified);
  EXPECT_FALSE(i.verified);
  EXPECT_THAT(i.examples, ElementsAre("19900000000"));
  EXPECT_THAT(i.near_misses, ElementsAre("1"));
}

TEST(LoadIdentifiers, GivesTheSameAsTheWholeCatalogueSortedById) {
  Diagnostics out;
  const auto alone = load_identifiers(specs, out);
  const auto whole = load(specs, out);
  ASSERT_TRUE(alone);
  ASSERT_TRUE(whole);
  EXPECT_EQ(out.errors(), 0u);
  EXPECT_EQ(alone->size(), whole->identifiers.size());
  EXPECT_GE(alone->size(), 80u);
  for (std::size_t n = 1; n < alone->size(); ++n) EXPECT_LT((*alone)[n - 1].id, (*alone)[n].id);
  for (const model::Identifier& i : *alone) {
    EXPECT_EQ(i.collisions, whole->identifiers.at(i.id).collisions);
    EXPECT_EQ(i.where.file, "identifiers/" + i.id + ".yaml");
    for (const std::string& header : i.headers) EXPECT_EQ(header, normalise_for_match(header)) << i.id;
  }
}

TEST(LoadIdentifiers, ReportsAMissingFolder) {
  Diagnostics out;
  const auto none = load_identifiers(specs / "schema", out);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::not_found);
}

// What people in this trade write over such columns; a header lost from a file is a column nobody finds.
TEST(LoadIdentifiers, KnowsColumnNamesOfRealTables) {
  Diagnostics out;
  const auto all = load_identifiers(specs, out);
  ASSERT_TRUE(all);
  const auto has = [&](const char* id, const char* header) {
    const auto found = std::find_if(all->begin(), all->end(), [&](const model::Identifier& i) { return i.id == id; });
    return found != all->end() && std::count(found->headers.begin(), found->headers.end(), normalise_for_match(header)) == 1;
  };
  for (const auto& [id, header] : std::vector<std::pair<const char*, const char*>>{
           {"resident_id_18", "sfzh"}, {"resident_id_18", "ID_CARD_NO"}, {"mobile", "sjh"}, {"mobile", "MSISDN"}, {"person_name", "xm"},
           {"person_name", "姓名"}, {"address", "dz"}, {"bank_card", "银行卡号"}, {"vin", "车架号"}, {"plate", "号牌号码"}, {"gender", "xb"},
           {"birth_date", "csrq"}, {"password", "pwd"}, {"geo_coordinates", "lng"}, {"call_record", "cdr"}, {"uscc", "统一社会信用代码"}}) {
    EXPECT_TRUE(has(id, header)) << id << " " << header;
  }
}

}  // namespace
}  // namespace lp::spec
