#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sqlite3.h>

#include "io/files.h"
#include "io/testing.h"
#include "io/unpack_testing.h"

namespace lp::io {
namespace {

using ::testing::HasSubstr;
using testing::Collector;
using testing::make_archive;
using testing::make_workbook;
using testing::make_zip;
using testing::sheet_xml;

Collector opened(const std::string& bytes, const std::string& name = "d") {
  Collector seen;
  const auto source = make_memory_source(bytes);
  const auto report = unpack(name, *source, {}, seen);
  EXPECT_TRUE(report) << report.error().message;
  return seen;
}

const std::string types = "<Types/>";

TEST(UnpackOffice, WordHasAllItsText) {
  const std::string document =
      "<w:document xmlns:w='w' xmlns:wp='p'><w:body><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>split 1111</w:t></w:r><w:r><w:t>111118</w:t></w:r><w:r><w:tab/><w:t>after</w:t></w:r></w:p>"
      "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>张三</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>男</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
      "<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:instrText>HYPERLINK x</w:instrText></w:r><wp:docPr descr='a face'/><wp:posOffset>12345</wp:posOffset></w:p></w:body></w:document>";
  const Collector seen = opened(make_zip({{"[Content_Types].xml", types}, {"word/document.xml", document}, {"word/comments.xml", "<w:comments xmlns:w='w'><w:comment><w:p><w:r><w:t>why</w:t></w:r></w:p></w:comment></w:comments>"},
                                          {"word/header1.xml", "<w:hdr xmlns:w='w'><w:p><w:r><w:t>head</w:t></w:r></w:p></w:hdr>"}, {"docProps/core.xml", "<c xmlns:dc='d'><dc:creator>李四</dc:creator><dc:title>T</dc:title></c>"},
                                          {"word/_rels/document.xml.rels", "<R><Relationship Target=\"mailto:a&amp;b@c.invalid\"/></R>"}, {"word/embeddings/x.xlsx", make_workbook({{"in", sheet_xml("<row><c t='inlineStr'><is><t>embedded</t></is></c></row>")}})}}));
  EXPECT_EQ(seen.text_of("d!word/document.xml"), "split 1111111118\tafter\n张三\t男\ndeletedHYPERLINK x\na face\n\n") << seen.reasons();
  EXPECT_EQ(seen.text_of("d!word/comments.xml"), "why\n\n");
  EXPECT_EQ(seen.text_of("d!word/header1.xml"), "head\n");
  EXPECT_EQ(seen.text_of("d!docProps/core.xml"), "李四\nT\n");
  EXPECT_THAT(seen.text_of("d!word/_rels/document.xml.rels"), HasSubstr("mailto:a&b@c.invalid"));
  EXPECT_EQ(seen.text_of("d!word/embeddings/x.xlsx!in"), "embedded\n");
}

TEST(UnpackOffice, ALongDirectoryIsNothingTrailing) {
  std::vector<std::pair<std::string, std::string>> parts{{"[Content_Types].xml", types}, {"word/document.xml", "<d/>"}};
  for (int i = 0; i < 5000; ++i) parts.emplace_back("word/footer" + std::to_string(i) + ".xml", "<f/>");
  EXPECT_EQ(opened(make_zip(parts)).reasons(), "");
}

TEST(UnpackOffice, SlidesAndTheirNotes) {
  const auto slide = [](const std::string& text) { return "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>" + text + "</a:t></a:r></a:p></p:sld>"; };
  const Collector seen = opened(make_zip({{"[Content_Types].xml", types}, {"ppt/slides/slide1.xml", slide("one")}, {"ppt/notesSlides/notesSlide1.xml", slide("spoken")}}));
  EXPECT_EQ(seen.text_of("d!ppt/slides/slide1.xml"), "one\n");
  EXPECT_EQ(seen.text_of("d!ppt/notesSlides/notesSlide1.xml"), "spoken\n");
}

TEST(UnpackOffice, WorkbookCellsResolveStringsHiddenSheetsToo) {
  const std::string rows = "<row r='1'><c r='A1' t='s'><v>1</v></c><c r='C1'><v>42</v></c></row><row r='2'><c r='A2' t='s'><v>0</v></c></row>";
  const std::string book = make_workbook({{"shown", sheet_xml(rows, "<headerFooter><oddHeader>&amp;Csecret head</oddHeader></headerFooter><dataValidations><dataValidation prompt='ask'><formula1>\"a,b\"</formula1></dataValidation></dataValidations>")},
                                          {"hidden one", sheet_xml("<row><c t='inlineStr'><is><t>1111111118</t></is></c></row>")}},
                                         "<sst><si><t>zero</t></si><si><r><t>o</t></r><r><t>ne</t></r></si></sst>");
  const Collector seen = opened(make_archive({{"b.xlsx", book}}, {.format = "pax"}), "a.tar");
  EXPECT_EQ(seen.text_of("a.tar!b.xlsx!shown"), "one\t\t42\nzero\n") << seen.reasons();
  EXPECT_THAT(seen.text_of("a.tar!b.xlsx!shown!notes"), HasSubstr("secret head"));
  EXPECT_THAT(seen.text_of("a.tar!b.xlsx!shown!notes"), HasSubstr("ask"));
  EXPECT_EQ(seen.text_of("a.tar!b.xlsx!hidden one"), "1111111118\n");
  EXPECT_EQ(seen.reasons(), "");
}

TEST(UnpackOffice, TooManySharedStringsAreALeafOfTheirOwn) {
  std::string strings = "<sst>";
  for (int i = 0; i < 20; ++i) strings += "<si><t>" + std::string(std::size_t{1} << 20, static_cast<char>('a' + i)) + " number " + std::to_string(i) + "</t></si>";
  const Collector seen = opened(make_workbook({{"s", sheet_xml("<row><c t='s'><v>1</v></c><c><v>7</v></c></row>")}}, strings + "</sst>"));
  EXPECT_THAT(seen.text_of("d!xl/sharedStrings.xml"), HasSubstr("number 19\n"));
  EXPECT_THAT(seen.text_of("d!s"), HasSubstr("7"));
}

TEST(UnpackOffice, OneLongStringInEveryCellIsABomb) {
  std::string rows;
  for (int i = 0; i < 1000; ++i) rows += "<row><c t='s'><v>0</v></c></row>";
  const Collector seen = opened(make_archive({{"a.xlsx", make_workbook({{"s", sheet_xml(rows)}}, "<sst><si><t>" + std::string(30'000, 'x') + "</t></si></sst>")}}, {.format = "gzip"}));
  EXPECT_THAT(seen.reasons(), HasSubstr("!s: bomb"));
  EXPECT_LT(seen.all().size(), std::size_t{12} << 20);
}

TEST(UnpackOffice, BrokenXmlGivesWhatWasBeforeIt) {
  const Collector seen = opened(make_zip({{"[Content_Types].xml", types}, {"word/document.xml", "<w:d xmlns:w='w'><w:p><w:r><w:t>before</w:t></w:r></w:p><w:p></oops>"}, {"word/footer1.xml", "<f><t>after</t></f>"}}));
  EXPECT_THAT(seen.text_of("d!word/document.xml"), HasSubstr("before"));
  EXPECT_EQ(seen.reasons(), "d!word/document.xml: corrupt\n");
  EXPECT_EQ(seen.text_of("d!word/footer1.xml"), "after\n");
}

TEST(UnpackOffice, DatabasesInArchivesAreTables) {
  const auto folder = TempDir::create("unpack-office");
  ASSERT_TRUE(folder);
  const auto path = folder->path() / "x";
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "create table person(name, cpr); insert into person values('张三', '1111111118'), ('b', 2)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
  const auto bytes = read_file(path, 1u << 20);
  ASSERT_TRUE(bytes);
  const Collector seen = opened(make_archive({{"data", *bytes}}));
  EXPECT_EQ(seen.text_of("d!data!person"), "name\tcpr\n张三\t1111111118\nb\t2\n") << seen.reasons();
}

}  // namespace
}  // namespace lp::io
