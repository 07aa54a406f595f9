// CNVD's weekly share: <vulnerabilitys><vulnerability>…

#include "match/feeds/bulletin.h"
#include "match/feeds/xml_blocks.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) { return head.find("<vulnerabilitys") != std::string_view::npos ? 95 : 0; }

void read_text(std::string_view bytes, FeedSink& sink) {
  std::uint64_t& records = sink.statistics().records["cnvd_xml"];
  for_xml_blocks(
      bytes, "vulnerability",
      [&](const XmlBlock& block) {
        ++records;
        sink.at_line(block.line);
        Bulletin bulletin{.id = block.text("number"), .source = "cnvd", .title = block.text("title"), .severity = block.text("serverity"), .published = block.text("openTime")};
        bulletin.cves = block.all("cves/cve/cveNumber");
        bulletin.products = block.all("products/product");
        take_bulletin(bulletin, "/number", sink);
      },
      [&](int line, const Error& error) {
        ++records;
        sink.at_line(line);
        sink.refuse("", "no_xml", error.message);
      });
}

}  // namespace

FeedFormat feed_cnvd_xml() { return {.id = "cnvd_xml", .zh = "国家信息安全漏洞共享平台（每周 XML）", .en = "CNVD, weekly XML", .sniff = sniff, .read_record = nullptr, .read_text = read_text}; }

}  // namespace lp::match
