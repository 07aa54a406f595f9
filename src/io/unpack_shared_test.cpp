// Real containers with planted numbers, where a checkout has them beside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "io/child_process.h"
#include "io/files.h"
#include "io/unpack_testing.h"

namespace lp::io {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::Collector;

fs::path shared_data() { return fs::path(LP_SOURCE_DIR) / ".." / "shared" / "data" / "discover"; }
fs::path os2() { return shared_data() / "os2datascanner" / "src" / "os2datascanner" / "engine2" / "tests" / "data"; }

bool is_there() {
  if (fs::exists(shared_data())) return true;
  const char* ci = std::getenv("CI");
  EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << shared_data() << " is missing";
  return false;
}

Collector opened(const fs::path& file) {
  Collector seen;
  const auto report = unpack(file, {}, seen);
  EXPECT_TRUE(report) << file << report.error().message;
  if (report) {
    EXPECT_EQ(report->scanned + report->skipped_bytes(), fs::file_size(file)) << file;
  }
  return seen;
}

// LibreOffice, pdftotext: a machine may lack them, and then the reason must say so.
struct Planted {
  const char* file;
  const char* text;
  const char* program = nullptr;
};
constexpr Planted planted[] = {
    {"../../../../../dev-environment/data/last_modified_tests/positive_text_in_docx.docx", "1111111118"}, {"../../../../../dev-environment/data/sitemap.xml", "1111111118"},
    {"engine2/data-url/url", "OS2datascanner_test_vector"}, {"engine2/tar-bz2-here-inside-zip-here-inside-data-url/url", "OS2datascanner_test_vector"},
    {"engine2/tar-bz2-here-inside-zip-here/subdir.zip", "OS2datascanner_test_vector"}, {"engine2/tar-bz2-here/subdir.tar.bz2", "OS2datascanner_test_vector"},
    {"engine2/tar-gz-subdir/subdir.tar.gz", "OS2datascanner_test_vector"}, {"engine2/test-vector", "OS2datascanner_test_vector"}, {"engine2/txt-gz-here/test-vector.gz", "OS2datascanner_test_vector"},
    {"engine2/zip-here-inside-zip-here/test-vector_zip.zip", "OS2datascanner_test_vector"}, {"mail/alternative.eml", "Det var dejligt"}, {"mail/weird-url.eml", "Attached anonymous file."},
    {"libreoffice/test.ods", "131016-9996"}, {"msoffice/test.docx", "only"}, {"msoffice/test.xls", "131016-9996", "soffice"}, {"html/simple.html", "This is only a <b>test</b>"},
    {"msoffice/embedded-cpr.docx", "et billede af et CPR-nummer"}, {"pdf/embedded-cpr.pdf", "et billede af et CPR-nummer", "pdftotext"},
    {"pdf/embedded-cpr.pdf.gz", "et billede af et CPR-nummer", "pdftotext"}, {"zip/embedded-cpr-pdf.zip", "et billede af et CPR-nummer", "pdftotext"},
};

TEST(UnpackShared, PlantedTextIsFound) {
  if (!is_there()) GTEST_SKIP() << "../shared/data/discover is not there";
  for (const Planted& p : planted) {
    const Collector seen = opened(os2() / p.file);
    if (p.program != nullptr && !find_program(p.program)) {
      EXPECT_THAT(seen.reasons(), HasSubstr("no_converter")) << p.file;
    } else {
      EXPECT_THAT(seen.all(), HasSubstr(p.text)) << p.file << "\n" << seen.reasons();
    }
  }
}

// The number itself is in a picture of these: that must be said.
TEST(UnpackShared, PicturesInDocumentsNeedOcr) {
  if (!is_there()) GTEST_SKIP() << "../shared/data/discover is not there";
  for (const char* file : {"msoffice/embedded-cpr.docx", "pdf/embedded-cpr.pdf", "pdf/embedded-cpr.pdf.gz", "zip/embedded-cpr-pdf.zip", "ocr/good/cpr.png"}) {
    EXPECT_THAT(opened(os2() / file).reasons(), HasSubstr("needs_ocr")) << file;
  }
  const fs::path dated = shared_data() / "os2datascanner" / "dev-environment" / "data" / "last_modified_tests";
  EXPECT_THAT(opened(dated / "image_in_docx_in_zip.zip").reasons(), HasSubstr("needs_ocr"));
}

TEST(UnpackShared, SameTableInEveryEncoding) {
  if (!is_there()) GTEST_SKIP() << "../shared/data/discover is not there";
  const fs::path data = shared_data() / "dataprofiler" / "dataprofiler" / "tests" / "data";
  const std::string expected = opened(data / "csv" / "iris-utf-8.csv").all();
  EXPECT_EQ(opened(data / "csv" / "iris-utf-16.csv").all(), expected);
  EXPECT_EQ(opened(data / "csv" / "iris-utf-32.csv").all(), expected);
}

TEST(UnpackShared, EveryFileIsAccountedFor) {
  if (!is_there()) GTEST_SKIP() << "../shared/data/discover is not there";
  int files = 0;
  for (const char* folder : {"os2datascanner", "magika", "dataprofiler"}) {
    for (const auto& entry : fs::recursive_directory_iterator(shared_data() / folder)) {
      if (!entry.is_regular_file()) continue;
      const Collector seen = opened(entry.path());
      EXPECT_TRUE(!seen.leaves.empty() || !seen.gone.empty()) << entry.path();
      ++files;
    }
  }
  EXPECT_GE(files, 140);
}

}  // namespace
}  // namespace lp::io
