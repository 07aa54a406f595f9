#include "io/convert.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/text.h"
#include "io/child_process.h"
#include "io/files.h"
#include "io/flat_odf.h"
#include "io/server_testing.h"

namespace lp::io {
namespace {

namespace fs = std::filesystem;

struct Read {
  std::string text;
  Status status;
};
Read read_out(Result<std::unique_ptr<ByteSource>> source) {
  if (!source) return {"", std::move(source).error()};
  Read out;
  char buffer[777];
  for (;;) {
    auto n = (*source)->read(buffer, sizeof buffer);
    if (!n) out.status = n.error();
    if (!n || *n == 0) return out;
    out.text.append(buffer, *n);
  }
}

class PdfTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (find_program("pdftotext")) return;
    ASSERT_FALSE(testing::must_not_skip()) << "CI must have the package poppler-utils";
    GTEST_SKIP() << "pdftotext is not installed (package poppler-utils)";
  }
  fs::path write(const std::string& name, const std::string& bytes) {
    std::ofstream(dir_.path() / name, std::ios::binary) << bytes;
    return dir_.path() / name;
  }
  // A PDF by hand: one page a text, its letters mapped to Unicode by a ToUnicode table (A = 张, B = 三).
  static std::string pdf(const std::vector<std::string>& pages, const std::string& trailer = {}) {
    const std::string map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange\n"
                            "2 beginbfchar <41> <5F20> <42> <4E09> endbfchar 1 beginbfrange <30> <39> <0030> endbfrange endcmap end end";
    std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>", stream(map)};
    std::string kids;
    for (const std::string& text : pages) {
      objects.push_back("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> /Contents " + std::to_string(objects.size() + 2) + " 0 R >>");
      kids += std::to_string(objects.size()) + " 0 R ";
      objects.push_back(stream("BT /F 12 Tf 50 700 Td (" + text + ") Tj ET"));
    }
    objects[1] = "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages.size()) + " >>";
    std::string out = "%PDF-1.4\n", table;
    for (std::size_t i = 0; i < objects.size(); ++i) {
      std::string offset = std::to_string(out.size());
      table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
      out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string size = std::to_string(objects.size() + 1);
    return out + "xref\n0 " + size + "\n0000000000 65535 f \n" + table + "trailer << /Size " + size + " /Root 1 0 R " + trailer + " >>\nstartxref\n" + std::to_string(out.size()) + "\n%%EOF\n";
  }
  static std::string stream(const std::string& content) { return "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream"; }

  TempDir dir_ = std::move(*TempDir::create("convert"));
};

TEST_F(PdfTest, GivesTheTextOfEveryPage) {
  const Read got = read_out(pdf_text(write("-odd name.pdf", pdf({"AB 110101199003070012", "13800000000"}))));
  ASSERT_TRUE(got.status) << got.status.error().message;
  EXPECT_TRUE(contains(got.text, "张三")) << got.text;
  EXPECT_TRUE(contains(got.text, "110101199003070012"));
  EXPECT_GT(got.text.find("13800000000"), got.text.find('\f'));
}

TEST_F(PdfTest, TellsEncryptedFromBroken) {
  const std::string key(32, 'k');
  const Read locked = read_out(pdf_text(write("locked.pdf", pdf({"A"}, "/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + key + ") /U (" + key + ") >>"))));
  ASSERT_FALSE(locked.status);
  EXPECT_EQ(locked.status.error().code, Errc::unsupported) << locked.status.error().message;
  const Read broken = read_out(pdf_text(write("broken.pdf", "%PDF-1.4\n" + std::string(500, 'x'))));
  ASSERT_FALSE(broken.status);
  EXPECT_EQ(broken.status.error().code, Errc::invalid) << broken.status.error().message;
  EXPECT_EQ(read_out(pdf_text(write("text.pdf", "hello"))).status.error().code, Errc::invalid);
  EXPECT_EQ(read_out(pdf_text(dir_.path() / "none.pdf")).status.error().code, Errc::not_found);
}

class OfficeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto program = find_program("soffice");
    if (!program) GTEST_SKIP() << "LibreOffice is not installed (packages libreoffice-writer-nogui, -calc-nogui, -impress-nogui)";
    program_ = program->string();
    fs::create_directory(dir_.path() / "made");
  }
  // A real legacy file, made by LibreOffice from one it reads easily.
  fs::path make(const std::string& name, const std::string& content, const std::string& suffix, const std::string& filter) {
    std::ofstream(dir_.path() / name) << content;
    const std::string command = "HOME=" + dir_.path().string() + " " + program_ + " -env:UserInstallation=file://" + dir_.path().string() + "/profile --headless --convert-to '" + suffix + ":" +
                                filter + "' --outdir " + dir_.path().string() + "/made " + (dir_.path() / name).string() + " >/dev/null 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0);
    return dir_.path() / "made" / fs::path(name).replace_extension(suffix);
  }
  std::string program_;
  TempDir dir_ = std::move(*TempDir::create("convert"));
};

constexpr const char* office_heading = R"(<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.)";

TEST_F(OfficeTest, ReadsWord) {
  const fs::path doc = make("a.txt", "张三\t身份证 110101199003070012\n第二段\n", "doc", "MS Word 97");
  const Read got = read_out(office_text(doc));
  ASSERT_TRUE(got.status) << got.status.error().message;
  EXPECT_TRUE(contains(got.text, "张三\t身份证 110101199003070012\n第二段\n")) << got.text;
  EXPECT_EQ(std::distance(fs::directory_iterator(doc.parent_path()), {}), 1) << "no lock file, no output beside it";
  const fs::path renamed = doc.parent_path() / "wrong.xls";
  fs::rename(doc, renamed);
  EXPECT_TRUE(contains(read_out(office_text(renamed)).text, "第二段")) << "the content tells, not the name";
}

TEST_F(OfficeTest, ReadsEverySheetOfExcel) {
  const std::string cell = R"(<table:table-cell office:value-type="string"><text:p>李四</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="13800000000"/>)";
  const fs::path xls = make("b.fods", std::string(office_heading) + R"(spreadsheet"><office:body><office:spreadsheet><table:table table:name="一"><table:table-row>)" + cell +
                                          R"(</table:table-row></table:table><table:table table:name="二"><table:table-row><table:table-cell/>)" + cell +
                                          "</table:table-row></table:table></office:spreadsheet></office:body></office:document>",
                            "xls", "MS Excel 97");
  const Read got = read_out(office_text(xls));
  ASSERT_TRUE(got.status) << got.status.error().message;
  EXPECT_TRUE(contains(got.text, "李四\t13800000000\n\t李四\t13800000000\n")) << got.text;
}

TEST_F(OfficeTest, ReadsPowerPointWithNotes) {
  const std::string box = R"(<draw:frame svg:x="1cm" svg:y="1cm" svg:width="10cm" svg:height="3cm"><draw:text-box><text:p>)";
  const fs::path ppt = make("c.fodp", std::string(office_heading) + R"(presentation"><office:body><office:presentation><draw:page draw:name="p1">)" + box +
                                          "王五的手机</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame presentation:class=\"notes\" svg:x=\"1cm\" svg:y=\"1cm\" svg:width=\"10cm\" svg:height=\"3cm\"><draw:text-box><text:p>"
                                          "备注 13900000000</text:p></draw:text-box></draw:frame></presentation:notes></draw:page></office:presentation></office:body></office:document>",
                            "ppt", "MS PowerPoint 97");
  const Read got = read_out(office_text(ppt));
  ASSERT_TRUE(got.status) << got.status.error().message;
  EXPECT_TRUE(contains(got.text, "王五的手机\n")) << got.text;
  EXPECT_TRUE(contains(got.text, "备注 13900000000\n")) << got.text;
}

TEST_F(OfficeTest, RefusesWhatIsNone) {
  std::ofstream(dir_.path() / "text.doc") << "hello";
  EXPECT_EQ(read_out(office_text(dir_.path() / "text.doc")).status.error().code, Errc::invalid);
  std::string broken(4096, '\x01');
  broken.replace(0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
  broken.replace(512, 26, std::string("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0\0\0", 26));
  std::ofstream(dir_.path() / "broken.doc") << broken;
  const Read got = read_out(office_text(dir_.path() / "broken.doc"));
  ASSERT_FALSE(got.status) << got.text;
  EXPECT_EQ(got.status.error().code, Errc::invalid) << got.status.error().message;
}

TEST(Convert, NamesThePackageThatIsMissing) {
  // Where nothing is installed; the usual folders are searched as well, so only a machine without them can show it.
  for (const auto& [program, made] : {std::pair{"pdftotext", pdf_text("/dev/null").error()}, {"soffice", office_text("/dev/null").error()}}) {
    if (find_program(program)) {
      EXPECT_EQ(made.code, Errc::invalid) << program;
    } else {
      EXPECT_EQ(made.code, Errc::unsupported) << program;
      EXPECT_TRUE(contains(made.hint, "install the package")) << program;
    }
  }
}

std::string text_of(const std::string& body) {
  const std::string xml = "<d xmlns:t=\"t\"><meta><p>no</p></meta><master><header><p>机密</p></header><p>no</p></master><body>" + body + "</body></d>";
  const Read got = read_out(make_flat_odf_text(make_memory_source(xml)));
  EXPECT_TRUE(got.status) << got.status.error().message;
  return got.text;
}

TEST(FlatOdf, GivesTextAndLeavesOutPictures) {
  EXPECT_EQ(text_of("\n <p>a<tab/>b<s c=\"3\"/>c<line-break/>d<span>e</span></p> <frame><image><binary-data>AAAA<p>x</p></binary-data></image></frame><h>f</h>"), "机密\na\tb   c\nde\nf\n");
}

TEST(FlatOdf, RepeatsWhatASheetRepeatsWithinReason) {
  EXPECT_EQ(text_of("<table-row number-rows-repeated=\"2\"><table-cell number-columns-repeated=\"2\"><p>x</p><p>y</p></table-cell><table-cell number-columns-repeated=\"16000\"/></table-row>"
                    "<table-row number-rows-repeated=\"1048570\"><table-cell/></table-row>"),
            "机密\nx y\tx y\nx y\tx y\n");
  EXPECT_LT(text_of("<table-row number-rows-repeated=\"99999999\"><table-cell number-columns-repeated=\"99999999\"><p>" + std::string(100, 'x') + "</p></table-cell></table-row>").size(), 3u << 20);
  EXPECT_EQ(text_of("<table-row><table-cell value-type=\"float\" value=\"13800000000\"><p>1.38E+10</p></table-cell><table-cell><p>o</p><table-row><table-cell><p>in</p></table-cell></table-row></table-cell></table-row>"),
            "机密\n13800000000\to in\n");
}

TEST(FlatOdf, BrokenXmlIsAnError) { EXPECT_FALSE(read_out(make_flat_odf_text(make_memory_source("<d><body><p>x"))).status); }

}  // namespace
}  // namespace lp::io
