#include "discover/scanner.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "io/encoding.h"

namespace lp::discover {
namespace {

std::shared_ptr<const Rules> rules() {
  static const std::shared_ptr<const Rules> all = [] {
    std::vector<Kind> kinds;
    for (const Validator& v : builtin_validators()) kinds.push_back({std::string(v.name), &v, {}, {}, {}, {}});
    kinds.push_back({"address", nullptr, {}, {}, {}, {}});
    const auto add = [&](std::string_view id, std::vector<std::string> headers, std::vector<std::string> context) {
      for (Kind& kind : kinds) {
        if (kind.id == id) kind.headers = std::move(headers), kind.context = std::move(context);
      }
    };
    add("mobile", {"phone", "手机号"}, {"电话", "手机", "tel"});
    add("imei", {"imei"}, {});
    add("resident_id_15", {}, {"身份证"});
    add("taiwan_permit", {}, {"台胞证"});
    return *Rules::make(std::move(kinds));
  }();
  return all;
}

struct Seen {
  std::uint64_t offset;
  std::string value, kind, field;
  bool operator==(const Seen&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Seen& s) { return out << s.offset << ' ' << s.kind << ' ' << s.value << " in " << s.field; }

struct Collector final : HitSink {
  explicit Collector(const FieldTable& table) : fields(table) {}
  void take(std::span<const Hit> hits, std::span<const std::string_view> values) override {
    for (std::size_t i = 0; i < hits.size(); ++i) seen.push_back({hits[i].offset, std::string(values[i]), rules()->kinds()[hits[i].kind].id, fields[hits[i].field].name});
  }
  const FieldTable& fields;
  std::vector<Seen> seen;
};

using Make = std::unique_ptr<Locator> (*)(FieldTable&);

std::vector<Seen> scan(std::string_view text, TextForm form = TextForm::utf8, Make make = make_text_locator) {
  FieldTable fields(*rules());
  Scanner scanner(rules(), fields);
  Collector out(fields);
  const auto locator = make(fields);
  scanner.scan_text(text, *locator, {form, 50}, out);
  return out.seen;
}

// Gives its bytes in pieces of the sizes it is told.
class Pieces final : public io::ByteSource {
 public:
  Pieces(std::string_view text, unsigned seed) : text_(text), random_(seed) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    const std::size_t n = std::min({size, text_.size(), std::size_t{1} + random_() % 70000});
    std::copy_n(text_.data(), n, out);
    text_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view text_;
  std::mt19937 random_;
};

std::vector<Seen> scan_pieces(std::string_view text, unsigned seed, TextForm form = TextForm::utf8) {
  FieldTable fields(*rules());
  Scanner scanner(rules(), fields);
  Collector out(fields);
  const auto locator = make_text_locator(fields);
  Pieces source(text, seed);
  const auto read = scanner.scan(source, *locator, {form, 50}, out);
  EXPECT_TRUE(read && *read == text.size());
  return out.seen;
}

const std::vector<std::pair<std::string, std::string>>& planted() {
  static const std::vector<std::pair<std::string, std::string>> all{
      {"resident_id_18", "32010219000101001X"}, {"uscc", "91320100MA0000015Q"}, {"mobile", "13800000000"}, {"bank_card", "6222020000000000018"},
      {"vin", "LZZTEST16R0000001"}, {"imei", "860000012345673"}, {"iccid", "89860000000000000019"}, {"imsi", "460000000000001"},
      {"email", "zhang.san+x@mail.example.com"}, {"ipv4", "192.0.2.17"}, {"mac", "02:00:5e:10:00:01"}, {"ipv6", "2001:db8::1"},
      {"coordinates", "118.800000,32.060000"}, {"landline", "025-83000000"}, {"passport", "E00000001"}, {"plate", "苏A00000"},
      {"icp_number", "苏ICP备20240001号-1"}, {"address", "江苏省南京市玄武区中山路12号3幢401室"}, {"cve", "CVE-2024-0001"}, {"cnvd", "CNVD-2024-00001"},
      {"handle_id", "88.1000.2/mm"}, {"oid", "1.2.156.10197.1"}, {"org_code", "MA000001-5"}, {"officer_card", "军字第000000号"},
      {"cell_id", "460-00-1A2B-3C4D"}, {"lei", "300300TEST0000000073"}};
  return all;
}

TEST(Scanner, FindsEveryKindWithItsPlace) {
  for (const auto& [kind, value] : planted()) {
    for (const std::string& before : {std::string(), std::string("值,"), std::string("x=\""), std::string(300, ' ')}) {
      for (const std::string& after : {std::string(), std::string(","), std::string("\"\n"), std::string(" 。")}) {
        const std::vector<Seen> seen = scan(before + value + after);
        ASSERT_EQ(seen.size(), 1U) << kind << " [" << before << value << after << ']';
        EXPECT_EQ(seen[0].kind, kind);
        EXPECT_EQ(seen[0].value, value);
        EXPECT_EQ(seen[0].offset, before.size());
      }
    }
  }
}

TEST(Scanner, CharactersBesideAValueAreNoLetters) {
  for (const auto& [kind, value] : planted()) {
    if (kind == "address" || kind == "officer_card" || kind == "handle_id") continue;   // 汉字 go on with these
    const std::string text = "联系" + value + "请";
    const std::vector<Seen> seen = scan(text);
    ASSERT_EQ(seen.size(), 1U) << text;
    EXPECT_EQ(seen[0].value, value);
    EXPECT_EQ(seen[0].kind, kind);
  }
}

TEST(Scanner, NumbersOfOtherThingsAreNotIdentifiers) {
  const std::string near[] = {"17199999999999999999", "1718000000000", "order=6222020000000000018", "?id=13800000000&t=1718000000000",
                              "550e8400-e29b-41d4-a716-446655440000", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "Chrome/120.0.6099.109", "v1.2.3.4",
                              "3.14159265358979", "0.13800000000", "ORD-13800000000-01", "320102190001010010", "6222020000000000019",
                              "LZZTEST10R0000001", "2024-07-15 10:20:30.123", "12:34:56:78", "ratio=0.860000012345673", "logo@2x.png", "user@localhost", "price=138000000.00",
                              "请走中山路12号", "120.0.0.0", "256.1.1.1", "1.2.3.4.5", "imsi=860000012345679", "10:00:00:00", "a@b"};
  for (const std::string& text : near) {
    const std::vector<Seen> seen = scan(text);
    EXPECT_TRUE(seen.empty()) << text << " taken for " << seen[0];
  }
}

TEST(Scanner, TheSamePlaceAtEveryOffsetOfAWindow) {
  std::string values;
  for (const auto& [kind, value] : planted()) values += value + ";\n";
  const std::size_t count = planted().size();
  for (std::size_t offset = 0; offset < 4096; offset += offset < 200 ? 1 : 13) {
    const std::string text = std::string(Window::step - 2048 + offset, ' ') + values;
    const std::vector<Seen> seen = scan(text);
    ASSERT_EQ(seen.size(), count) << offset;
    std::size_t at = text.size() - values.size();
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(seen[i].offset, at) << offset << ' ' << planted()[i].second;
      at += planted()[i].second.size() + 2;
    }
  }
}

std::string document(unsigned seed, std::size_t size) {
  static const std::string words[] = {"设备", "用户", " ", "\n", ",", "\"", ":", "=", "电话", "id=", "-", ".", "@", "镕", "abc", "0", "17", "x", "=\"", "车牌"};
  std::mt19937 random(seed);
  std::string out;
  while (out.size() < size) {
    out += random() % 5 == 0 ? planted()[random() % planted().size()].second : words[random() % std::size(words)];
  }
  return out;
}

RC_GTEST_PROP(Scanner, PiecesMakeNoDifference, ()) {
  const auto seed = *rc::gen::inRange(0U, 1000000U);
  const std::string text = document(seed, 200000 + seed % 300000);
  const std::vector<Seen> whole = scan(text);
  RC_ASSERT(!whole.empty());
  RC_ASSERT((scan_pieces(text, seed) == whole) == true);
  const std::string gb = io::from_utf8(text, io::Encoding::gb18030);
  RC_ASSERT((scan_pieces(gb, seed, TextForm::gb18030) == scan(gb, TextForm::gb18030)) == true);
}

RC_GTEST_PROP(Scanner, EncodingsMakeNoDifference, ()) {
  const auto seed = *rc::gen::inRange(0U, 1000000U);
  const std::string text = document(seed, 20000 + seed % 30000);
  std::vector<Seen> utf8 = scan(text);
  std::vector<Seen> gb = scan(io::from_utf8(text, io::Encoding::gb18030), TextForm::gb18030);
  // Places and the cut of very long names are counted in bytes and differ.
  for (std::size_t i = 0; i < std::min(utf8.size(), gb.size()); ++i) {
    if (utf8[i].value == io::to_utf8(gb[i].value, io::Encoding::gb18030)) continue;
    RC_LOG() << utf8[i] << " but " << gb[i] << '\n' << text.substr(utf8[i].offset - std::min<std::size_t>(utf8[i].offset, 40), 100) << '\n';
    break;
  }
  RC_ASSERT(utf8.size() == gb.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    RC_ASSERT(utf8[i].kind == gb[i].kind);
    RC_ASSERT(utf8[i].value == io::to_utf8(gb[i].value, io::Encoding::gb18030));
  }
}

std::string any_of(std::mt19937& random, std::string_view from, std::size_t longest) {
  std::string out;
  for (std::size_t n = 1 + random() % longest; n > 0; --n) out += from[random() % from.size()];
  return out;
}

// The scanner proves shapes by its masks; the validators look at every character.
TEST(Scanner, ProvesWhatValidatorsCheck) {
  std::mt19937 random(17);
  int found = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string local = any_of(random, "ab1.-_+%", 6), tops[] = {"", ".cn", ".com", ".png", ".x", ".museum", ".c1"};
    std::string value = local + "@" + any_of(random, "ab1.-", 8) + tops[random() % std::size(tops)];
    const std::string text = " " + value + " ";
    value.erase(0, std::min(value.find_first_not_of(".-"), value.find('@')));
    while (value.ends_with('.') || value.ends_with('-')) value.pop_back();
    const bool want = value.size() > value.find('@') + 3 && find_validator("email")->check(value);
    const std::vector<Seen> seen = scan(text);
    ASSERT_EQ(want, seen.size() == 1 && seen[0].kind == "email" && seen[0].value == value) << text;
    found += want ? 1 : 0;
  }
  EXPECT_GT(found, 100);
  for (int round = 0; round < 3000; ++round) {
    const std::string quad = any_of(random, "0123456789", 3) + "." + any_of(random, "0125", 3) + "." + any_of(random, "0125", 3) + "." + any_of(random, "0125", 4);
    const Evidence is = find_validator("ipv4")->check(quad);
    ASSERT_EQ(is && !is.has(Evidence::weak), scan(" " + quad + " ").size() == 1) << quad;
    const std::string plate = "苏" + any_of(random, "ABIOZ1", 1) + any_of(random, "0123456789ABDFIKO", 7);
    const Evidence plated = find_validator("plate")->check(plate);
    if (plate.size() >= 9) {
      ASSERT_EQ(plated && !plated.has(Evidence::weak), scan(plate).size() == 1) << plate;
    }
  }
}

TEST(Scanner, NamesDecideWhereAValueAloneCannot) {
  EXPECT_TRUE(scan("320102000101001").empty());
  EXPECT_EQ(scan("身份证320102000101001").size(), 1U);
  EXPECT_EQ(scan("身份证号：320102000101001").size(), 1U);
  EXPECT_TRUE(scan("id=860000012345673").empty());
  EXPECT_EQ(scan("imei=860000012345673").size(), 1U);
  EXPECT_EQ(scan("id=32010219000101001X").size(), 1U);   // a date and a check digit are not chance
}

TEST(Scanner, JsonKeysAndTableColumnsAreTheFields) {
  const auto json = scan(R"({"a":{"phone" : "13800000000"},"note":"请打 13900000000","n":13700000000,"id":13600000000})", TextForm::utf8, make_json_locator);
  ASSERT_EQ(json.size(), 3U);
  EXPECT_EQ(json[0].field, "phone");
  EXPECT_EQ(json[1].field, "note");
  EXPECT_EQ(json[2].field, "n");
  const auto escaped = scan(R"({"\u624b\u673a":"13800000000","\u8ba2\u5355\u53f7":"13900000000"})", TextForm::utf8, make_json_locator);
  const auto written = scan(R"({"手机":"13800000000","订单号":"13900000000"})", TextForm::utf8, make_json_locator);
  ASSERT_EQ(escaped.size(), written.size());
  for (std::size_t i = 0; i < escaped.size(); ++i) EXPECT_EQ(escaped[i].field, written[i].field);
  FieldTable fields(*rules());
  Scanner scanner(rules(), fields);
  Collector out(fields);
  const auto table = make_table_locator(fields, {',', '"', {"序号", "说明", "手机号"}});
  scanner.scan_text("序号,说明,手机号\n1,\"a,\n\"\"b\"\",13700000000\",13800000000\n2,x,13900000000,13600000000\n", *table, {}, out);
  ASSERT_EQ(out.seen.size(), 4U);
  EXPECT_EQ(out.seen[0].field, "说明");
  EXPECT_EQ(out.seen[1].field, "手机号");
  EXPECT_EQ(out.seen[2].field, "手机号");
  EXPECT_EQ(out.seen[3].field, "#4");
}

// Programs that write ASCII only spell 手机 as \\u624b\\u673a, and a line end as \\n: neither is part of the number behind it.
TEST(Scanner, EscapesBesideAValueAreNoLetters) {
  for (const std::string escape : {R"(\u624b\u673a)", R"(line\n)", R"(\t)", R"(C:\\\n)"}) {
    const std::string text = R"({"note":")" + escape + R"(13812345678\u6536"})";
    const auto seen = scan(text, TextForm::utf8, make_json_locator);
    ASSERT_EQ(seen.size(), 1U) << text;
    EXPECT_EQ(seen[0].value, "13812345678") << text;
    EXPECT_EQ(seen[0].field, "note") << text;
  }
  EXPECT_TRUE(scan(R"({"path":"C:\\n13812345678"})", TextForm::utf8, make_json_locator).empty()) << "n is a letter behind an escaped backslash";
  EXPECT_EQ(scan("INSERT INTO t (note) VALUES ('call\\n13812345678');", TextForm::utf8, make_sql_locator).size(), 1U);
}

TEST(Scanner, EscapesAcrossEveryEdgeOfAWindow) {
  for (std::size_t before = 8100; before < 8300; ++before) {
    const std::string text = R"({"a":")" + std::string(before, ' ') + R"(\u624b\u673a13812345678\n"})";
    ASSERT_EQ(scan(text, TextForm::utf8, make_json_locator).size(), 1U) << before;
  }
}

TEST(Scanner, TuplesOfADumpNameTableAndColumn) {
  const auto seen = scan("INSERT INTO `u` VALUES (1,'a(b','13800000000'),(2,'c,d','13900000000');\nINSERT INTO v (id, tel) VALUES (1, '13700000000');\n",
                         TextForm::utf8, make_sql_locator);
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0].field, "u.3");
  EXPECT_EQ(seen[1].field, "u.3");
  EXPECT_EQ(seen[2].field, "v.tel");
}

TEST(Scanner, AnyBytesAreRead) {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    std::string text;
    for (std::size_t i = 0; i < 40000; ++i) text += static_cast<char>(random());
    for (const TextForm form : {TextForm::utf8, TextForm::gb18030}) {
      for (const Make make : {make_text_locator, make_json_locator, make_sql_locator}) (void)scan(text, form, make);
    }
  }
}

}  // namespace
}  // namespace lp::discover
