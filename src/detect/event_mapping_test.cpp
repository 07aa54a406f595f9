#include "detect/event_mapping.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "detect/wanted_fields.h"

namespace lp::detect {
namespace {

constexpr std::string_view sound = R"(
id: test
title: {zh: 测试, en: test}
source: nowhere
time: [t, u]
fields:
  a: [x, y]
  b: x
  data.*: "*"
parts:
  url: {path: [p], query: [q, qq]}
  h: {md5: md5}
logsources:
  - is: {product: one}
  - {when: {k: [v, 7], l: "*"}, unless: {m: no}, is: [{category: two}, {service: three}]}
)";

EventMapping read(std::string_view text, std::vector<std::string>* codes = nullptr) {
  Diagnostics out;
  EventMapping mapping = read_event_mapping("test.yaml", text, out);
  for (const Diagnostic& item : out.items()) {
    if (codes) {
      codes->push_back(item.code);
    } else {
      ADD_FAILURE() << to_string(item.where) << ' ' << item.what;
    }
  }
  return mapping;
}

TEST(EventMapping, IsReadAsWritten) {
  const EventMapping m = read(sound);
  EXPECT_EQ(m.id, "test");
  EXPECT_EQ(m.title.zh, "测试");
  EXPECT_EQ(m.time, (std::vector<std::string>{"t", "u"}));
  EXPECT_EQ(m.natives_of("x"), (std::vector<std::string>{"x", "a", "b", "data.x"}));
  EXPECT_EQ(m.natives_of("none"), (std::vector<std::string>{"none", "data.none"}));
  EXPECT_EQ(m.parts_of("qq"), (std::vector<std::pair<std::string, std::string>>{{"url", "query"}}));
  EXPECT_EQ(m.parts_of("md5"), (std::vector<std::pair<std::string, std::string>>{{"h", "md5"}}));
  EXPECT_EQ(m.key_fields(), (std::vector<std::string>{"k", "l", "m"}));
  EXPECT_EQ(m.only_presence(), (std::vector<bool>{false, true, false}));
}

TEST(EventMapping, RowsHoldWhenAllOfThemDoAndNoneOfTheOthers) {
  const EventMapping m = read(sound);
  const std::string v = "V", seven = "7", other = "w", any = "", no = "NO";
  const Logsource one{"one", "", ""}, two{"", "two", ""}, three{"", "", "three"};
  using Sources = std::vector<Logsource>;
  EXPECT_EQ(m.sources_for({&v, &any, nullptr}), (Sources{one, two, three}));
  EXPECT_EQ(m.sources_for({&seven, &any, &other}), (Sources{one, two, three}));
  EXPECT_EQ(m.sources_for({&other, &any, nullptr}), (Sources{one}));
  EXPECT_EQ(m.sources_for({&v, nullptr, nullptr}), (Sources{one}));
  EXPECT_EQ(m.sources_for({&v, &any, &no}), (Sources{one}));
  EXPECT_EQ(m.sources_for({}), (Sources{one}));
}

TEST(EventMapping, MistakesAreReportedAndLeftOut) {
  const std::pair<const char*, const char*> cases[] = {
      {"fields: {a.*: x}", "bad_wildcard"},        {"fields: {a: \"*\"}", "bad_wildcard"},   {"logsources: [{is: {}}]", "empty_logsource"},
      {"logsources: [{when: {a: b}}]", "missing_key"}, {"parts: {url: {fragment: [f]}}", "unknown_key"}, {"colour: red", "unknown_key"},
      {"logsources: [{is: {vendor: x}}]", "unknown_key"}, {"fields: {a: {b: c}}", "wrong_type"}, {"time: {a: b}", "wrong_type"},
  };
  for (const auto& [text, code] : cases) {
    std::vector<std::string> codes;
    const EventMapping m = read(std::string("id: t\ntitle: {zh: 试, en: t}\n") + text + "\n", &codes);
    EXPECT_EQ(m.id, "t");
    ASSERT_FALSE(codes.empty()) << text;
    EXPECT_EQ(codes.front(), code) << text;
  }
  std::vector<std::string> codes;
  read("{", &codes);
  EXPECT_FALSE(codes.empty());
}

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("lp_event_mappings_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_ / "events");
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void write(const char* name, std::string_view text) const { std::ofstream(path_ / "events" / name) << text; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

TEST(EventMapping, AFolderIsReadAndModelsAreTakenOver) {
  const Folder folder;
  folder.write("base.yaml", "id: base\ntitle: {zh: 甲, en: a}\ntime: [t]\nfields: {a: [x]}\nlogsources: [{is: {product: p}}]\n");
  folder.write("child.yaml", "id: child\ntitle: {zh: 乙, en: b}\nlike: base\nfields: {b: [x]}\n");
  folder.write("grandchild.yaml", "id: grandchild\ntitle: {zh: 丙, en: c}\nlike: child\n");
  folder.write("lost.yaml", "id: lost\ntitle: {zh: 丁, en: d}\nlike: nobody\n");
  folder.write("named.yaml", "id: otherwise\ntitle: {zh: 戊, en: e}\n");
  folder.write("notes.txt", "no mapping");
  Diagnostics out;
  const auto mappings = load_event_mappings(folder.path(), out);
  ASSERT_TRUE(mappings);
  EXPECT_EQ(mappings->size(), 4u);
  const EventMapping& child = mappings->find("child")->second;
  EXPECT_EQ(child.natives_of("x"), (std::vector<std::string>{"x", "b", "a"}));
  EXPECT_EQ(child.time, (std::vector<std::string>{"t"}));
  EXPECT_EQ(child.rows.size(), 1u);
  std::vector<std::string> found;
  for (const Diagnostic& item : out.items()) found.push_back(item.code + ' ' + item.where.file);
  EXPECT_EQ(found, (std::vector<std::string>{"wrong_id events/named.yaml", "unknown_name events/grandchild.yaml", "unknown_name events/lost.yaml"}));
  EXPECT_FALSE(load_event_mappings(folder.path() / "nowhere", out));
}

TEST(WantedFields, KnowWhatIsWantedWhereAndBelow) {
  FieldTable fields;
  const FieldId x = fields.intern("x"), deep = fields.intern("a.b.c");
  const EventMapping mapping = read(sound);
  const WantedFields wanted(fields, mapping);
  ASSERT_NE(wanted.find("a"), nullptr);
  EXPECT_EQ(wanted.find("a")->fields, std::vector<FieldId>{x});
  EXPECT_EQ(wanted.find("a.b.c")->fields, std::vector<FieldId>{deep});
  EXPECT_EQ(wanted.find("data.a.b.c")->fields, std::vector<FieldId>{deep});
  EXPECT_EQ(wanted.find("a.b"), nullptr);
  EXPECT_TRUE(wanted.has_children(wanted.walk(WantedFields::root, "a.b")));
  EXPECT_EQ(wanted.walk(WantedFields::root, "a.b"), wanted.walk(wanted.walk(WantedFields::root, "a"), "b"));
  EXPECT_EQ(wanted.walk(WantedFields::root, " a . b"), wanted.walk(WantedFields::root, "a.b"));
  EXPECT_EQ(wanted.find("t")->time_rank, 0);
  EXPECT_EQ(wanted.find("u")->time_rank, 1);
  EXPECT_EQ(wanted.find("data.k")->keys, std::vector<std::uint16_t>{0});
  for (const char* name : {"", ".", "a.", ".a", "a..b", "q", "zzz", " "}) EXPECT_EQ(wanted.find(name), nullptr) << name;
}

}  // namespace
}  // namespace lp::detect
