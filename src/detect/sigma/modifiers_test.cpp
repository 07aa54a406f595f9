// Every modifier and every kind of value, each with events it must and must not match.
#include <gtest/gtest.h>

#include "detect/sigma/rules_testing.h"

namespace lp::detect::sigma {
namespace {

struct Row {
  const char* test;   // one line of a selection
  const char* event;
  bool want;
};

void check(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    EXPECT_EQ(matches(std::string("  s:\n    ") + row.test + "\n  condition: s\n", row.event), row.want) << row.test << "   " << row.event;
  }
}

TEST(SigmaValues, TextIsComparedWhateverItsCase) {
  check({{"F: WhoAmI", R"({"F":"whoami"})", true},
         {"F: whoami", R"({"F":"whoami "})", false},
         {"F: 'ПРИВЕТ'", R"({"F":"привет"})", true},
         {"F: [a, b]", R"({"F":"B"})", true},
         {"F: a*c", R"({"F":"xabc"})", false},
         {"F: a*c", R"({"F":"A\nC"})", true},
         {R"(F: 'C:\*')", R"({"F":"C:*"})", true},
         {R"(F: 'C:\\*')", R"({"F":"C:\\x"})", true},
         {"F: '*'", R"({"F":""})", true},
         {"F: '*'", R"({"F":null})", false},
         {"F: '*'", R"({})", false}});
}

TEST(SigmaValues, NumbersAndTextsMeet) {
  check({{"F: 4688", R"({"F":4688})", true},     {"F: 4688", R"({"F":"4688"})", true}, {"F: '4688'", R"({"F":4688})", true}, {"F: 4688", R"({"F":46880})", false},
         {"F: 1.5", R"({"F":1.5})", true},       {"F: 0", R"({"F":-0.0})", true},      {"F: 4688", R"({"F":"x4688"})", false}, {"F|contains: 68", R"({"F":4688})", true},
         {"F: 9007199254740993", R"({"F":9007199254740992})", false}, {"F: 9007199254740993", R"({"F":9007199254740993})", true},
         {"F: 0x10", R"({"F":"0X10"})", true},   {"F: true", R"({"F":true})", true},   {"F: true", R"({"F":"True"})", true},   {"F: true", R"({"F":false})", false}});
}

TEST(SigmaValues, NullEmptyAndAbsentDiffer) {
  check({{"F: null", R"({"F":null})", true}, {"F: null", R"({})", true},   {"F: null", R"({"F":""})", false}, {"F: null", R"({"F":"null"})", false},
         {"F: ''", R"({"F":""})", true},     {"F: ''", R"({})", false},    {"F: ''", R"({"F":null})", false}, {"F: ''", R"({"F":"x"})", false},
         {"F|exists: true", R"({"F":null})", true}, {"F|exists: true", R"({})", false}, {"F|exists: false", R"({})", true}, {"F|exists: false", R"({"F":""})", false}});
}

TEST(SigmaValues, AnyOfSeveralValuesCounts) {
  check({{"F: b", R"({"F":["a","b"]})", true}, {"F|contains|all: [a, b]", R"({"F":["xa","xb"]})", true}, {"F|neq: b", R"({"F":["a","b"]})", false}, {"a.b: 1", R"({"a":[{"b":2},{"b":1}]})", true}});
}

TEST(SigmaModifiers, Substrings) {
  check({{"F|contains: ell", R"({"F":"HELLO"})", true},   {"F|startswith: he", R"({"F":"HELLO"})", true},  {"F|startswith: el", R"({"F":"HELLO"})", false},
         {"F|endswith: LO", R"({"F":"hello"})", true},    {"F|endswith: 'o*'", R"({"F":"ox"})", true},     {"F|contains: 'a*c'", R"({"F":"xabcx"})", true},
         {"F|contains: 'a?c'", R"({"F":"xacx"})", false}, {R"(F|contains: 'a\')", R"({"F":"xA\\y"})", true}, {"F|contains: ''", R"({"F":""})", true},
         {"F|contains: [x, ell]", R"({"F":"hello"})", true}, {"F|contains|all: [h, ell]", R"({"F":"hello"})", true}, {"F|contains|all: [h, x]", R"({"F":"hello"})", false},
         {"F|endswith: '\\cmd.exe'", R"({"F":"C:\\CMD.EXE"})", true}, {"Field Name|contains: x", R"({"FieldName":"x"})", true}, {"FieldName: x", R"({"Field Name":"x"})", true}});
}

TEST(SigmaModifiers, Cased) {
  check({{"F|cased: Ab", R"({"F":"Ab"})", true}, {"F|cased: Ab", R"({"F":"ab"})", false}, {"F|contains|cased: B", R"({"F":"aB"})", true}, {"F|contains|cased: B", R"({"F":"ab"})", false}, {"F|cased: A*", R"({"F":"ab"})", false}});
}

TEST(SigmaModifiers, RegularExpressions) {
  check({{"F|re: '^a.c$'", R"({"F":"abc"})", true},       {"F|re: '^a.c$'", R"({"F":"ABC"})", false},     {"F|re|i: '^a.c$'", R"({"F":"ABC"})", true},
         {"F|re: 'b'", R"({"F":"abc"})", true},           {"F|re: '^b'", R"({"F":"a\nb"})", false},       {"F|re|m: '^b'", R"({"F":"a\nb"})", true},
         {"F|re: 'a.b'", R"({"F":"a\nb"})", false},       {"F|re|s: 'a.b'", R"({"F":"a\nb"})", true},     {"F|re: '(foo|bar){2}'", R"({"F":"xfoobar"})", true},
         {"F|re: 'foo(?=bar)'", R"({"F":"foobar"})", true}, {"F|re: 'foo(?=bar)'", R"({"F":"foobaz"})", false}, {R"(F|re: '(a)\1')", R"({"F":"aa"})", true},
         {"F|re: 'pass|word'", R"({"F":"xword"})", true}, {"F|re: '[0-9]+'", R"({"F":4688})", true},      {"F|re: 'abcd?e'", R"({"F":"abce"})", true}});
}

TEST(SigmaModifiers, AddressRanges) {
  check({{"F|cidr: 10.0.0.0/8", R"({"F":"10.1.2.3"})", true},  {"F|cidr: 10.0.0.0/8", R"({"F":"11.1.2.3"})", false}, {"F|cidr: 192.168.1.0/25", R"({"F":"192.168.1.127"})", true},
         {"F|cidr: 192.168.1.0/25", R"({"F":"192.168.1.128"})", false}, {"F|cidr: 'fe80::/10'", R"({"F":"FEBF::1"})", true}, {"F|cidr: 'fe80::/10'", R"({"F":"fec0::1"})", false},
         {"F|cidr: '::1/128'", R"({"F":"::1"})", true}, {"F|cidr: 0.0.0.0/0", R"({"F":"::1"})", false}, {"F|cidr: 10.0.0.0/8", R"({"F":"10.1.2"})", false}, {"F|cidr: 10.0.0.1", R"({"F":"10.0.0.1"})", true}});
}

TEST(SigmaModifiers, Comparisons) {
  check({{"F|lt: 10", R"({"F":9})", true},   {"F|lt: 10", R"({"F":10})", false},  {"F|lte: 10", R"({"F":"10"})", true}, {"F|gt: 10", R"({"F":10.5})", true},
         {"F|gte: 10", R"({"F":9})", false}, {"F|gt: 10", R"({"F":"abc"})", false}, {"F|gt: -5", R"({"F":"-4"})", true},  {"F|gt: 10", R"({})", false}});
}

TEST(SigmaModifiers, NotEqual) {
  check({{"F|neq: a", R"({"F":"b"})", true}, {"F|neq: a", R"({"F":"A"})", false}, {"F|neq: a", R"({})", false}, {"F|neq: [a, b]", R"({"F":"b"})", false}, {"F|neq: [a, b]", R"({"F":"c"})", true},
         {"F|neq: 5", R"({"F":"5"})", false}, {"F|contains|neq: x", R"({"F":"ab"})", true}, {"F|neq: null", R"({"F":"a"})", true}, {"F|neq: null", R"({"F":null})", false}});
}

TEST(SigmaModifiers, OtherFields) {
  check({{"F|fieldref: G", R"({"F":"Ab","G":"aB"})", true},        {"F|fieldref: G", R"({"F":"a","G":"b"})", false},   {"F|fieldref: G", R"({"F":"a"})", false},
         {"F|fieldref|neq: G", R"({"F":"a","G":"b"})", true},      {"F|fieldref|neq: G", R"({"F":"a","G":"a"})", false}, {"F|fieldref|cased: G", R"({"F":"Ab","G":"aB"})", false},
         {"F|fieldref|startswith: G", R"({"F":"abc","G":"AB"})", true}, {"F|fieldref|endswith: G", R"({"F":"abc","G":"ab"})", false}, {"F|fieldref|contains: G", R"({"F":"xaby","G":"ab"})", true},
         {"F|fieldref: G", R"({"F":5,"G":"5"})", true}});
}

TEST(SigmaModifiers, Encodings) {
  check({{"F|base64: foobar", R"({"F":"Zm9vYmFy"})", true},
         {"F|base64|contains: foo", R"({"F":"xxZm9vxx"})", true},
         {"F|base64offset|contains: foobar", R"({"F":"Zm9vYmFy"})", true},       // foobar
         {"F|base64offset|contains: foobar", R"({"F":"eGZvb2Jhcnk="})", true},   // xfoobary
         {"F|base64offset|contains: foobar", R"({"F":"eHhmb29iYXI="})", true},   // xxfoobar
         {"F|base64offset|contains: foobar", R"({"F":"Zm9vYmF6"})", false},      // foobaz
         {"F|wide|base64offset|contains: cmd", R"({"F":"YwBtAGQA"})", true},
         {"F|utf16le|base64: cmd", R"({"F":"YwBtAGQA"})", true},
         {"F|utf16be|base64: cmd", R"({"F":"AGMAbQBk"})", true},
         {"F|utf16|base64: cmd", R"({"F":"//5jAG0AZAA="})", true},
         {"F|wide|contains: cmd", "{\"F\":\"xc\\u0000m\\u0000d\\u0000\"}", true}});
}

TEST(SigmaModifiers, DashesOfWindows) {
  for (const char* dash : {"-", "/", "–", "—", "―"}) {
    check({{"F|windash|contains: ' -enc '", (std::string(R"({"F":"x )") + dash + R"(ENC y"})").c_str(), true}, {"F|contains|windash: ' /enc '", (std::string(R"({"F":"x )") + dash + R"(ENC y"})").c_str(), true}});
  }
  check({{"F|windash|contains: ' -a -b '", R"({"F":"x /a ―b "})", true}, {"F|windash|contains: ' -a '", R"({"F":"x +a "})", false}, {"F|windash|endswith: '-x*y'", R"({"F":"z /x11y"})", true}});
}

TEST(SigmaModifiers, PartsOfATime) {
  check({{"F|hour: 8", R"({"F":"2024-07-31T08:15:00Z"})", true},    {"F|minute: 15", R"({"F":"2024-07-31 08:15:30.123"})", true}, {"F|day: 31", R"({"F":"2024-07-31"})", true},
         {"F|week: 31", R"({"F":"2024-07-31T08:15:00+08:00"})", true}, {"F|month: 7", R"({"F":"2024-07-31T08:15:00Z"})", true},     {"F|year: 2024", R"({"F":"2024-07-31T08:15:00Z"})", true},
         {"F|hour: 0", R"({"F":1722384000})", true},                {"F|year: 2024", R"({"F":1722384000123})", true},              {"F|hour|gte: 22", R"({"F":"2024-07-31T23:15:00Z"})", true},
         {"F|hour|gte: 22", R"({"F":"2024-07-31T08:15:00Z"})", false}, {"F|hour: 8", R"({"F":"yesterday at 8"})", false},              {"F|hour: [7, 8]", R"({"F":"2024-07-31T08:15:00Z"})", true},
         {"F|week: 1", R"({"F":"2024-12-31"})", true},              {"F|month: 2", R"({"F":"2024-02-30"})", false}});
}

TEST(SigmaKeywords, StandAnywhere) {
  EXPECT_TRUE(matches("  k: [EVILSERVICE, 'svchost.exe -n evil']\n  condition: k\n", R"({"a":{"b":["x","the EvilService runs"]}})"));
  EXPECT_FALSE(matches("  k: [EVILSERVICE]\n  condition: k\n", R"({"EVILSERVICE":"only a key"})"));
  EXPECT_TRUE(matches("  k:\n    '|all': [one, two]\n  condition: k\n", R"({"a":"ONE","b":"TWO"})"));
  EXPECT_FALSE(matches("  k:\n    '|all': [one, two]\n  condition: k\n", R"({"a":"ONE"})"));
  EXPECT_TRUE(matches("  k: ['ev*ice']\n  condition: k\n", R"({"a":"the EvilService runs"})"));
  EXPECT_TRUE(matches("  k:\n    '|re': 'ab+c'\n  condition: k\n", R"({"a":"xabbc"})"));
  EXPECT_TRUE(matches("  k: single\n  condition: k\n", R"({"a":"a Single one"})"));
  EXPECT_TRUE(matches("  k: [one]\n  condition: not k\n", R"({"a":"two"})"));
}

TEST(SigmaLists, OfMapsAreOr) {
  const std::string rule = "  s:\n    - Image|endswith: '\\a.exe'\n    - Description|contains: test\n      Company: x\n  condition: s\n";
  EXPECT_TRUE(matches(rule, R"({"Image":"C:\\A.EXE"})"));
  EXPECT_TRUE(matches(rule, R"({"Description":"a TEST","Company":"X"})"));
  EXPECT_FALSE(matches(rule, R"({"Description":"a TEST"})"));
  EXPECT_TRUE(matches("  s:\n    - F: 1\n    - word\n  condition: s\n", R"({"G":"a WORD"})"));
}

TEST(SigmaConditions, SeveralAreOr) {
  const std::string rule = "  a: {F: 1}\n  b: {G: 1}\n  condition:\n    - a\n    - b\n";
  EXPECT_TRUE(matches(rule, R"({"F":1})"));
  EXPECT_TRUE(matches(rule, R"({"G":1})"));
  EXPECT_FALSE(matches(rule, R"({"F":2,"G":2})"));
}

TEST(SigmaConditions, NegationAloneSeesEveryEvent) {
  EXPECT_TRUE(matches("  a: {F: 1}\n  condition: not a\n", "{}"));
  EXPECT_FALSE(matches("  a: {F: 1}\n  condition: not a\n", R"({"F":1})"));
  EXPECT_TRUE(matches("  a: {F: 1}\n  b: {G: null}\n  condition: not (a and not b)\n", R"({"F":1})"));
  EXPECT_TRUE(matches("  a1: {F: 1}\n  a2: {G: 1}\n  a3: {H: 1}\n  condition: 2 of a*\n", R"({"F":1,"H":1})"));
  EXPECT_FALSE(matches("  a1: {F: 1}\n  a2: {G: 1}\n  a3: {H: 1}\n  condition: 2 of a*\n", R"({"H":1})"));
  EXPECT_TRUE(matches("  a1: {F: 1}\n  a2: {G: 1}\n  a3: {H: 1}\n  condition: not 2 of a*\n", R"({"H":1})"));
}

TEST(SigmaExpand, TakesPlaceholdersFromAList) {
  const std::string rule = rule_of("  s:\n    User|expand: '%admins%'\n  condition: s\n");
  const auto refused = load_text(rule);
  EXPECT_TRUE(refused->set.rules.empty());
  ASSERT_EQ(refused->diagnostics.errors(), 1u);
  EXPECT_EQ(refused->diagnostics.items()[0].code, "unsupported");
  EXPECT_EQ(refused->diagnostics.items()[0].where.line, 7);
  const Placeholders known{{"admins", {"root", "adm_*"}}};
  const auto loaded = load_text(rule, &known);
  EXPECT_EQ(match_json(*loaded, R"({"User":"ADM_x"})").size(), 1u);
  EXPECT_EQ(match_json(*loaded, R"({"User":"Root"})").size(), 1u);
  EXPECT_EQ(match_json(*loaded, R"({"User":"%admins%"})").size(), 0u);
  const auto plain = load_text(rule_of("  s:\n    User|expand: '\\%plain%admins%'\n  condition: s\n"), &known);
  EXPECT_EQ(match_json(*plain, R"({"User":"%plainroot"})").size(), 1u);
  EXPECT_TRUE(matches("  s:\n    User: '%name%'\n  condition: s\n", R"({"User":"%NAME%"})"));
}

}  // namespace
}  // namespace lp::detect::sigma
