#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/text.h"
#include "io/mail_header.h"
#include "io/unpack_testing.h"

namespace lp::io {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Collector;

Collector opened(const std::string& mail, const UnpackLimits& limits = {}) {
  Collector seen;
  const auto source = make_memory_source(mail);
  const auto report = unpack("m", *source, limits, seen);
  EXPECT_TRUE(report);
  if (report) {
    EXPECT_EQ(report->scanned + report->skipped_bytes(), mail.size());
  }
  return seen;
}

std::vector<std::string> paths(const Collector& seen) {
  std::vector<std::string> out;
  for (const auto& leaf : seen.leaves) out.push_back(leaf.path);
  return out;
}

const std::string top = "From: =?GBK?B?1cXI/Q==?= <zhang@a.invalid>\r\nTo: b@b.invalid\r\nSubject: =?utf-8?Q?=E8=BA=AB=E4=BB=BD?=\r\n =?utf-8?Q?=E8=AF=81_no?=\r\nMIME-Version: 1.0\r\n";

TEST(UnpackMail, HeaderWordsAndBody) {
  const Collector seen = opened(top + "Content-Type: text/plain; charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C4=CF=\r\n=BE=A9 110=\r\n101\r\n");
  EXPECT_THAT(paths(seen), ElementsAre("m!header", "m!body"));
  EXPECT_THAT(seen.text_of("m!header"), HasSubstr("from: 张三 <zhang@a.invalid>"));
  EXPECT_THAT(seen.text_of("m!header"), HasSubstr("subject: 身份证 no"));
  EXPECT_EQ(seen.text_of("m!body"), "南京 110101\r\n");
}

TEST(UnpackMail, PartsInPartsAndAttachments) {
  const std::string zip = to_base64(testing::make_archive({{"list.csv", "1111111118"}}));
  const Collector seen = opened(top +
      "Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\nThis is a multi-part message in MIME format.\r\n--outer\r\nContent-Type: multipart/alternative; boundary=outer2\r\n\r\n"
      "--outer2\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nplain 1\r\n--outer2\r\nContent-Type: text/html; charset=big5\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
      to_base64("<html><body>\xA4\xA4\xA4\xE5</body></html>") + "\r\n--outer2--\r\n\r\n--outer\r\nContent-Type: application/zip;\r\n name*0*=gb2312''%C3%FB;\r\n name*1*=%B5%A5.zip\r\nContent-Transfer-Encoding: BASE64\r\n\r\n" +
      zip.substr(0, 60) + "\r\n" + zip.substr(60) + "\r\n--outer\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@c.invalid\r\nTo: x@x.invalid\r\nDate: today\r\n\r\ninner mail\r\n--outer--\r\nafter the end\r\n");
  EXPECT_THAT(paths(seen), ElementsAre("m!header", "m!part2", "m!part3", "m!名单.zip!list.csv", "m!part5!header", "m!part5!body", "m!epilogue"));
  EXPECT_EQ(seen.text_of("m!part2"), "plain 1") << "the line end belongs to the boundary";
  EXPECT_THAT(seen.text_of("m!part3"), HasSubstr("中文"));
  EXPECT_EQ(seen.text_of("m!名单.zip!list.csv"), "1111111118");
  EXPECT_EQ(seen.text_of("m!part5!body"), "inner mail");
  EXPECT_EQ(seen.leaves[2].mime, "text/html");
}

TEST(UnpackMail, BrokenMailsLoseNothing) {
  EXPECT_THAT(opened(top + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nno end 4711").all(), HasSubstr("no end 4711"));
  EXPECT_THAT(opened(top + "Content-Type: multipart/mixed; boundary=b\r\n\r\nnever begun 4711").all(), HasSubstr("never begun 4711"));
  EXPECT_THAT(opened(top + "Content-Type: multipart/mixed\r\n\r\nno boundary 4711").all(), HasSubstr("no boundary 4711"));
  EXPECT_THAT(opened(top + "Content-Transfer-Encoding: quoted-printable\r\n\r\nbad =ZZ quote = 4711=").all(), HasSubstr("bad =ZZ quote = 4711="));
  EXPECT_THAT(opened(top + "Content-Transfer-Encoding: base64\r\n\r\nNDcx!MQ==\r\nNDcx\r\n").all(), HasSubstr("4711471"));
  EXPECT_THAT(opened(top + "Content-Type: text/plain; charset=no-such\r\n\r\nwith \xD6\xD0 4711").all(), HasSubstr("中 4711"));
}

TEST(UnpackMail, LongLinesAreKept) {
  const std::string line(200'000, 'x');
  EXPECT_EQ(opened(top + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + line + "--b\r\n\r\n--b--").text_of("m!part1"), line + "--b\r\n");
}

TEST(UnpackMail, MultipartsInOneAnotherHaveALimit) {
  std::string mail = top + "Content-Type: multipart/mixed; boundary=b0\r\n\r\n";
  for (int i = 0; i < 200; ++i) mail += "--b" + std::to_string(i) + "\r\nContent-Type: multipart/mixed; boundary=b" + std::to_string(i + 1) + "\r\n\r\n";
  EXPECT_THAT(opened(mail).reasons(), HasSubstr("depth"));
}

TEST(UnpackMail, MailboxesAreSplit) {
  std::string box;
  for (int i = 1; i <= 3; ++i) box += "From a@b.invalid Thu Jan  1 00:00:0" + std::to_string(i) + " 2024\nFrom: a@b.invalid\nSubject: s" + std::to_string(i) + "\n\nbody " + std::to_string(i) + "\n>From x\nFrom here on\n\n";
  const Collector seen = opened(box);
  EXPECT_THAT(paths(seen), ElementsAre("m!1!header", "m!1!body", "m!2!header", "m!2!body", "m!3!header", "m!3!body"));
  EXPECT_EQ(seen.text_of("m!2!body"), "body 2\n>From x\nFrom here on\n\n");
  EXPECT_THAT(seen.text_of("m!3!header"), HasSubstr("subject: s3"));
}

TEST(MailHeader, WordsAndParameters) {
  EXPECT_EQ(decode_mail_words("=?utf-8?B?5Y2X?= =?utf-8?B?5Lqs?= x =?broken"), "南京 x =?broken");
  EXPECT_EQ(decode_mail_words("=?utf-8?B?5Y0=?= =?utf-8?B?lw==?="), "南") << "a character cut between words";
  EXPECT_EQ(decode_mail_words("=?iso-8859-1*de?Q?caf=E9?="), "café");
  EXPECT_EQ(decode_mail_words(from_utf8("南京市江宁区", Encoding::gb18030)), "南京市江宁区");
  EXPECT_EQ(mail_parameter("a/b; Charset=\"g\\\"b;k\"; name=x", "charset"), "g\"b;k");
  EXPECT_EQ(mail_parameter("attachment; filename*=UTF-8''%e5%8d%97.txt", "filename"), "南.txt");
  EXPECT_EQ(mail_parameter("attachment; filename=\"=?utf-8?B?5Y2X?=.txt\"", "filename"), "南.txt");
  EXPECT_EQ(mail_parameter("attachment", "filename"), "");
  EXPECT_EQ(mail_token(" Text/HTML ; charset=x"), "text/html");
}

}  // namespace
}  // namespace lp::io
