#include "discover/validator.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <string>

#include "discover/birth_date.h"
#include "discover/regions.h"

namespace lp::discover {
namespace {

Evidence judge(std::string_view name, std::string_view value) {
  const Validator* validator = find_validator(name);
  EXPECT_NE(validator, nullptr) << name;
  return validator == nullptr ? Evidence{} : validator->check(value);
}

struct Case {
  const char* validator;
  std::vector<const char*> good, bad;
};

// All values are made up: implausible birth years, serial numbers of zeros, ranges kept for documentation.
const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"resident_id_18", {"32010219000101001X", "32010219000101001x", "810000190001010026", "320115190006150881"},
       {"320102190001010010", "320582190002300012", "99010219000101001X", "32010219000101001", "32010229990101001X", "320102190013010017"}},
      {"resident_id_15", {"320102000101001", "320102991231001"}, {"320102001301001", "320102000230001", "990102000101001", "32010200010100", "32010200010100X"}},
      {"foreign_resident", {"932999190001010018", "CHN320100000001"}, {"932999190001010017", "chn320100000001", "CHN32010000001", "832999190001010018"}},
      {"uscc", {"91320100MA0000015Q", "91320500MAXXXX12XY", "123200000000000005", "91350100M000100Y43"},
       {"91320100MA00000150", "91320100MI0000015Q", "91320200TEST00018?", "91320100ma0000015q", "91320100MA0000015", "91990100MA0000015Q"}},
      {"org_code", {"MA000001-5", "MAXXXX12-X", "D2143569-X", "MA0000015"}, {"MA000001-6", "MA000001_5", "ma000001-5", "MA00001-5"}},
      {"biz_reg_15", {"320100000000017"}, {"320100000000018", "990100000000017", "32010000000017", "32010000000001X"}},
      {"mobile", {"19900000000", "13000000000", "19200000000", "+8613800000000", "86-138-0000-0000", "138 0000 0000", "1064700000000"},
       {"12000000000", "1990000000", "14100000000", "13490000000", "138000000000", "+1 3800000000", "1380000000a", "1060000000000"}},
      {"landline", {"025-83000000", "0510-8300000", "010 62000000", "051283000000"},
       {"025-830000", "000-83000000", "025-13000000", "0510-930000", "011-83000000", "0510-83a00000", "0510"}},
      {"bank_card", {"6222020000000000018", "6217000000000000004", "6228480000000000000", "6225880000000001", "4111 1111 1111 1111", "5555-5555-5555-4444"},
       {"6222020000000000019", "1222020000000000018", "411111111111111", "62220200000000000018", "0000000000000000", "6222020000000000018a"}},
      {"passport", {"E00000000", "G00000000", "EA0000000", "D00000000", "SE0000000", "MA0000000", "e00000000"},
       {"EI0000000", "E0000000", "A00000000", "EA00000000", "DA0000000", "E0000000O"}},
      {"hk_macao_permit", {"C00000000", "CA0000000", "W00000000"}, {"CI0000000", "C0000000", "X00000000", "c00000000"}},
      {"home_return_permit", {"H00000000", "M0000000000"}, {"H0000000", "H000000000", "A00000000"}},
      {"taiwan_permit", {"L00000000", "T00000000", "00000000", "0000000000"}, {"L0000000", "A00000000", "000000000"}},
      {"officer_card", {"军字第000000号", "士字第00000000号", "空军字第000000", "文字第000000号"}, {"文字第号", "某字第000000号", "军字000000号", "军字第000000000号"}},
      {"social_security", {"32010219000101001X", "A00000000"}, {"320102190001010010", "AA0000000", "a00000000"}},
      {"vin", {"LZZTEST16R0000001", "LZZTEST18R0000002", "LZZTEST1XR0000003", "LZZ000004S1000001", "1M8GDM9AXKP042788", "WVWZZZ1JZ3W386752"},
       {"LZZTEST10R0000001", "LZZTEST16R000000O", "LZZTEST16R000001", "11111111111111111", "lzztest16r0000001", "LZZTEST16R00A0001"}},
      {"plate", {"苏A00000", "苏AD00000", "苏AF12345", "苏A00000D", "苏A1234警", "苏A·12345", "京A·D12345"},
       {"苏AI1234", "苏O12345", "某A12345", "苏A1234", "苏A1234567", "苏a12345", "苏AZ00000Z"}},
      {"iccid", {"89860000000000000019", "89860100000000000018", "89861500000000000012"}, {"89860000000000000010", "8985000000000000001", "8986000000", "898600000000000000199"}},
      {"imsi", {"460000000000001", "460010000000001", "460150000000001"}, {"461990000000001", "460990000000001", "46000000000000", "46000000000000a"}},
      {"imei", {"350000000000006", "860000012345673", "490154203237518"}, {"350000000000007", "000000000000000", "35000000000000", "3500000000000060"}},
      {"imeisv", {"3500000000000001"}, {"1200000000000001", "350000000000001"}},
      {"mac", {"02:00:5e:10:00:01", "02-00-5E-10-00-01"}, {"02:00:5e:10:00", "02:00:5e:10:00:0g", "02:00-5e:10:00:01", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00"}},
      {"ipv4", {"192.0.2.1", "10.1.2.3", "198.51.100.254"}, {"120.0.0.0", "256.1.1.1", "1.2.3", "01.2.3.4", "1.2.3.4.5", "0.1.2.3", "1..2.3"}},
      {"ipv6", {"2001:db8::1", "2001:db8:0:1:2:3:4:5", "::ffff:192.0.2.1", "fe80::1:2"},
       {"::", "a::", "2001:db8:::1", "12:34:56", "2001:db8:0:1:2:3:4:5:6", "1::2::3", "20011:db8::1", "std::array"}},
      {"email", {"a@example.com", "zhang.san+x@mail.example.cn", "w_1@example.xn--fiqs8s"},
       {"a@example", "@example.com", "a@.com", "a@@example.com", "logo@2x.png", "a..b@example.com", "a@-example.com", "a@example.c1"}},
      {"coordinates", {"118.800000,32.060000", "32.0600,118.8000", "118.8000, 32.0600"},
       {"118.8,32.06", "218.8000,32.0600", "118.8000,92.0600", "118.8000;32.0600", "118.8000,"}},
      {"cell_id", {"460-00-1A2B-1C2D3E", "460-11-12345-123456789"}, {"460-0-1-1", "461-00-1-1", "460-00-1", "460-00-1-1-1", "460-00--1"}},
      {"handle_id", {"88.1000.2/mm", "86.1000.1/TEST-0001", "88.118.8/ABC_001", "88.608.6688/Meta_1", "88.1/x"}, {"88.1000.2/", "87.1/x", "88./x", "88.1.2.3.4/x", "88.1000.2", "88.a/x"}},
      {"oid", {"1.2.156.10000.1", "1.2.156.3"}, {"1.2.840.1", "1.2.156.", "1.2.156..1", "1.2.1560"}},
      {"vaa", {"VAA00000001", "VAA12345.ABC-1"}, {"VAA", "VAAABCDEFGH", "vaa00000001", "VAA0000000"}},
      {"lei", {"300300TEST0000000073", "54930084UKLVMY22DS16"}, {"300300TEST0000000074", "300300test0000000073", "300300TEST000000007"}},
      {"gtin", {"6900000000007"}, {"6900000000008", "1700000000000", "690000000000"}},
      {"icp_number", {"苏ICP备20240001号", "京ICP证030173号", "苏ICP备20240001号-1", "粤ICP备20240001号-12A", "苏ICP备20240001"},
       {"某ICP备20240001号", "苏ICP备1号", "苏ICP20240001号", "苏ICP备20240001号-1-2", "苏ICP备20240001x"}},
      {"psb_number", {"苏公网安备32010202010000号", "苏公网安备 32010202010000号"}, {"苏公网安备3201号", "某公网安备32010202010000号", "苏公网安备99010202010000号"}},
      {"telecom_licence", {"A1.A2-20060003", "B1-20200123", "苏B2-20240001"}, {"C1-20200123", "B3-20200123", "B2-2020012", "B2-19000123", "A1A2-20060003"}},
      {"cve", {"CVE-2024-0001", "CVE-2021-4422800"}, {"CVE-1998-0001", "CVE-2024-001", "cve-2024-0001", "CVE-2024-00a1", "CVE-20240001"}},
      {"cnvd", {"CNVD-2024-00001"}, {"CNVD-2024-0001", "CNVD-1990-00001", "CNVD-202400001"}},
      {"cnnvd", {"CNNVD-202401-0001"}, {"CNNVD-202413-0001", "CNNVD-202401-01", "CNNVD-2024-0001", "CNNVD-199901-0001"}},
      {"nvdb", {"NVDB-TEMP-CAIVD-2026921579", "NVDB-CNVDB-2024123456"}, {"NVDB-TEMP", "NVDB-1", "NVD-2026921579", "NVDB-temp-2026921579"}},
      {"iban", {"GB29NWBK60161331926819", "DE89370400440532013000"}, {"GB29NWBK60161331926818", "gb29nwbk60161331926819", "GB29", "1229NWBK60161331926819"}},
      {"jwt", {"eyJhbGciOiJub25lIn0.eyJzdWIiOiIwIn0.AAAAAAAAAAAA"}, {"eyJhbGciOiJub25lIn0.AAAAAAAAAAAA.AAAAAAAAAAAA", "eyJhbGciOiJub25lIn0", "eyJ.eyJ.A", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIwIn0.AA AAAAAAAAA"}},
      {"random_token", {"q8Zr2LxN5vTd9KpW", "9f3b61c07de2584a"}, {"AAAAAAAAAAAAAAAA", "ABCDEFGHIJKLMNOP", "examplekeyexample", "0123456789abcdef", "short1"}},
      {"password_value", {"Kx9#mQ2v", "wTr4-pinewood"}, {"password", "${DB_PASSWORD}", "******", "aaaaaa", "abc", "string", "密码123456", "getPassword()", "your-passxxx1"}},
      {"url_credentials", {"https://u:Kx9mQ2v@example.com"}, {"https://example.com", "https://u@example.com", "https://u:password@example.com", "https://u:${P}@example.com", "https://u:@example.com"}},
  };
  return all;
}

TEST(Validators, AcceptAndRefuse) {
  for (const Case& c : cases()) {
    for (const char* value : c.good) EXPECT_TRUE(judge(c.validator, value)) << c.validator << " " << value;
    for (const char* value : c.bad) EXPECT_FALSE(judge(c.validator, value)) << c.validator << " " << value;
  }
}

TEST(Validators, EveryOneIsTriedHere) {
  std::set<std::string_view> tried, there;
  for (const Case& c : cases()) tried.insert(c.validator);
  for (const Validator& v : builtin_validators()) there.insert(v.name);
  EXPECT_EQ(tried, there);
  EXPECT_EQ(find_validator("no_such"), nullptr);
}

TEST(Validators, SayHowStrongTheSignIs) {
  EXPECT_TRUE(judge("bank_card", "6222020000000000018").has(Evidence::registry));
  EXPECT_TRUE(judge("vin", "WVWZZZ1JZ3W386752").has(Evidence::weak));       // no compulsory check digit in Europe
  EXPECT_FALSE(judge("vin", "LZZTEST16R0000001").has(Evidence::weak));
  EXPECT_TRUE(judge("landline", "051283000000").has(Evidence::weak));
  EXPECT_TRUE(judge("ipv4", "1.2.3.4").has(Evidence::weak));                // a version
  EXPECT_TRUE(judge("uscc", "91320100MA0000015Q").has(Evidence::registry));  // its organisation code holds too
}

TEST(Validators, KnowDatesAndProvinces) {
  EXPECT_TRUE(is_birth_date("20000229"));
  EXPECT_FALSE(is_birth_date("19000229"));
  EXPECT_FALSE(is_birth_date("20990101"));
  EXPECT_FALSE(is_birth_date("1990010"));
  EXPECT_TRUE(is_province_code("32"));
  EXPECT_FALSE(is_province_code("3"));
  EXPECT_TRUE(is_province_char("琼A"));
  EXPECT_FALSE(is_province_char(std::string_view("琼A").substr(1)));
}

RC_GTEST_PROP(Validators, TakeAnyBytes, (const std::string& bytes)) {
  for (const Validator& v : builtin_validators()) (void)v.check(bytes);
}

// Every prefix, every value with one byte changed: no reading beyond the end, whatever stands there.
TEST(Validators, TakeCutAndChangedValues) {
  for (const Case& c : cases()) {
    const Validator* v = find_validator(c.validator);
    ASSERT_NE(v, nullptr);
    for (const std::string value : c.good) {
      for (std::size_t n = 0; n < value.size(); ++n) {
        (void)v->check(std::string(value, 0, n));  // its own allocation, so that a sanitizer sees its end
        for (const char other : {'\0', '0', 'X', '-', '.', '\xff'}) {
          std::string changed = value;
          changed[n] = other;
          (void)v->check(changed);
        }
      }
    }
  }
}

}  // namespace
}  // namespace lp::discover
