// The vectors of ../shared/domain/identifier-vectors.json, where a checkout has them beside it.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "discover/validator.h"

namespace lp::discover {
namespace {

struct Section {
  const char* key;
  const char* validator;
};
constexpr Section sections[] = {
    {"resident_id_18", "resident_id_18"}, {"foreign_pr_2023_18", "foreign_resident"}, {"uscc_18", "uscc"}, {"org_code_9", "org_code"},
    {"biz_reg_15", "biz_reg_15"}, {"bank_card_luhn", "bank_card"}, {"imei_15", "imei"}, {"iccid_20", "iccid"}, {"imsi_15", "imsi"},
    {"vin_17", "vin"}, {"plate", "plate"}, {"lei_20", "lei"}, {"gtin13", "gtin"}, {"mobile", "mobile"}};

std::string value_of(const boost::json::value& entry) {
  return std::string(entry.is_array() ? entry.as_array().at(0).as_string() : entry.as_string());
}

int run_list(const boost::json::object& section, const char* list, const char* validator, bool want) {
  if (!section.contains(list)) return 0;
  int n = 0;
  for (const auto& entry : section.at(list).as_array()) {
    EXPECT_EQ(static_cast<bool>(find_validator(validator)->check(value_of(entry))), want) << validator << " " << value_of(entry);
    ++n;
  }
  return n;
}

TEST(SharedVectors, AllAreJudgedAsTheySay) {
  const std::filesystem::path file = std::filesystem::path(LP_SOURCE_DIR) / ".." / "shared" / "domain" / "identifier-vectors.json";
  if (!std::filesystem::exists(file)) {
    const char* ci = std::getenv("CI");
    ASSERT_FALSE(ci != nullptr && std::string(ci) == "true") << "identifier-vectors.json is missing";
    GTEST_SKIP() << "../shared/domain/identifier-vectors.json is not there";
  }
  std::ifstream in(file);
  const auto root = boost::json::parse(std::string(std::istreambuf_iterator<char>(in), {})).as_object();
  int n = 0;
  for (const Section& s : sections) {
    const auto& section = root.at(s.key).as_object();
    for (const char* list : {"valid", "std_example", "public_examples_used_to_verify_algo"}) n += run_list(section, list, s.validator, true);
    n += run_list(section, "invalid", s.validator, false);
  }
  for (const auto& pair : root.at("resident_id_15_to_18").as_array()) {
    EXPECT_TRUE(find_validator("resident_id_15")->check(std::string(pair.as_array().at(0).as_string())));
    EXPECT_TRUE(find_validator("resident_id_18")->check(std::string(pair.as_array().at(1).as_string())));
    n += 2;
  }
  for (const auto& entry : root.at("idis").as_object().at("valid").as_array()) {
    const std::string value = value_of(entry);
    EXPECT_TRUE(find_validator(value.starts_with("1.") ? "oid" : "handle_id")->check(value)) << value;
    ++n;
  }
  for (const auto& entry : root.at("vuln_ids").as_object().at("valid").as_array()) {
    std::string kind = value_of(entry).substr(0, value_of(entry).find('-'));
    for (char& c : kind) c = static_cast<char>(c + 32);
    EXPECT_TRUE(find_validator(kind)->check(value_of(entry))) << value_of(entry);
    ++n;
  }
  EXPECT_GE(n, 60);
}

}  // namespace
}  // namespace lp::discover
